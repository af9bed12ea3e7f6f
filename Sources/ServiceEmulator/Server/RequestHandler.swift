import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers the requests of one connection.
struct RequestHandler: Sendable {
    /// Ends a connection: a fault asks for it, or its client has gone.
    struct ConnectionEnds: Error {}

    let core: EmulatorCore
    let channel: any Channel

    func handle(_ request: Request, _ writer: consuming ResponseWriter) async throws {
        let raw = RawRequest(
            method: request.method.rawValue, target: request.head.path ?? "",
            headers: [("Host", request.head.authority ?? "")]
                + request.headers.map { ($0.name.rawName, $0.value) })
        switch destination(raw) {
        case .control: try await write(controlReply(request, raw), RequestEffects(all: []), to: writer)
        case .api: try await handleAPI(request, raw, writer)
        case .store(let bucket): try await handleStore(request, raw, bucket, writer)
        case .pathStyle:
            _ = core.begin(nil, bucket: "", key: "")
            try await write(storeReply(.pathStyle, raw), RequestEffects(all: []), to: writer)
        }
    }

    private enum Destination {
        case api
        case store(HostName.Bucket)
        case pathStyle
        case control
    }

    private func destination(_ raw: RawRequest) -> Destination {
        let host = raw.header("Host") ?? ""
        if let own = core.configuration.customDomains[host.lowercased()] {
            return .store(HostName.Bucket(name: own.name, region: own.region))
        }
        if let bucket = HostName.bucket(host) { return .store(bucket) }
        if HostName.isPathStyle(host) { return .pathStyle }
        if raw.rawPath.hasPrefix("/_emulator/") { return .control }
        // An address without a bucket and with a path is a store's client in path style.
        return raw.rawPath == "/" || raw.rawPath.isEmpty ? .api : .pathStyle
    }
}

/// An answer as it goes out, before faults are done to it.
struct WireReply: Sendable {
    enum Body: Sendable {
        case none
        /// With Content-Length.
        case bytes([UInt8])
        /// In chunks, one for each piece.
        case pieces([[UInt8]])
        /// With Content-Length, from the object store.
        case blobs([Blob], Range<Int>)
    }

    var status: Int
    var headers: [(name: String, value: String)]
    var body: Body
    /// Content-Length of an answer to HEAD.
    var declaredLength: Int?
}
