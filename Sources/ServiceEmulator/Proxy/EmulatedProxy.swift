import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

/// The emulator as a proxy, for clients that know only the service's real addresses: `HTTPS_PROXY` with a certificate
/// authority of its own.
///
/// It opens the tunnels to the service's hosts by itself and sends nothing on: whatever else is asked for is refused.
public struct EmulatedProxy: Hashable, Sendable {
    /// Port that it listens on.
    public let port: Int
    /// What `HTTPS_PROXY` and `HTTP_PROXY` are to be: `http://127.0.0.1:PORT`.
    public let address: String
    /// PEM file of the certificate that clients are to trust, as in `SSL_CERT_FILE`; it is there as long as the emulator.
    public let certificateFile: String
    /// What is in that file.
    public let certificate: String
}

extension Emulator {
    /// Runs a proxy in front of `core` for as long as `body` runs; none where none is configured.
    static func withProxy<Result>(
        _ core: EmulatorCore, logger: Logger, isolation: isolated (any Actor)? = #isolation,
        body: (EmulatedProxy?) async throws -> Result
    ) async throws -> Result {
        guard let configuration = core.configuration.proxy else { return try await body(nil) }
        let authority = try CertificateAuthority(now: configuration.now())
        let host = core.configuration.host
        let answers = core.answers
        let channel = ProxyChannel(
            authority: authority, answers: { answers($0, true) }, admits: { configuration.admits($0) }
        ) { tls in
            HTTP1Channel(
                responder: { request, writer, channel in
                    try await RequestHandler(core: core, channel: channel).handleProxied(request, tls: tls, writer)
                },
                configuration: HTTP1Channel.Configuration(additionalChannelHandlers: [ConnectionEndWatcher()]))
        }
        return try await withServer(channel, host: host, port: configuration.port, logger: logger) { port in
            let file = try CertificateFile(authority.pem, path: configuration.certificateFile, port: port)
            defer {
                do { try file.remove() } catch { core.logger.warning("`\(file.path)` stays behind: \(error)") }
            }
            return try await body(
                EmulatedProxy(
                    port: port, address: "http://\(host):\(port)", certificateFile: file.path,
                    certificate: authority.pem))
        }
    }
}

extension EmulatorCore {
    /// Tells whether requests for a host are answered, with TLS or without.
    fileprivate var answers: @Sendable (_ host: String, _ tls: Bool) -> Bool {
        let own = Set(configuration.customDomains.keys.map(HostName.withoutPort))
        return { host, tls in own.contains(host) || ProxiedHosts.answers(host, tls: tls) }
    }
}

extension RequestHandler {
    /// Answers a request that came through a tunnel or in the clear, where its host is one that is emulated.
    fileprivate func handleProxied(
        _ request: Request, tls: Bool, _ writer: consuming ResponseWriter
    ) async throws {
        // In a tunnel the user was asked for when it was opened.
        guard tls || core.configuration.proxy?.admits(request.head.headerFields[.proxyAuthorization]) != false else {
            let headers = [
                ("Content-Type", "text/plain; charset=utf-8"), ("Proxy-Authenticate", "Basic realm=\"vod-emulator\""),
            ]
            let reply = WireReply(
                status: 407, headers: headers, body: .bytes(Array("a user and a password are asked for\n".utf8)))
            return try await write(reply, RequestEffects(all: []), to: writer)
        }
        let authority = request.head.authority ?? ""
        let host = HostName.withoutPort(authority)
        guard core.answers(host, tls), authority == host || authority.hasSuffix(tls ? ":443" : ":80") else {
            let reply = WireReply(
                status: tls ? 421 : 403, headers: [("Content-Type", "text/plain; charset=utf-8")],
                body: .bytes(Array("`\(authority)` is not emulated\n".utf8)))
            return try await write(reply, RequestEffects(all: []), to: writer)
        }
        try await handle(request, writer)
    }
}
