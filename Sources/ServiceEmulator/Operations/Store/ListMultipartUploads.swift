extension ServiceModel {
    /// The open uploads of a bucket by key and id, a page at a time (cos-api 7.7).
    func listMultipartUploads(_ request: StoreRequest) throws(COSRefusal) -> StoreReply {
        let most = try request.number("max-uploads", in: 1...1_000, or: 1_000)
        let encoding = try request.listEncoding()
        let prefix = request.parameter("prefix") ?? ""
        let delimiter = request.parameter("delimiter") ?? ""
        let entries = Self.entries(
            buckets[request.bucket]?.uploads.values.map { $0 } ?? [], prefix: prefix, delimiter: delimiter,
            keyMarker: request.parameter("key-marker") ?? "", idMarker: request.parameter("upload-id-marker") ?? "")
        let page = entries.prefix(most)
        let isTruncated = page.count < entries.count
        var xml = "<ListMultipartUploadsResult>\n" + XMLText.element("Bucket", request.bucket)
        if let name = encoding.name { xml += XMLText.element("Encoding-Type", name) }
        xml += XMLText.element("KeyMarker", encoding.encode(request.parameter("key-marker") ?? ""))
        xml += XMLText.element("UploadIdMarker", request.parameter("upload-id-marker") ?? "")
        if isTruncated, let last = page.last {
            xml += XMLText.element("NextKeyMarker", encoding.encode(last.key))
            xml += XMLText.element("NextUploadIdMarker", last.upload?.id ?? "")
        }
        xml += XMLText.element("MaxUploads", String(most)) + XMLText.element("IsTruncated", String(isTruncated))
        xml += XMLText.element("Prefix", encoding.encode(prefix))
        xml += XMLText.element("Delimiter", encoding.encode(delimiter))
        for entry in page {
            xml += entry.upload.map { uploadElement($0, encoding) } ?? Self.prefixElement(entry.key, encoding)
        }
        return StoreReply(body: .xml(xml + "</ListMultipartUploadsResult>"))
    }

    /// An upload, or a common prefix, which has none.
    private struct ListEntry {
        var key: String
        var upload: MultipartUpload?

        func precedes(_ other: ListEntry) -> Bool {
            key == other.key
                ? (upload?.id ?? "") < (other.upload?.id ?? "") : key.utf8.lexicographicallyPrecedes(other.key.utf8)
        }
    }

    private static func entries(
        _ uploads: [MultipartUpload], prefix: String, delimiter: String, keyMarker: String, idMarker: String
    ) -> [ListEntry] {
        var entries: [ListEntry] = []
        var prefixes: Set<String> = []
        for upload in uploads where upload.key.utf8.starts(with: prefix.utf8) {
            let rest = upload.key.dropFirst(prefix.count)
            if !delimiter.isEmpty, let cut = rest.firstRange(of: delimiter) {
                let common = prefix + rest[..<cut.upperBound]
                if prefixes.insert(common).inserted { entries.append(ListEntry(key: common)) }
            } else {
                entries.append(ListEntry(key: upload.key, upload: upload))
            }
        }
        return entries.filter { entry in
            if keyMarker.isEmpty || keyMarker.utf8.lexicographicallyPrecedes(entry.key.utf8) { return true }
            return entry.key == keyMarker && !idMarker.isEmpty && (entry.upload?.id ?? "") > idMarker
        }
        .sorted { $0.precedes($1) }
    }

    private func uploadElement(_ upload: MultipartUpload, _ encoding: ListEncoding) -> String {
        "\t<Upload>\n" + XMLText.element("Key", encoding.encode(upload.key), indent: 2)
            + XMLText.element("UploadId", upload.id, indent: 2) + XMLText.element("StorageClass", "Standard", indent: 2)
            + owner("Initiator", indent: 2) + owner("Owner", indent: 2)
            + XMLText.element("Initiated", CivilTime(unix: Int(upload.initiated)).isoWithMilliseconds, indent: 2)
            + "\t</Upload>\n"
    }

    private static func prefixElement(_ prefix: String, _ encoding: ListEncoding) -> String {
        "\t<CommonPrefixes>\n" + XMLText.element("Prefix", encoding.encode(prefix), indent: 2) + "\t</CommonPrefixes>\n"
    }
}
