import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Synchronization

extension RequestHandler {
    /// The most bytes of Complete's list of parts: 10,000 parts with room to spare.
    private static let largestList = 4 * 1_048_576

    func handleStore(
        _ request: Request, _ raw: RawRequest, _ place: HostName.Bucket, _ writer: consuming ResponseWriter
    ) async throws {
        let storeRequest: StoreRequest
        do {
            storeRequest = try Self.read(raw, place, now: core.now)
        } catch {
            _ = core.begin(nil, bucket: place.name, key: "")
            return try await write(storeReply(error, raw), RequestEffects(all: []), to: writer)
        }
        let (action, key) = (storeRequest.action, storeRequest.key)
        let effects = core.begin(action, bucket: place.name, key: key)
        defer { core.end(action, bucket: place.name, key: key) }
        if effects.has(.closeBefore) { throw ConnectionEnds() }
        try await core.wait(effects)
        let permitted: StoreRequest
        do {
            permitted = try permit(storeRequest, place, effects)
        } catch {
            // A small body is drained, so that the connection can be used again (cos-api 17, row 15); an upload is refused early.
            if !action.isUpload {
                _ = try await collectBody(request, RequestEffects(all: []), upTo: Self.largestList)
            }
            return try await write(storeReply(error, raw), effects, to: writer)
        }
        if raw.header("Expect")?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        try await write(try await work(permitted, request, effects), effects, to: writer)
    }

    /// What the request line says; the key that signed it is not known yet.
    private static func read(
        _ raw: RawRequest, _ place: HostName.Bucket, now: Double
    ) throws(COSRefusal) -> StoreRequest {
        guard raw.rawPath.hasPrefix("/"), let query = raw.query,
            let path = PercentCoding.decodedText(raw.rawPath, plusIsBlank: false)
        else { throw COSRefusal.invalidURI }
        let key = String(path.dropFirst())
        return StoreRequest(
            action: try StoreRequest.action(method: raw.method, key: key, query: query), bucket: place.name, key: key,
            raw: raw, query: query, secretId: "", now: now)
    }

    /// All that can be judged before the body: faults, signature, place, permission, headers.
    private func permit(
        _ request: StoreRequest, _ place: HostName.Bucket, _ effects: RequestEffects
    ) throws(COSRefusal) -> StoreRequest {
        if let injected = effects.storeRefusal, !request.action.isUpload { throw injected }
        let verifier = COSVerifier(strict: core.configuration.strictSignatures)
        let credential = try verifier.verify(request.raw, now: request.now) { secretId in
            core.state.withLock { $0.model.credential(secretId) }
        }
        var request = request
        request.secretId = credential.secretId
        // The model is judged in its place: a copy would make the next change of it copy everything.
        try core.state.withLock { state throws(COSRefusal) in
            guard state.model.buckets[place.name]?.region == place.region || place.region == "accelerate" else {
                throw COSRefusal.noSuchBucket
            }
            try state.model.permit(request)
        }
        return request
    }

    private func work(
        _ request: StoreRequest, _ body: Request, _ effects: RequestEffects
    ) async throws -> WireReply {
        if request.action.isUpload { return try await upload(request, body, effects) }
        let bytes = try await collectBody(body, effects, upTo: Self.largestList)
        if let reply = effects.gatewayReply { return reply }
        if let code = effects.errorInside200 { return errorInside200(code, request) }
        guard let bytes else { return storeReply(.malformedXML, request.raw) }
        return try finish(request, .bytes(bytes))
    }

    private func upload(_ request: StoreRequest, _ body: Request, _ effects: RequestEffects) async throws -> WireReply {
        var writer = try core.store.makeWriter()
        do {
            try await takeBody(body, effects) { buffer in
                core.state.withLock { $0.ledger.bytesReceived += buffer.readableBytes }
                try writer.write(buffer)
            }
        } catch {
            try discard(writer)
            throw error
        }
        // After the body, so that a client that reads nothing before it has sent everything sees the answer.
        if let injected = effects.gatewayReply ?? effects.storeRefusal.map({ storeReply($0, request.raw) }) {
            try discard(writer)
            return injected
        }
        return try finish(request, .stored(try core.store.keep(writer)))
    }

    private func discard(_ writer: BlobWriter) throws {
        _ = try core.store.keep(writer)
        try core.store.drop([Blob(number: writer.number, length: writer.length)])
    }

    /// Does a request to the model, and to the files what follows from it.
    private func finish(_ request: StoreRequest, _ body: StoreBody) throws -> WireReply {
        do {
            var request = request
            request.now = core.now
            let reply = try core.state.withLock { state throws(COSRefusal) in try state.model.answer(request, body) }
            try publish(request)
            try core.dropReleased()
            return storeReply(reply, request)
        } catch let refusal as COSRefusal {
            if case .stored(let received) = body { try core.store.drop([received.blob]) }
            return storeReply(refusal, request.raw)
        } catch {
            // A full disk, say: the client learns of it as of any failure inside the service.
            core.logger.error("an object could not be kept: \(error)", metadata: ["key": "\(request.key)"])
            return storeReply(COSRefusal(500, "InternalError", "the emulator failed"), request.raw)
        }
    }

    private func publish(_ request: StoreRequest) throws {
        switch request.action {
        case .putObject, .completeMultipartUpload:
            let blobs = core.state.withLock { $0.model.buckets[request.bucket]?.objects[request.key]?.blobs ?? [] }
            guard let joined = try core.store.publish(blobs, bucket: request.bucket, key: request.key) else { return }
            core.state.withLock { state in
                // Another request may have put its own object in the place meanwhile.
                guard state.model.buckets[request.bucket]?.objects[request.key]?.blobs == blobs else {
                    state.model.released.append(joined)
                    return
                }
                state.model.buckets[request.bucket]?.objects[request.key]?.blobs = [joined]
                state.model.released += blobs
            }
        case .deleteObject: try core.store.withdraw(bucket: request.bucket, key: request.key)
        default: break
        }
    }
}
