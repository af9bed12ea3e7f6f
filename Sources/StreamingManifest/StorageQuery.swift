/// The query parameters that object storage does not ignore (manifests 4: some queries are operations).
enum StorageQuery {
    /// Sub-resources of the object API: with one of these a GET answers something else than the object.
    private static let subresources: Set<String> = [
        "accelerate", "acl", "append", "cors", "delete", "domain", "encryption", "intelligent-tiering", "inventory",
        "legal-hold", "lifecycle", "location", "logging", "notification", "object-lock", "origin", "partnumber",
        "policy",
        "referer", "replication", "restore", "retention", "select", "select-type", "tagging", "uploadid", "uploads",
        "versionid", "versioning", "versions", "website",
    ]
    /// Image and media processing of the store.
    private static let processing: Set<String> = [
        "ci-process", "exif", "imageave", "imageinfo", "imagemogr2", "imageview2", "qrcode", "watermark",
    ]

    /// The first parameter of `query` that is an operation, as written; nil when all of them are ignored by storage.
    static func operation(in query: Substring) -> String? {
        for parameter in query.utf8.split(whereSeparator: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "|") }) {
            let name = parameter.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "/") }
            guard let text = String(name) else { continue }
            let lowercased = text.lowercased()
            if subresources.contains(lowercased) || processing.contains(lowercased)
                || lowercased.hasPrefix("response-")
            {
                return text
            }
        }
        return nil
    }
}
