extension ServiceModel {
    /// The parts that have arrived, a page at a time (cos-api 7.5).
    func listParts(_ request: StoreRequest) throws(COSRefusal) -> StoreReply {
        guard request.parameter("uploadId") != "" else {
            throw COSRefusal(400, "ListPartUploadIdIsEmpty", "`uploadId` is empty")
        }
        let upload = try openUpload(request)
        let most = try request.number("max-parts", in: 1...1_000, or: 1_000)
        let marker = try request.number("part-number-marker", in: 0...10_000, or: 0)
        let encoding = try request.listEncoding()
        let later = upload.parts.filter { $0.key > marker }.sorted { $0.key < $1.key }
        let page = later.prefix(most)
        var xml = "<ListPartsResult>\n" + XMLText.element("Bucket", request.bucket)
        if let name = encoding.name { xml += XMLText.element("Encoding-type", name) }
        xml += XMLText.element("Key", encoding.encode(request.key)) + XMLText.element("UploadId", upload.id)
        xml += owner("Owner") + XMLText.element("PartNumberMarker", String(marker)) + owner("Initiator")
        for (number, part) in page {
            xml += "\t<Part>\n" + XMLText.element("PartNumber", String(number), indent: 2)
            xml += XMLText.element("LastModified", CivilTime(unix: Int(part.modified)).isoWithMilliseconds, indent: 2)
            xml += XMLText.element("ETag", part.etag, indent: 2)
            xml += XMLText.element("Size", String(part.blob.length), indent: 2) + "\t</Part>\n"
        }
        xml += XMLText.element("NextPartNumberMarker", String(page.last?.key ?? 0))
        xml += XMLText.element("StorageClass", "Standard") + XMLText.element("MaxParts", String(most))
        xml += XMLText.element("IsTruncated", String(page.count < later.count)) + "</ListPartsResult>"
        return StoreReply(body: .xml(xml))
    }

    func owner(_ name: String, indent: Int = 1) -> String {
        let margin = String(repeating: "\t", count: indent)
        let id = String(rules.appId)
        return "\(margin)<\(name)>\n" + XMLText.element("ID", id, indent: indent + 1)
            + XMLText.element("DisplayName", id, indent: indent + 1) + "\(margin)</\(name)>\n"
    }
}

/// How a listing writes keys (cos-api 6).
struct ListEncoding {
    /// `url`, where the request asked for it.
    var name: String?

    func encode(_ text: String) -> String {
        guard name != nil else { return text }
        // The separator stays as it is, as in the service's own listings.
        return text.split(separator: "/", omittingEmptySubsequences: false).map { PercentCoding.encode(String($0)) }
            .joined(separator: "/")
    }
}

extension StoreRequest {
    func listEncoding() throws(COSRefusal) -> ListEncoding {
        let name = parameter("encoding-type")
        guard name == nil || name == "" || name == "url" else {
            throw COSRefusal.invalidArgument("`encoding-type` must be url")
        }
        return ListEncoding(name: name == "url" ? name : nil)
    }
}
