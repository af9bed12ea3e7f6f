import Diagnostics

extension PathFinding {
    static func long(_ text: String, bytes: Int) -> PathFinding {
        PathFinding(
            .pathLong, .warning,
            "\(QuotedText.quote(text)) has \(bytes) bytes as a path; together with the folder that the service chooses it "
                + "may exceed the 850 bytes of an object key")
    }

    static func surrounded(_ text: String) -> PathFinding {
        PathFinding(
            .pathSurroundingSpace, .warning, "\(QuotedText.quote(text)) has white space around it, which readers drop")
    }

    static func unencoded(_ text: String, _ scalar: Unicode.Scalar) -> PathFinding {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return PathFinding(
            .pathUnencoded, .warning,
            "\(QuotedText.quote(text)) is not a valid URI: \(QuotedText.quote(String(scalar))) has to be encoded",
            hint: "write it as `%\(digits)`")
    }

    static func nonASCII(_ text: String) -> PathFinding {
        PathFinding(
            .pathNonASCII, .warning,
            "\(QuotedText.quote(text)) has characters beyond ASCII that are not percent-encoded",
            hint: "percent-encode their UTF-8 bytes")
    }

    static func query(_ text: String, path: String) -> PathFinding {
        PathFinding(
            .pathQuery, .warning,
            "\(QuotedText.quote(text)) has a query, which is no part of the file's name; the file is \(QuotedText.quote(path))"
        )
    }

    static func queryOperation(_ text: String, _ name: String) -> PathFinding {
        PathFinding(
            .pathQueryOperation, .error,
            "\(QuotedText.quote(text)) has the query parameter \(QuotedText.quote(name)), by which storage would do something "
                + "else than send the file",
            hint: "drop the query")
    }

    static func fragment(_ text: String, path: String) -> PathFinding {
        PathFinding(
            .pathFragment, .warning,
            "\(QuotedText.quote(text)) has a fragment, which is never requested; the file is \(QuotedText.quote(path))",
            hint: "write a number sign in a file name as `%23`")
    }

    static func trailing(_ text: String) -> PathFinding {
        PathFinding(
            .pathTrailingDotOrSpace, .warning,
            "a part of \(QuotedText.quote(text)) ends in a dot or a space, which is usually a slip and cannot exist on Windows"
        )
    }

    static func device(_ text: String, name: String) -> PathFinding {
        PathFinding(
            .pathDeviceName, .note,
            "\(QuotedText.quote(text)) holds the name \(QuotedText.quote(name)), which is a device on Windows")
    }

    /// What is to be said about the query and the fragment of `text`, which means the file at `path`.
    static func findings(ofQuery text: String, path: String) -> [PathFinding] {
        let (_, query, hasFragment) = ReferenceResolver.cut(text)
        var findings: [PathFinding] = []
        if let query {
            let operation = StorageQuery.operation(in: query)
            findings.append(operation.map { .queryOperation(text, $0) } ?? .query(text, path: path))
        }
        if hasFragment { findings.append(.fragment(text, path: path)) }
        return findings
    }
}
