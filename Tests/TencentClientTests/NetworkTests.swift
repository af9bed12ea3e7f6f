import Foundation
import HTTPTransport
import IngestModel
import IngestTestSupport
import IngestPolicy
import ServiceEmulator
import TencentClient
import Testing

/// The whole stack in networks as they are: proxies, names, certificates, addresses.
@Suite("Networks", .timeLimit(.minutes(15)))
struct NetworkTests {
    /// What one call over the stack comes to.
    private func outcome(
        _ clock: WallClock = WallClock(), _ configure: (inout ServiceConfiguration) -> Void
    ) async throws -> ServiceFault? {
        var configuration = ServiceConfiguration()
        configuration.stallAfter = .seconds(600)
        configure(&configuration)
        let stack = try ServiceStack(
            configuration: configuration, credentials: StaticProvider(EmulatedService.account), clock: SkippingClock(),
            wallClock: { clock.now }, random: HighestNumbers(), logger: EmulatedService.quiet)
        let found = await fault { () async throws(ServiceFault) in
            try await stack.vod.describeMedia(fileIds: ["1"], subAppId: nil, region: "ap-guangzhou")
        }
        await stack.close()
        return found
    }

    /// An emulator on the clock of these tests.
    private func emulating<Result>(
        _ configure: (inout EmulatorConfiguration) -> Void = { _ in }, _ body: (Emulator) async throws -> Result
    ) async throws -> Result {
        var configuration = EmulatorConfiguration()
        configuration.now = { TestStack.now }
        configure(&configuration)
        return try await Emulator.withRunning(configuration, logger: EmulatedService.quiet, body: body)
    }

    /// The proxy of `emulator` as settings.
    private func proxy(_ emulator: Emulator) throws -> (settings: ProxySettings, caFile: String) {
        let proxy = try #require(emulator.proxy)
        return (ProxySettings(host: "127.0.0.1", port: proxy.port), proxy.certificateFile)
    }

    @Test("Through a proxy, with its authority's certificate, the service's own addresses are reached")
    func throughProxy() async throws {
        try await emulating({ $0.proxy = .init() }) { emulator in
            let (settings, caFile) = try proxy(emulator)
            let found = try await outcome {
                $0.proxy = settings
                $0.caFile = caFile
            }
            #expect(found == nil)
            #expect(emulator.snapshot().requests["DescribeMediaInfos"] == 1)
        }
    }

    @Test("A proxy that refuses its user is asked once, in clear words; with the right one the way is open")
    func proxyUser() async throws {
        func configure(_ configuration: inout EmulatorConfiguration) {
            configuration.proxy = .init()
            configuration.proxy?.user = "me:pass@word"
        }
        try await emulating(configure) { emulator in
            var (settings, caFile) = try proxy(emulator)
            for (user, password) in [(nil, nil), ("me", Secret("wrong")), ("me", Secret("pass@word"))] {
                (settings.user, settings.password) = (user, password)
                let found = try await outcome {
                    $0.proxy = settings
                    $0.caFile = caFile
                }
                guard password != Secret("pass@word") else {
                    #expect(found == nil)
                    continue
                }
                #expect(found?.code == "ProxyError")
                #expect(found?.faultClass == .account)
                #expect(found?.attempts == 1)
                #expect(
                    found?.message
                        == "the proxy asks for a user and a password, or does not know those it was given (407)")
            }
            #expect(emulator.snapshot().requests == ["DescribeMediaInfos": 1])
        }
    }

    @Test("A certificate that nobody vouches for ends it at the first attempt, in clear words")
    func untrusted() async throws {
        try await emulating({ $0.proxy = .init() }) { emulator in
            let (settings, _) = try proxy(emulator)
            let found = try #require(try await outcome { $0.proxy = settings })
            #expect(found.code == "TLSError")
            #expect(found.faultClass == .account)
            #expect(found.attempts == 1)
            #expect(!found.ambiguous)
            #expect(
                found.message
                    == "the TLS connection to `vod.tencentcloudapi.com` was refused: its certificate is not signed by an "
                    + "authority that is trusted here; `--ca-file` names another authority")
            #expect(emulator.snapshot().requests == [:])
        }
    }

    @Test("A service that does not speak TLS where it should ends it at the first attempt, in clear words")
    func noTLS() async throws {
        try await emulating { emulator in
            let address = emulator.apiAddress.replacing("http://", with: "https://")
            let found = try #require(try await outcome { $0.api = address })
            #expect(found.code == "TLSError")
            #expect(found.faultClass == .account)
            #expect(found.attempts == 1)
            #expect(
                found.message
                    == "the TLS connection to `\(address.dropFirst("https://".count))` was refused: it does not speak TLS"
            )
        }
    }

    @Test("Hosts of NO_PROXY are reached although the proxy is dead, others are not")
    func noProxy() async throws {
        try await emulating { emulator in
            let dead = ProxySettings(host: "127.0.0.1", port: 1)
            let direct = try await outcome {
                $0.api = emulator.apiAddress
                $0.proxy = dead
                $0.noProxy = NoProxyList("localhost, 127.0.0.1:\(emulator.port)")
            }
            #expect(direct == nil)
            let through = try #require(
                try await outcome {
                    $0.proxy = dead
                    $0.noProxy = NoProxyList("localhost")
                    $0.retry = .init(attempts: 2, elapsed: .seconds(60))
                })
            #expect(through.code == "NetworkError")
            #expect(through.faultClass == .transient)
            #expect(through.attempts == 2)
        }
    }

    @Test("A plain address beyond a proxy is refused before anything is sent, but for hosts of NO_PROXY")
    func plainBeyondProxy() async throws {
        func refusal(_ configure: (inout ServiceConfiguration) -> Void) async throws -> String? {
            do {
                return try await outcome {
                    $0.proxy = ProxySettings(host: "127.0.0.1", port: 1)
                    $0.noProxy = NoProxyList("localhost")
                    $0.retry = .init(attempts: 1, elapsed: .seconds(60))
                    configure(&$0)
                }?.code
            } catch let fault as ServiceFault { return "\(fault.code): \(fault.message)" }
        }
        let words =
            "plain HTTP, which is not sent through a proxy; use an address of `https`, or name its host in NO_PROXY"
        #expect(
            try await refusal { $0.api = "http://h.example" } == "InvalidServiceURL: `http://h.example` is \(words)")
        #expect(
            try await refusal { $0.storage = "http://{bucket}.h.example" }
                == "InvalidServiceURL: `http://{bucket}.h.example` is \(words)")
        // Asked directly, where nobody listens.
        #expect(try await refusal { $0.api = "http://localhost:1" } == "NetworkError")
        #expect(
            try await refusal {
                $0.storage = "http://{bucket}.h.example"
                $0.noProxy = NoProxyList("h.example")
            } == "NetworkError")
    }

    @Test("A name without an address is network trouble that says which name")
    func unknownName() async throws {
        let found = try #require(
            try await outcome {
                $0.api = "http://vod.no-such-name.invalid"
                $0.retry = .init(attempts: 2, elapsed: .seconds(60))
            })
        #expect(found.code == "NetworkError")
        #expect(found.faultClass == .transient)
        #expect(found.attempts == 2)
        #expect(
            found.message == "no connection to `vod.no-such-name.invalid`: the name `vod.no-such-name.invalid` has no "
                + "address")
    }

    @Test("The loopback address of IPv6 is reached, and signed for")
    func ipv6() async throws {
        try await emulating({ $0.host = "::1" }) { emulator in
            #expect(emulator.apiAddress == "http://[::1]:\(emulator.port)")
            let found = try await outcome { $0.api = emulator.apiAddress }
            #expect(found == nil)
        }
    }

    @Test("A service that closes its idle connections is asked again on a new one")
    func idleClose() async throws {
        let closes = FaultRule(.describeMediaInfos, turn: .every, effect: .closeIdle)
        try await EmulatedService.with({ $0.faults = FaultPlan([closes]) }) { service in
            for _ in 0..<5 {
                _ = try await service.stack.vod.describeMedia(fileIds: ["1"], subAppId: nil, region: "ap-guangzhou")
            }
            #expect(service.emulator.snapshot().requests["DescribeMediaInfos"] == 5)
            #expect(service.emulator.unfired() == [])
        }
    }
}
