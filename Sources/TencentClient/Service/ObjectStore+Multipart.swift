import HTTPTransport
import IngestModel
import RequestSigning
import TencentWire

extension ObjectStore {
    /// Begins a multipart upload of `key` (cos-api 7.3). Repeated after a lost answer: then an upload that was begun unseen
    /// may be open beside this one; it holds no parts.
    public func initiate(
        key: ObjectKey, contentType: String, session: UploadSession
    ) async throws(ServiceFault) -> OpenedUpload {
        var request = try request(
            "Initiate Multipart Upload", .post, key, session, query: [NamedValue(COSQuery.uploads, "")])
        request.headers[HeaderNames.contentType] = contentType
        let (message, response) = try await send(request, session: session) { body throws(WireFault) in
            try InitiateMultipartUploadResult(body: body)
        }
        return OpenedUpload(uploadId: message.uploadId, mayHaveTwin: response.afterLostAnswer)
    }

    /// Sends one part (cos-api 7.4). A part sent again replaces the former one.
    public func uploadPart(
        _ source: FileRange, number: PartNumber, uploadId: String, key: ObjectKey, session: UploadSession,
        lane: UploadLane
    ) async throws(ServiceFault) -> PartReceipt {
        var request = try request(
            "Upload Part", .put, key, session,
            query: [NamedValue(COSQuery.partNumber, String(number.rawValue)), NamedValue(COSQuery.uploadId, uploadId)],
            lane: .upload(lane))
        request.body = .file(source)
        let answer = StoreAnswer(session, clock)
        request.judge = { answer.uploadFault($0, length: source.length) }
        let response = try await send(request)
        return PartReceipt(
            number: number, etag: response.headers[HeaderNames.etag] ?? "", crc64: response.sent.crc64,
            size: source.length, bytesSent: response.bytesSent)
    }

    /// Joins the parts to the object (cos-api 7.6), which may take minutes.
    ///
    /// Believed only when the answer's body says so and the object's checksum, where there is one, is `expectedCRC64`. When the upload
    /// id is gone after an attempt that may have had its effect, the object itself is looked at; where that does not tell, the
    /// fault is `ambiguous`.
    public func complete(
        parts: [PartReceipt], uploadId: String, key: ObjectKey, session: UploadSession, expectedCRC64: UInt64
    ) async throws(ServiceFault) -> StoredReceipt {
        var request = try request(
            "Complete Multipart Upload", .post, key, session, query: [NamedValue(COSQuery.uploadId, uploadId)])
        let ascending = parts.sorted { $0.number < $1.number }
        let body = CompleteMultipartUpload(
            parts: ascending.map { CompleteMultipartUpload.Part(number: $0.number.rawValue, etag: $0.etag) })
        request.body = .bytes(body.body)
        request.headers[HeaderNames.contentType] = "application/xml"
        request.stallAfter = completeStall
        do throws(ServiceFault) {
            let (result, response) = try await send(request, session: session) { body throws(WireFault) in
                try CompleteMultipartUploadResult(body: body)
            }
            let stored = try await confirmedCRC64(
                response, sent: expectedCRC64, size: parts.reduce(0) { $0 + $1.size }, key: key, session: session)
            if let stored, stored != expectedCRC64 {
                throw StoreAnswer.integrityFault(stored: stored, sent: expectedCRC64, response)
            }
            return StoredReceipt(
                crc64: stored, etag: result.etag, requestId: StoreAnswer.requestId(response),
                bytesSent: response.bytesSent, attempts: response.attempts)
        } catch {
            guard error.code == "NoSuchUpload", error.attempts > 1 else { throw error }
            let size = parts.reduce(0) { $0 + $1.size }
            return try await resolve(error, key: key, session: session, size: size, crc64: expectedCRC64)
        }
    }

    /// Ends a multipart upload and drops its parts (cos-api 7.7). One that is gone already, or that the key may not end, is no
    /// fault: the parts of an abandoned upload cost storage and nothing else.
    @discardableResult
    public func abort(uploadId: String, key: ObjectKey, session: UploadSession) async throws(ServiceFault) -> UploadEnd
    {
        do throws(ServiceFault) {
            let query = [NamedValue(COSQuery.uploadId, uploadId)]
            _ = try await send(request("Abort Multipart Upload", .delete, key, session, query: query))
            return .gone
        } catch {
            switch error.status {
            case 404: return .gone
            case 403: return .denied
            default: throw error
            }
        }
    }

    /// The unfinished multipart uploads of `key`, all of them (List Multipart Uploads, cos-api 7.7). Throws `AccessDenied`
    /// where the session's key may not ask: it is a right on the bucket, which upload keys may lack (cos-api 16).
    public func openUploads(of key: ObjectKey, session: UploadSession) async throws(ServiceFault) -> [ListedUpload] {
        var found: [ListedUpload] = []
        var marker: (key: String, uploadId: String)?
        while true {
            var query = [
                NamedValue(COSQuery.uploads, ""), NamedValue(COSQuery.prefix, key.text),
                NamedValue(COSQuery.maxUploads, "1000"),
            ]
            if let marker {
                query.append(NamedValue(COSQuery.keyMarker, marker.key))
                query.append(NamedValue(COSQuery.uploadIdMarker, marker.uploadId))
            }
            let page = try await send(
                request("List Multipart Uploads", .get, path: "/", session, query: query), session: session
            ) { body throws(WireFault) in try ListMultipartUploadsResult(body: body) }.message
            found += page.uploads.filter { $0.key == key.text }
                .map { ListedUpload(uploadId: $0.uploadId, initiated: $0.initiated) }
            // Sorted by key, and `key` itself comes before every other key that begins with it.
            guard page.isTruncated, let nextKey = page.nextKeyMarker, nextKey == key.text,
                let nextId = page.nextUploadIdMarker, nextId != marker?.uploadId
            else { return found }
            marker = (nextKey, nextId)
        }
    }

    /// All parts that the store holds of an upload, ascending (cos-api 7.5). Throws `AccessDenied` where the session's key may
    /// not ask, and `NoSuchUpload` where the upload is gone.
    public func listParts(
        uploadId: String, key: ObjectKey, session: UploadSession
    ) async throws(ServiceFault) -> [ListedPart] {
        var parts: [ListedPart] = []
        var marker = 0
        while true {
            let page = try await page(after: marker, uploadId, key, session)
            for part in page.parts {
                guard let number = PartNumber(rawValue: part.number), part.number > marker else { continue }
                parts.append(ListedPart(number: number, etag: part.etag, size: part.size))
            }
            // A marker that does not rise would ask for the same page for ever.
            guard page.isTruncated, let next = page.nextPartNumberMarker ?? page.parts.last?.number, next > marker
            else { return parts }
            marker = next
        }
    }

    private func page(
        after marker: Int, _ uploadId: String, _ key: ObjectKey, _ session: UploadSession
    ) async throws(ServiceFault) -> ListPartsResult {
        var query = [NamedValue(COSQuery.uploadId, uploadId), NamedValue(COSQuery.maxParts, "1000")]
        if marker > 0 { query.append(NamedValue(COSQuery.partNumberMarker, String(marker))) }
        return try await send(request("List Parts", .get, key, session, query: query), session: session) {
            body throws(WireFault) in try ListPartsResult(body: body)
        }.message
    }

    /// The upload id is gone, perhaps because an attempt succeeded whose answer did not come.
    private func resolve(
        _ fault: ServiceFault, key: ObjectKey, session: UploadSession, size: Int64, crc64: UInt64
    ) async throws(ServiceFault) -> StoredReceipt {
        var ambiguous = fault
        ambiguous.ambiguous = true
        let found: (state: ObjectState, response: IncomingResponse?)
        do throws(ServiceFault) {
            found = try await look(key, session)
        } catch {
            throw ambiguous
        }
        switch found.state {
        case .missing: throw fault
        case .stored(size, crc64):
            return StoredReceipt(
                crc64: crc64, etag: found.response?.headers[HeaderNames.etag] ?? "", requestId: fault.requestId,
                bytesSent: 0, attempts: fault.attempts)
        case .stored, .hidden: throw ambiguous
        }
    }
}
