import Testing

@testable import ServiceEmulator

/// What the first bytes of a connection to the proxy mean, and which hosts it stands in for.
@Suite struct ProxyOpeningTests {
    private static let head =
        "CONNECT vod.tencentcloudapi.com:443 HTTP/1.1\r\nHost: vod.tencentcloudapi.com:443\r\n\r\n"

    @Test("a request for a tunnel ends with its empty line; what follows belongs to the tunnel")
    func tunnel() {
        let opening = ProxyOpening(Array((Self.head + "\u{16}\u{3}").utf8))
        #expect(opening == .tunnel(host: "vod.tencentcloudapi.com", port: 443, length: Self.head.utf8.count))
    }

    @Test("no prefix of an opening is taken for another one")
    func drip() {
        let bytes = Array(Self.head.utf8)
        for length in 0..<bytes.count { #expect(ProxyOpening(bytes.prefix(length)) == .incomplete) }
        let plain = Array("CONQUER / HTTP/1.1\r\n".utf8)
        for length in 0...plain.count {
            #expect(ProxyOpening(plain.prefix(length)) == (length <= 3 ? .incomplete : .request))
        }
    }

    static let malformedTexts: [String] = [
        "CONNECT vod.tencentcloudapi.com HTTP/1.1\r\n\r\n", "CONNECT :443 HTTP/1.1\r\n\r\n",
        "CONNECT vod.tencentcloudapi.com:x HTTP/1.1\r\n\r\n", "CONNECT vod.tencentcloudapi.com:70000 HTTP/1.1\r\n\r\n",
        "CONNECT vod.tencentcloudapi.com:443\r\n\r\n", "CONNECT vod.tencentcloudapi.com:443 HTTP/2\r\n\r\n",
        "CONNECT  vod.tencentcloudapi.com:443 HTTP/1.1\r\n\r\n", "CONNECT \r\n\r\n",
        "CONNECT vod.tencentcloudapi.com:443 HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 4_000),
    ]

    @Test("a request for a tunnel that cannot be read, or is too long, is malformed", arguments: malformedTexts)
    func isMalformed(_ text: String) {
        #expect(ProxyOpening(Array(text.utf8)) == .malformed)
    }

    static let answeredHosts: [String] = [
        "vod.tencentcloudapi.com", "VOD.TencentCloudAPI.com", "vod.ap-guangzhou.tencentcloudapi.com",
        "vod.intl.tencentcloudapi.com", "vod.internal.tencentcloudapi.com", "sts.tencentcloudapi.com",
        "sts.ap-singapore.tencentcloudapi.com", "name-1250000000.cos.ap-guangzhou.myqcloud.com",
        "name-1250000000.cos.ap-guangzhou.tencentcos.cn", "name-1250000000.cos.accelerate.myqcloud.com",
        "name-1250000000.cos-internal.ap-guangzhou.tencentcos.cn", "cos.ap-guangzhou.myqcloud.com",
        "service.cos.myqcloud.com",
    ]

    @Test("the service's hosts are answered, with TLS or without", arguments: answeredHosts)
    func isAnswered(_ host: String) {
        #expect(ProxiedHosts.answers(host, tls: true))
        #expect(ProxiedHosts.answers(host, tls: false))
    }

    static let refusedHosts: [String] = [
        "", "example.com", "tencentcloudapi.com", "cvm.tencentcloudapi.com", "vod.tencentcloudapi.com.example.com",
        "vod.tencentcloudapi.cn", "xvod.tencentcloudapi.com", "vod.a.b.tencentcloudapi.com", "vod..tencentcloudapi.com",
        "vod.tencentcloudapi.com.", "vod.ap guangzhou.tencentcloudapi.com", "myqcloud.com", "cos.myqcloud.com",
        "name-1250000000.ci.ap-guangzhou.myqcloud.com", "a.b.cos.ap-guangzhou.myqcloud.com",
        "name-1250000000.cos.ap-guangzhou.example.com", "127.0.0.1", "localhost",
    ]

    @Test("no other host is", arguments: refusedHosts)
    func isRefused(_ host: String) {
        #expect(!ProxiedHosts.answers(host, tls: true))
        #expect(!ProxiedHosts.answers(host, tls: false))
    }

    @Test("the metadata service is there without TLS alone")
    func metadata() {
        #expect(ProxiedHosts.answers("metadata.tencentyun.com", tls: false))
        #expect(!ProxiedHosts.answers("metadata.tencentyun.com", tls: true))
    }

    static let wholeAddresses: [(address: String, authority: String, target: String)] = [
        ("http://a.example/b%2Fc/../d?e=f%20g+h", "a.example", "/b%2Fc/../d?e=f%20g+h"),
        ("HTTP://a.example:80/%E9//./x", "a.example:80", "/%E9//./x"), ("http://a.example", "a.example", "/"),
        ("http://a.example?uploads", "a.example", "/?uploads"), ("http:///x", "", "/x"),
    ]

    @Test("a whole address is split, and its path and query stay as they are", arguments: wholeAddresses)
    func isAddresses(_ expected: (address: String, authority: String, target: String)) throws {
        let split = try #require(AbsoluteForm.split(expected.address))
        #expect(split.authority == expected.authority)
        #expect(split.target == expected.target)
    }

    @Test(
        "a path is no address", arguments: ["/", "/http://a.example/", "*", "https://a.example/", "a.example:443", ""])
    func noAddress(_ target: String) {
        #expect(AbsoluteForm.split(target) == nil)
    }
}
