/// The head of a request exactly as it came: nothing decoded, nothing normalised.
struct RawRequest: Hashable, Sendable {
    var method: String
    /// The target of the request line: path and query.
    var target: String
    /// In the order of the wire, `Host` included.
    var headers: [Header]

    struct Header: Hashable, Sendable {
        var name: String
        var value: String
    }

    init(method: String, target: String, headers: [(String, String)]) {
        self.method = method
        self.target = target
        self.headers = headers.map { Header(name: $0.0, value: $0.1) }
    }

    /// The first value of the header called `name`, in any letter case.
    func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }

    /// What stands before the first `?`.
    var rawPath: Substring { target.prefix { $0 != "?" } }
    /// What stands after the first `?`; empty without one.
    var rawQuery: Substring { target.drop { $0 != "?" }.dropFirst() }

    /// The parameters of the query in the order of the wire, `+` read as a blank (cos-api 6); nil where one cannot be decoded.
    var query: [QueryItem]? {
        var items: [QueryItem] = []
        for part in rawQuery.split(separator: "&") {
            let name = part.prefix { $0 != "=" }
            guard
                let decodedName = PercentCoding.decodedText(name, plusIsBlank: true),
                let value = PercentCoding.decodedText(part[name.endIndex...].dropFirst(), plusIsBlank: true)
            else { return nil }
            items.append(QueryItem(name: decodedName, value: value))
        }
        return items
    }
}

/// A decoded parameter of a query; a missing `=` is an empty value.
struct QueryItem: Hashable, Sendable {
    var name: String
    var value: String
}
