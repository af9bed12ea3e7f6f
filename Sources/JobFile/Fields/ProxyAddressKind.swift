import Diagnostics

/// The address of a proxy: an `http` URL, or host and port without a scheme, which curl and others take for the same.
///
/// The way to a proxy is plain; what goes through it is encrypted. Without a scheme a port is needed: a word alone is more
/// likely a mistake than a host.
struct ProxyAddressKind: ValueKind {
    private static let scheme = "http://"

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        let text = scalar.text
        if !context.takesPasswords, let fault = NoKeyMaterial.fault(address: text, of: key) { throw fault }
        let hasScheme = text.contains("://")
        let whole = hasScheme ? text : Self.scheme + text
        let behindUser = text.lastIndex(of: "@").map { text[text.index(after: $0)...] } ?? text[...]
        guard AddressKind.isAddress(whole, of: [Self.scheme]), hasScheme || Self.isHostAndPort(behindUser) else {
            throw AddressKind.fault(
                text, key, isNot: "no address of a proxy",
                hint: "write it as `http://proxy.example:3128`; what goes through a proxy is encrypted all the same")
        }
        return whole
    }

    private static func isHostAndPort(_ text: Substring) -> Bool {
        let text = text.hasSuffix("/") ? text.dropLast() : text
        guard let colon = text.lastIndex(of: ":") else { return false }
        let (host, port) = (text[..<colon], text[text.index(after: colon)...])
        guard !port.isEmpty, port.utf8.allSatisfy(isDigit) else { return false }
        guard host.hasPrefix("["), host.hasSuffix("]"), host.count > 2 else {
            return !host.isEmpty && host.utf8.allSatisfy { isDigit($0) || isLetter($0) || "._-".utf8.contains($0) }
        }
        return host.dropFirst().dropLast().utf8.allSatisfy { isDigit($0) || "abcdefABCDEF:.".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    var schema: SchemaNode {
        let withScheme = "http://(?![:/?#])(?![^/?#]*@)\(AddressKind.character)+"
        let hostAndPort = "(\\[[0-9A-Fa-f:.]+\\]|[0-9A-Za-z._-]+):[0-9]+/?"
        return .object([("type", "string"), ("pattern", .text("^(\(withScheme)|\(hostAndPort))$"))])
    }
}
