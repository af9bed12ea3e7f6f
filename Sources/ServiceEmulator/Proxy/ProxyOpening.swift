/// What the first bytes of a connection to the proxy ask for.
enum ProxyOpening: Equatable {
    /// Not to be told yet.
    case incomplete
    /// A tunnel to a host; `length` bytes are the request for it, what follows belongs to the tunnel.
    case tunnel(host: String, port: Int, length: Int)
    /// A request in the clear.
    case request
    /// A request for a tunnel that cannot be read.
    case malformed

    /// The most bytes of a request for a tunnel.
    static let longest = 16_384

    private static let method = Array("CONNECT ".utf8)

    /// Judges what has arrived so far. More bytes never change a verdict other than `incomplete`.
    init(_ bytes: some RandomAccessCollection<UInt8>) {
        guard bytes.starts(with: Self.method) else {
            self = Self.method.starts(with: bytes) ? .incomplete : .request
            return
        }
        guard let length = Self.endOfHead(bytes.prefix(Self.longest)) else {
            self = bytes.count < Self.longest ? .incomplete : .malformed
            return
        }
        self = Self.tunnel(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self), length: length)
    }

    private static func tunnel(_ line: String, length: Int) -> ProxyOpening {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0",
            let colon = parts[1].lastIndex(of: ":"), colon != parts[1].startIndex,
            let port = UInt16(parts[1][parts[1].index(after: colon)...])
        else { return .malformed }
        return .tunnel(host: parts[1][..<colon].lowercased(), port: Int(port), length: length)
    }

    /// How many bytes the head has, its empty line included; nil where that has not come yet.
    private static func endOfHead(_ bytes: some Collection<UInt8>) -> Int? {
        let end = Array("\r\n\r\n".utf8)
        var matched = 0
        for (position, byte) in bytes.enumerated() {
            matched = byte == end[matched] ? matched + 1 : (byte == end[0] ? 1 : 0)
            if matched == end.count { return position + 1 }
        }
        return nil
    }
}
