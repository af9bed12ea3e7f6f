extension ServiceModel {
    /// An object's metadata (cos-api 7.2).
    func headObject(_ request: StoreRequest) throws(COSRefusal) -> StoreReply {
        var reply = try getObject(request)
        if case .blobs(_, let range) = reply.body { reply.declaredLength = range.count }
        reply.body = .none
        return reply
    }

    /// An object's bytes, or one range of them (cos-api 7.2).
    func getObject(_ request: StoreRequest) throws(COSRefusal) -> StoreReply {
        guard let object = buckets[request.bucket]?.objects[request.key] else { throw COSRefusal.noSuchKey }
        if let status = try Self.condition(request, object) { return StoreReply(status: status) }
        var headers: [(name: String, value: String)] = object.metadata.map { ($0.name, $0.value) }
        if object.contentType == nil { headers.append(("Content-Type", "application/octet-stream")) }
        for name in ["cache-control", "content-disposition", "content-encoding", "content-type", "expires"] {
            guard let value = request.parameter("response-\(name)") else { continue }
            headers.removeAll { $0.name.lowercased() == name }
            headers.append((name, value))
        }
        headers += [
            ("ETag", object.etag), ("Last-Modified", CivilTime(unix: Int(object.modified)).http),
            ("Accept-Ranges", "bytes"), ("x-cos-hash-crc64ecma", String(object.crc64)),
        ]
        if object.storageClass != "STANDARD" { headers.append(("x-cos-storage-class", object.storageClass)) }
        guard let range = request.raw.header("Range") else {
            return StoreReply(headers: headers, body: .blobs(object.blobs, 0..<object.size))
        }
        guard let range = Self.range(range, size: object.size) else {
            throw COSRefusal(416, "InvalidRange", "the range cannot be satisfied")
        }
        headers.append(("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(object.size)"))
        return StoreReply(status: 206, headers: headers, body: .blobs(object.blobs, range))
    }

    /// The status that a condition asks for instead of the object.
    private static func condition(_ request: StoreRequest, _ object: StoredObject) throws(COSRefusal) -> Int? {
        func time(_ header: String) -> Int? { request.raw.header(header).flatMap(CivilTime.parseHTTP) }
        let modified = Int(object.modified)
        let failed = COSRefusal(412, "PreconditionFailed", "a condition of the request does not hold")
        if let tag = request.raw.header("If-Match"), tag != object.etag, tag != "*" { throw failed }
        if let limit = time("If-Unmodified-Since"), modified > limit { throw failed }
        if let tag = request.raw.header("If-None-Match") { return tag == object.etag || tag == "*" ? 304 : nil }
        if let limit = time("If-Modified-Since"), modified <= limit { return 304 }
        return nil
    }

    /// `bytes=a-b`, `bytes=a-` or `bytes=-n`; nil where it is another form or lies beyond the end.
    static func range(_ text: String, size: Int) -> Range<Int>? {
        guard text.hasPrefix("bytes=") else { return nil }
        let ends = text.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        if ends[0].isEmpty {
            guard let tail = Int(ends[1]), tail > 0, size > 0 else { return nil }
            return max(0, size - tail)..<size
        }
        guard let first = Int(ends[0]), first >= 0, first < size else { return nil }
        guard !ends[1].isEmpty else { return first..<size }
        guard let last = Int(ends[1]), last >= first else { return nil }
        return first..<min(last, size - 1) + 1
    }
}
