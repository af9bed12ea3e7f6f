import HTTPTransport
import IngestModel
import TencentClient
import Testing

@Suite("ServiceConfiguration", .timeLimit(.minutes(15)))
struct ServiceConfigurationTests {
    private func target(
        put configure: (inout ServiceConfiguration) -> Void
    ) async throws -> RequestTarget {
        let services = FakeServices([.stored()])
        let stack = try TestStack.make(services, configure: configure)
        let session = try TestStack.session()
        let file = try TestFile(1)
        _ = try await stack.store.put(
            try file.range(), key: session.mediaKey, session: session, lane: TestStack.lane)
        return try #require(services.seen.first?.target)
    }

    @Test("A template's placeholders are filled in, and its port is part of the host header")
    func template() async throws {
        let target = try await target { $0.storage = "http://{bucket}.store.{region}.example:8080/" }
        #expect(!target.secure)
        #expect(target.authority == "examplebucket-1250000000.store.ap-beijing.example:8080")
        #expect(target.connectTo == nil)
    }

    @Test("A template without a bucket is a machine to connect to; the host stays the bucket's")
    func machine() async throws {
        let target = try await target { $0.storage = "http://127.0.0.1:9000" }
        #expect(target.authority == "examplebucket-1250000000.cos.ap-beijing.myqcloud.com")
        #expect(target.connectTo == ConnectAddress(host: "127.0.0.1", port: 9000, secure: false))
    }

    @Test("An override connects elsewhere and leaves hosts as they are")
    func override() async throws {
        let api = ConnectAddress(host: "127.0.0.1", port: 1)
        let storage = ConnectAddress(host: "127.0.0.1", port: 2)
        let target = try await target { $0.endpointOverride = .init(api: api, storage: storage) }
        #expect(target.authority == "examplebucket-1250000000.cos.ap-beijing.myqcloud.com")
        #expect(target.connectTo == storage)
        let services = FakeServices([.fault(.tls, sentAny: false)])
        let stack = try TestStack.make(services) { $0.endpointOverride = .init(api: api, storage: storage) }
        let found = await fault { () async throws(ServiceFault) in
            try await stack.vod.commitUpload(sessionKey: Secret("k"), subAppId: nil, region: "r")
        }
        #expect(found?.faultClass == .account)
        #expect(services.seen.first?.target.authority == "vod.tencentcloudapi.com")
        #expect(services.seen.first?.target.connectTo == api)
    }

    @Test(
        "What is no URL of a service is refused",
        arguments: [
            "", "vod.tencentcloudapi.com", "ftp://x", "https://", "https:///x", "https://x/y", "https://x?y",
            "https://x:0", "https://x:70000", "https://x:y", "https://x y",
        ])
    func refused(url: String) {
        #expect(
            throws: ServiceFault(
                code: "InvalidServiceURL", faultClass: .account,
                message: "`\(url)` is not a URL of a service: expected `https://HOST` or `https://HOST:PORT`")
        ) { try TestStack.make(FakeServices([])) { $0.api = url } }
    }

    @Test("What stands before the `@` of such a URL is not shown")
    func refusedWithPassword() {
        #expect(
            throws: ServiceFault(
                code: "InvalidServiceURL", faultClass: .account,
                message: "`…@x` is not a URL of a service: expected `https://HOST` or `https://HOST:PORT`")
        ) { try TestStack.make(FakeServices([])) { $0.api = "https://u:hunter2@x" } }
    }
}
