import HTTPTransport
import Testing

@Suite("NoProxyList")
struct NoProxyListTests {
    @Test(
        "A host is covered by its own name, by a domain above it, by its address, with a port by that port alone",
        arguments: [
            ("vod.example", "vod.example", 443, true), ("VOD.Example", "vod.example.", 443, true),
            ("example", "vod.example", 443, true), (".example", "vod.example", 443, true),
            ("*.example", "vod.example", 443, true), (".vod.example", "vod.example", 80, true),
            ("od.example", "vod.example", 443, false), ("vod", "vod.example", 443, false),
            ("a, b ,vod.example", "vod.example", 443, true), ("*", "vod.example", 443, true),
            ("vod.example:443", "vod.example", 443, true), ("vod.example:443", "vod.example", 80, false),
            ("127.0.0.1", "127.0.0.1", 80, true), ("127.0.0.1", "127.0.0.10", 80, false),
            ("::1", "::1", 80, true), ("[::1]:80", "[::1]", 80, true), ("[::1]:80", "::1", 81, false),
            ("", "vod.example", 443, false), (" , ", "vod.example", 443, false),
        ])
    func covers(list: String, host: String, port: Int, isCovered: Bool) {
        #expect(NoProxyList(list).covers(host: host, port: port) == isCovered)
    }

    @Test("A list of nothing is empty")
    func empty() {
        #expect(NoProxyList().isEmpty)
        #expect(NoProxyList(" ,, ").isEmpty)
        #expect(!NoProxyList("a").isEmpty)
    }
}
