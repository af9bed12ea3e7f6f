import VODUpload

/// What the articles of the catalogue show of clients. Each span between the marks is a code block there, word for word.
enum ClientSnippets {
    static func permanentKeys(
        secretId: String, secretKey: String, options: VODUploadClient.Options, films: String
    ) async throws -> String {
        // snippet.client
        let fileId = try await VODUploadClient.with(
            secretId: secretId, secretKey: secretKey, options: options
        ) { client in
            let request = VODUploadRequest(mediaFilePath: "\(films)/wildlife.mp4")
            return try await client.upload(region: "ap-guangzhou", request: request).fileId
        }
        // snippet.end
        return fileId
    }

    static func temporaryKeys(
        secretId: String, secretKey: String, token: String, options: VODUploadClient.Options,
        request: VODUploadRequest
    ) async throws -> VODUploadResponse {
        // snippet.token
        let client = try VODUploadClient(secretId: secretId, secretKey: secretKey, token: token, options: options)
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        await client.close()
        // snippet.end
        return response
    }

    static func options(corporateAuthority: String) -> VODUploadClient.Options {
        // snippet.options
        var options = VODUploadClient.Options()
        options.proxy = .init(host: "proxy.example", port: 3128, user: "ingest", password: "of the proxy")
        options.caFile = corporateAuthority
        options.global = 16
        options.perFile = 4
        options.bandwidth = 200 << 20
        options.requestsPerSecond = 80
        options.attempts = 5
        options.retryFor = .seconds(600)
        // snippet.end
        return options
    }

    static func addresses(api: String, storage: String) -> VODUploadClient.Options {
        // snippet.addresses
        var options = VODUploadClient.Options()
        options.api = api
        options.storage = storage
        // snippet.end
        return options
    }

    static func many(client: VODUploadClient, paths: [String]) async -> [String: String] {
        // snippet.many
        let outcomes = await withTaskGroup(of: (path: String, outcome: String).self) { group in
            for path in paths {
                group.addTask {
                    do throws(VODUploadError) {
                        let request = VODUploadRequest(mediaFilePath: path)
                        return (path, try await client.upload(region: "ap-guangzhou", request: request).fileId)
                    } catch {
                        return (path, error.description)
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.path] = $1.outcome }
        }
        // snippet.end
        return outcomes
    }
}
