import VODUpload

/// What the articles of the catalogue show of requests. Each span between the marks is a code block there, word for word.
enum RequestSnippets {
    static func simple(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.simple
        let request = VODUploadRequest(mediaFilePath: "\(films)/wildlife.mp4")
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        print(response.fileId, response.mediaUrl ?? "", response.requestId ?? "")
        // snippet.end
        return response
    }

    static func cover(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.cover
        var request = VODUploadRequest(mediaFilePath: "\(films)/wildlife.mp4")
        request.coverFilePath = "\(films)/wildlife.png"
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        print(response.coverUrl ?? "the service gave no place for the cover")
        // snippet.end
        return response
    }

    static func types(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.types
        var request = VODUploadRequest(mediaFilePath: "\(films)/tape-7")
        request.mediaType = "mov"
        request.mediaName = "Wildlife II, reel 7"
        request.coverFilePath = "\(films)/still"
        request.coverType = "jpg"
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func procedure(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.procedure
        var request = VODUploadRequest(mediaFilePath: "\(films)/wildlife.mp4")
        request.procedure = "LongVideoPreset"
        request.sessionContext = "nightly"
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func application(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.application
        var request = VODUploadRequest(mediaFilePath: "\(films)/wildlife.mp4")
        request.subAppId = 1_500_012_345
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func region(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.region
        var request = VODUploadRequest(mediaFilePath: "\(films)/wildlife.mp4")
        request.storageRegion = "ap-chongqing"
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func parts(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.parts
        var request = VODUploadRequest(mediaFilePath: "\(films)/large.mp4")
        request.concurrentUploadNumber = 8
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func details(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.details
        var request = VODUploadRequest(mediaFilePath: "\(films)/wildlife.mp4")
        request.classId = 7
        request.expireTime = "2999-01-01T00:00:00Z"
        request.sourceContext = "batch-7/2"
        request.extInfo = "reel 7"
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func path(client: VODUploadClient, films: String) async throws -> VODUploadResponse {
        // snippet.path
        var request = VODUploadRequest(mediaFilePath: "\(films)/wildlife.mp4")
        request.subAppId = 1_500_054_321
        request.mediaStoragePath = "/films/2024/wildlife.mp4"
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func hls(client: VODUploadClient, streams: String) async throws -> VODUploadResponse {
        // snippet.hls
        let request = VODUploadRequest(mediaFilePath: "\(streams)/sealed/enc.m3u8")
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func master(client: VODUploadClient, streams: String) async throws -> VODUploadResponse {
        // snippet.master
        let request = VODUploadRequest(mediaFilePath: "\(streams)/show/master.m3u8")
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }

    static func dash(client: VODUploadClient, streams: String) async throws -> VODUploadResponse {
        // snippet.dash
        let request = VODUploadRequest(mediaFilePath: "\(streams)/on-demand/dash.mpd")
        let response = try await client.upload(region: "ap-guangzhou", request: request)
        // snippet.end
        return response
    }
}
