import HTTPTransport
import IngestModel

/// Scheme, host and port of a service's URL.
struct ServiceAddress: Hashable, Sendable {
    var secure: Bool
    var host: String
    var port: Int?

    /// Reads `https://host:port`, with or without a final slash. Throws where there is more to it or less: neither service
    /// answers below a path.
    init(_ url: String) throws(ServiceFault) {
        // What stands before `@` may be a password.
        let shown = url.lastIndex(of: "@").map { "…" + url[$0...] } ?? url
        let refused = ServiceFault(
            code: "InvalidServiceURL", faultClass: .account,
            message: "`\(shown)` is not a URL of a service: expected `https://HOST` or `https://HOST:PORT`")
        var rest = Substring(url)
        if let https = rest.dropping("https://") {
            (secure, rest) = (true, https)
        } else if let http = rest.dropping("http://") {
            (secure, rest) = (false, http)
        } else {
            throw refused
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            guard let number = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(number) else {
                throw refused
            }
            port = number
            rest = rest[..<colon]
        }
        guard !rest.isEmpty, !rest.contains(where: { "/?#@ ".contains($0) }) else { throw refused }
        host = String(rest)
    }

    /// Throws where plain HTTP would go through `proxy`: it is asked to connect onward with CONNECT, which proxies grant for
    /// TLS alone (RFC 9110, 9.3.6).
    func judge(_ url: String, proxy: ProxySettings?, noProxy: NoProxyList) throws(ServiceFault) {
        guard !secure, proxy != nil, !noProxy.covers(host: host, port: port ?? 80) else { return }
        throw ServiceFault(
            code: "InvalidServiceURL", faultClass: .account,
            message: "`\(url)` is plain HTTP, which is not sent through a proxy; "
                + "use an address of `https`, or name its host in NO_PROXY")
    }

    var connectAddress: ConnectAddress {
        ConnectAddress(host: host, port: port ?? (secure ? 443 : 80), secure: secure)
    }
}

extension Substring {
    fileprivate func dropping(_ prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}

/// Where the buckets are.
struct StoreEndpoint: Sendable {
    private enum Piece {
        case text(String)
        case bucket
        case region
    }

    private let template: ServiceAddress
    /// The template's host.
    private let pieces: [Piece]
    private let connectTo: ConnectAddress?

    /// Buckets at `template`. One without `{bucket}` names a machine and not a bucket's host: it is connected to, while the
    /// host header and what is signed have the service's own form.
    init(template: String, connectTo: ConnectAddress?) throws(ServiceFault) {
        let address = try ServiceAddress(template)
        if address.host.contains("{bucket}") {
            self.template = address
            self.connectTo = connectTo
        } else {
            self.template = try ServiceAddress(ServiceConfiguration.defaultStorage)
            self.connectTo = connectTo ?? address.connectAddress
        }
        pieces = Self.pieces(of: self.template.host)
    }

    /// The target of a request in `session`. Throws where bucket or region could not stand in a host name: they would lead
    /// the request and its key elsewhere.
    func target(session: UploadSession, path: String, query: String) throws(ServiceFault) -> RequestTarget {
        for part in [session.bucket, session.storageRegion] {
            guard !part.isEmpty, part.utf8.allSatisfy(Self.standsInHost) else {
                throw ServiceFault(
                    code: "BadAnswer", faultClass: .rejected, message: "`\(part)` is no name of a bucket or a region",
                    requestId: session.requestId)
            }
        }
        var host = ""
        for piece in pieces {
            switch piece {
            case .text(let text): host += text
            case .bucket: host += session.bucket
            case .region: host += session.storageRegion
            }
        }
        return RequestTarget(
            secure: template.secure, host: host, port: template.port, path: path, query: query, connectTo: connectTo)
    }

    private static func pieces(of host: String) -> [Piece] {
        var pieces: [Piece] = []
        for (index, text) in host.split(separator: "{bucket}", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { pieces.append(.bucket) }
            for (index, text) in text.split(separator: "{region}", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { pieces.append(.region) }
                if !text.isEmpty { pieces.append(.text(String(text))) }
            }
        }
        return pieces
    }

    /// The store's other domain for a `target` that has the default form, which an accelerated, an internal or a caller's own
    /// domain has not (cos-api 3.1, 12.2); nil for any other.
    static func backup(bucket: String, region: String, of target: RequestTarget) -> RequestTarget? {
        guard endsInNumber(bucket.utf8), isRegion(region.utf8) else { return nil }
        let place = bucket + ".cos." + region
        guard target.host == place + ".myqcloud.com" else { return nil }
        var backup = target
        backup.host = place + ".tencentcos.cn"
        return backup
    }

    /// True for a bucket's name with the number of its application behind the last hyphen.
    private static func endsInNumber(_ bucket: String.UTF8View) -> Bool {
        guard let hyphen = bucket.lastIndex(of: UInt8(ascii: "-")) else { return false }
        let number = bucket[bucket.index(after: hyphen)...]
        return !number.isEmpty && number.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// True for two to four words with hyphens between them.
    private static func isRegion(_ name: String.UTF8View) -> Bool {
        var (hyphens, isAfterHyphen) = (0, true)
        for byte in name {
            let isHyphen = byte == UInt8(ascii: "-")
            if isHyphen, isAfterHyphen { return false }
            if isHyphen { hyphens += 1 }
            isAfterHyphen = isHyphen
        }
        return !isAfterHyphen && (1...3).contains(hyphens)
    }

    private static func standsInHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
