import Checksums

extension ServiceModel {
    /// Joins the listed parts to an object (cos-api 7.6).
    mutating func completeMultipartUpload(_ request: StoreRequest, _ body: [UInt8]) throws(COSRefusal) -> StoreReply {
        let upload = try openUpload(request)
        let listed = try Self.listedParts(body)
        let parts = try check(listed, upload)
        let object = StoredObject(
            blobs: parts.map(\.blob), etag: "\"\(random.hex(32))-\(parts.count)\"", crc64: Self.joinedCRC(parts),
            metadata: upload.metadata, storageClass: upload.storageClass, modified: request.now,
            partCount: parts.count, sessionKey: upload.sessionKey)
        buckets[request.bucket]?.uploads[upload.id] = nil
        let used = Set(parts.map(\.blob))
        released += upload.parts.values.map(\.blob).filter { !used.contains($0) }
        publish(object, request)
        let region = buckets[request.bucket]?.region ?? ""
        let location = "http://\(request.bucket).cos.\(region).myqcloud.com/\(request.key)"
        return StoreReply(
            headers: [("x-cos-hash-crc64ecma", String(object.crc64))],
            body: .slowXML(
                "<CompleteMultipartUploadResult xmlns=\"http://www.qcloud.com/document/product/436/7751\">\n"
                    + XMLText.element("Location", location) + XMLText.element("Bucket", request.bucket)
                    + XMLText.element("Key", request.key) + XMLText.element("ETag", object.etag)
                    + "</CompleteMultipartUploadResult>"))
    }

    private struct ListedPart {
        var number: Int
        var etag: String
    }

    private static func listedParts(_ body: [UInt8]) throws(COSRefusal) -> [ListedPart] {
        let root: XMLElement
        do { root = try XMLElement.parse(body) } catch { throw COSRefusal.malformedXML }
        guard root.name == "CompleteMultipartUpload", !root.children.isEmpty,
            root.children.allSatisfy({ $0.name == "Part" })
        else { throw COSRefusal.malformedXML }
        var parts: [ListedPart] = []
        for element in root.children {
            guard element.children.count == 2, let number = element.onlyText("PartNumber").flatMap({ Int($0) }),
                let etag = element.onlyText("ETag")
            else { throw COSRefusal.malformedXML }
            parts.append(ListedPart(number: number, etag: etag))
        }
        return parts
    }

    private func check(_ listed: [ListedPart], _ upload: MultipartUpload) throws(COSRefusal) -> [StoredPart] {
        guard zip(listed, listed.dropFirst()).allSatisfy({ $0.number < $1.number }) else {
            throw COSRefusal(400, "InvalidPartOrder", "the parts are not in ascending order")
        }
        var parts: [StoredPart] = []
        for (position, entry) in listed.enumerated() {
            guard entry.number == position + 1, let part = upload.parts[entry.number], part.etag == entry.etag else {
                throw COSRefusal(
                    400, "InvalidPart", "part \(entry.number) is missing, follows a gap or has another ETag")
            }
            parts.append(part)
        }
        guard parts.dropLast().allSatisfy({ $0.blob.length >= rules.smallestPart }) else {
            throw COSRefusal(
                400, "EntityTooSmall", "a part that is not the last has less than \(rules.smallestPart) bytes")
        }
        return parts
    }

    private static func joinedCRC(_ parts: [StoredPart]) -> UInt64 {
        parts.reduce(0) { CRC64.combine($0, $1.crc64, lengthOfSecond: UInt64($1.blob.length)) }
    }
}
