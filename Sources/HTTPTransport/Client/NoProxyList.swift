/// Hosts that are connected to directly although there is a proxy: the list of `NO_PROXY`.
///
/// Items are parted by commas or blanks. An item is `*` for every host, an address or name that must be equal, or a domain,
/// with or without a dot before it, that covers all names below it too; `:PORT` at its end limits it to that port. Letter case
/// does not count. Unlike the provider's Python SDK (vod-api 6.1) no item matches in the midst of a name.
public struct NoProxyList: Hashable, Sendable {
    private struct Item: Hashable, Sendable {
        var name: String
        var port: Int?
    }

    private let items: [Item]

    /// Reads the list; an empty text covers nothing.
    public init(_ text: String = "") {
        items = text.split { $0 == "," || $0.isWhitespace }.map { Self.item($0.lowercased()) }
    }

    /// True where it covers nothing.
    public var isEmpty: Bool { items.isEmpty }

    /// True where `host` is connected to directly.
    public func covers(host: String, port: Int) -> Bool {
        var host = Self.unbracketed(host.lowercased())
        if host.hasSuffix(".") { host.removeLast() }
        return items.contains { item in
            guard item.port == nil || item.port == port else { return false }
            return item.name == "*" || host == item.name || host.hasSuffix("." + item.name)
        }
    }

    private static func item(_ text: String) -> Item {
        var (name, port) = (Substring(text), Int?.none)
        // An IPv6 address without brackets has more than one colon.
        if let colon = name.lastIndex(of: ":"), let number = Int(name[name.index(after: colon)...]),
            !name[..<colon].contains(":") || name[..<colon].hasSuffix("]")
        {
            (name, port) = (name[..<colon], number)
        }
        if name.hasPrefix("*.") { name = name.dropFirst() }
        if name.hasPrefix("."), name.count > 1 { name = name.dropFirst() }
        return Item(name: unbracketed(String(name)), port: port)
    }

    private static func unbracketed(_ host: String) -> String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }
}
