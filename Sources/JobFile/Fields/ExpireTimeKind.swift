import Diagnostics

/// A moment in ISO 8601 with a time zone; the value is in UTC as the service wants it: `YYYY-MM-DDThh:mm:ssZ`.
struct ExpireTimeKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        let time: ISOTime
        do throws(ISOTime.Refusal) {
            time = try ISOTime(scalar.text)
        } catch {
            throw fault(error, scalar, key)
        }
        if let fault = ExpireTimeIsAhead.fault(time, written: scalar.text, of: key, now: context.now) { throw fault }
        return time.text
    }

    private func fault(_ refusal: ISOTime.Refusal, _ scalar: Scalar, _ key: String) -> ValueFault {
        let shown = Quoted.text(scalar.text)
        return switch refusal {
        case .form:
            ValueFault(
                .jobExpireTime, "`\(key)` is \(shown), which is no date and time of ISO 8601",
                hint: "write it as `2027-01-01T00:00:00Z`")
        case .value:
            ValueFault(.jobExpireTime, "`\(key)` is \(shown), a date or time that does not exist")
        case .noZone:
            ValueFault(
                .jobExpireTimeZone, "`\(key)` is \(shown), a time without a zone",
                hint: "end it with `Z` for UTC, or with an offset such as `+08:00`")
        }
    }

    var schema: SchemaNode {
        .object([
            ("type", "string"),
            (
                "pattern",
                "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"
            ),
        ])
    }
}
