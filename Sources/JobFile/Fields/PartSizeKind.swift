import Diagnostics
import IngestModel

/// `auto`, or a size that the object store takes for a part: 1 MiB to 5 GiB (COS, Upload Part).
struct PartSizeKind: ValueKind {
    private static let range: ClosedRange<Int64> = 1 << 20...5 << 30

    func read(
        _ scalar: Scalar, of key: String, _ context: ValueContext
    ) throws(ValueFault) -> JobSettings.PartSize {
        if scalar.text == "auto" { return .auto }
        // Judged as any size first, so that what is no size is called so.
        let bytes = try SizeKind(least: 0, most: .max).read(scalar, of: key, context)
        if Self.range.contains(bytes) { return .bytes(bytes) }
        let isSmall = bytes < Self.range.lowerBound
        let bound = SizeKind.text(isSmall ? Self.range.lowerBound : Self.range.upperBound)
        throw ValueFault(
            .jobPartSize,
            "`\(key)` is \(Quoted.text(scalar.text)), \(isSmall ? "below the service minimum" : "above the service maximum")"
                + " of `\(bound)`",
            hint: "use `\(key): \(bound)`, or `auto` to let the planner choose")
    }

    var schema: SchemaNode {
        let size = SizeKind(least: Self.range.lowerBound, most: Self.range.upperBound)
        return .object([("anyOf", .array([.object([("const", "auto")]), size.schema]))])
    }
}
