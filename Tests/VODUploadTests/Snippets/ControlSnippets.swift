import VODUpload

/// What the articles of the catalogue show of running uploads. Each span between the marks is a code block there, word for
/// word.
enum ControlSnippets {
    static func progress(
        client: VODUploadClient, request: VODUploadRequest, show: @escaping @Sendable (Int64) -> Void
    ) async throws -> VODUploadResponse {
        // snippet.progress
        let response = try await client.upload(region: "ap-guangzhou", request: request) { progress in
            show(100 * progress.bytesStored / max(1, progress.bytes))
        }
        // snippet.end
        return response
    }

    static func cancellation(
        client: VODUploadClient, request: VODUploadRequest, untilStopped: @escaping @Sendable () async -> Void
    ) async throws -> String {
        // snippet.cancellation
        let outcome = await withTaskGroup(of: String?.self) { group in
            group.addTask {
                do throws(VODUploadError) {
                    return try await client.upload(region: "ap-guangzhou", request: request).fileId
                } catch {
                    return error.kind == .cancelled ? "stopped" : error.description
                }
            }
            group.addTask {
                await untilStopped()
                return nil
            }
            // Whoever is first: the upload that ended, or the wish that it should.
            if let ended = await group.next(), let outcome = ended { return outcome }
            group.cancelAll()
            return await group.next().flatMap(\.self) ?? "stopped"
        }
        // snippet.end
        return outcome
    }

    static func errors(
        client: VODUploadClient, request: VODUploadRequest, log: (String) -> Void
    ) async -> VODUploadResponse? {
        // snippet.errors
        do throws(VODUploadError) {
            return try await client.upload(region: "ap-guangzhou", request: request)
        } catch {
            switch error.kind {
            case .invalidRequest: log("nothing was sent: \(error.message)")
            case .source: log("a file changed while it was read: \(error.message)")
            case .service where error.code == "InvalidParameterValue.SubAppId": log("no such application")
            case .service: log("refused as \(error.code), request \(error.requestId ?? "unknown")")
            case .network: log("given up after \(error.attempts) attempts: \(error.message)")
            case .unknownOutcome: log("look before you upload again: the medium may exist")
            default: log("\(error)")
            }
            return nil
        }
        // snippet.end
    }
}
