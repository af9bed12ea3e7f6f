import Foundation
import HTTPTransport
import IngestModel
import NIOSSL
import Testing

@Suite("TLS and proxies", .timeLimit(.minutes(15)))
struct TLSAndProxyTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    private static let certificate = folder.appending(path: "loopback-certificate.pem").path

    private func context(_ change: (inout TLSConfiguration) -> Void = { _ in }) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(Self.certificate).map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(file: Self.folder.appending(path: "loopback-key.pem").path, format: .pem)))
        change(&configuration)
        return try NIOSSLContext(configuration: configuration)
    }

    private func outcome(
        _ client: any HTTPTransport, _ target: RequestTarget
    ) async -> Result<IncomingResponse, TransportFault> {
        do throws(TransportFault) {
            return .success(
                try await client.send(OutgoingRequest(operation: "HEAD Object", method: .head, target: target)))
        } catch { return .failure(error) }
    }

    private func fault(
        _ kind: TransportKind, _ settings: ClientSettings, _ target: RequestTarget
    ) async throws -> TransportFault? {
        try await withClient(kind, settings) { client in
            if case .failure(let fault) = await outcome(client, target) { fault } else { nil }
        }
    }

    private func target(_ server: LoopbackServer, secure: Bool, host: String = "127.0.0.1") -> RequestTarget {
        RequestTarget(secure: secure, host: host, port: server.port, path: "/k")
    }

    @Test("A certificate that nobody vouches for is refused, and no request is sent", arguments: TransportKind.allCases)
    func unknownCertificate(kind: TransportKind) async throws {
        try await LoopbackServer.with([], tls: try context()) { server in
            let fault = try await fault(kind, ClientSettings(), target(server, secure: true))
            #expect(fault?.kind == .tls)
            #expect(fault?.code == "TLSError")
            #expect(fault?.faultClass == .account)
            #expect(fault?.ambiguous == false)
            #expect(server.seen.isEmpty)
        }
    }

    @Test("A certificate of the given file is trusted, for its own names alone", arguments: TransportKind.allCases)
    func caFile(kind: TransportKind) async throws {
        let step = LoopbackServer.Step(moment: .whole, acts: [.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")])
        try await LoopbackServer.with([step], tls: try context()) { server in
            try await withClient(kind, ClientSettings(caFile: Self.certificate)) { client in
                let response = try await outcome(client, target(server, secure: true, host: "localhost")).get()
                #expect(response.status == 200)
                // HEAD's length is the object's and announces no body.
                #expect(response.headers["Content-Length"] == "9")
                #expect(response.body.isEmpty)
                guard case .failure(let fault) = await outcome(client, target(server, secure: true))
                else {
                    Issue.record("a certificate was taken for another name")
                    return
                }
                #expect(fault.kind == .tls)
            }
        }
    }

    @Test("A server without a cipher in common is refused for good, in words", arguments: TransportKind.allCases)
    func noCommonCipher(kind: TransportKind) async throws {
        let context = try context {
            // The certificate's key is of an elliptic curve, so that none of these can be used.
            $0.maximumTLSVersion = .tlsv12
            $0.cipherSuites = "ECDHE-RSA-AES128-GCM-SHA256"
        }
        try await LoopbackServer.with([], tls: context) { server in
            let fault = try await fault(
                kind, ClientSettings(caFile: Self.certificate), target(server, secure: true, host: "localhost"))
            #expect(fault?.kind == .tls)
            #expect(fault?.faultClass == .account)
            #expect(
                fault?.message
                    == "the TLS connection to `localhost:\(server.port)` was refused: it has no version or cipher of TLS in "
                    + "common with this program")
            #expect(server.seen.isEmpty)
        }
    }

    @Test(
        "A server that asks for the client's certificate is refused for good, in words",
        arguments: TransportKind.allCases)
    func clientCertificate(kind: TransportKind) async throws {
        let context = try context {
            $0.certificateVerification = .noHostnameVerification
            $0.trustRoots = .file(Self.certificate)
        }
        try await LoopbackServer.with([], tls: context) { server in
            let fault = try await fault(
                kind, ClientSettings(caFile: Self.certificate), target(server, secure: true, host: "localhost"))
            #expect(fault?.kind == .tls)
            #expect(fault?.faultClass == .account)
            #expect(
                fault?.message
                    == "the TLS connection to `localhost:\(server.port)` was refused: it asks for a certificate of the "
                    + "client, which cannot be given")
            #expect(server.seen.isEmpty)
        }
    }

    @Test("A server that is silent in the handshake is network trouble", arguments: TransportKind.allCases)
    func silentHandshake(kind: TransportKind) async throws {
        try await LoopbackServer.with([]) { server in
            // To a server without TLS the bytes of a handshake are the beginning of a head that never ends.
            let fault = try await fault(
                kind, ClientSettings(connectTimeout: .milliseconds(300)), target(server, secure: true))
            #expect(fault?.kind == .connect)
            #expect(fault?.faultClass == .transient)
            #expect(fault?.sentAny == false)
        }
    }

    @Test("Through a proxy the connection is asked for by name, with the user's name and password")
    func proxy() async throws {
        let established = LoopbackServer.Step(moment: .whole, acts: [.write("HTTP/1.1 200 Connected\r\n\r\n")])
        try await LoopbackServer.with([established, .answer("204 No Content")]) { proxy in
            let settings = ClientSettings(
                proxy: ProxySettings(host: "127.0.0.1", port: proxy.port, user: "u", password: Secret("p")))
            let target = RequestTarget(secure: false, host: "b-1.cos.ap-x.example", path: "/a%2Fb")
            let status = try await withClient(.asyncHTTPClient, settings) { try await outcome($0, target).get().status }
            #expect(status == 204)
            #expect(proxy.seen.map(\.line) == ["CONNECT b-1.cos.ap-x.example:80 HTTP/1.1", "HEAD /a%2Fb HTTP/1.1"])
            #expect(proxy.seen.first?.header("Proxy-Authorization") == "Basic dTpw")
            #expect(proxy.seen.last?.header("Proxy-Authorization") == nil)
            #expect(proxy.seen.last?.header("Host") == "b-1.cos.ap-x.example")
        }
    }

    @Test(
        "A proxy that refuses is told apart from a service that does, and one that refuses the user is not asked again",
        arguments: [("407 Who", TransportFault.Kind.proxyUser), ("502 No", .proxy)])
    func proxyRefuses(status: String, kind: TransportFault.Kind) async throws {
        try await LoopbackServer.with([.answer(status)]) { proxy in
            let settings = ClientSettings(proxy: ProxySettings(host: "127.0.0.1", port: proxy.port))
            let fault = try await fault(
                .asyncHTTPClient, settings, RequestTarget(secure: true, host: "h.example", path: "/"))
            #expect(fault?.kind == kind)
            #expect(fault?.faultClass == (kind == .proxyUser ? .account : .transient))
            #expect(fault?.code == "ProxyError")
            #expect(fault?.sentAny == false)
        }
    }
}
