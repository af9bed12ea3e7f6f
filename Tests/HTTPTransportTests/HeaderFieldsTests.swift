import HTTPTransport
import Testing

@Suite("HeaderFields")
struct HeaderFieldsTests {
    @Test("Names are found whatever their letter case, and the first value counts")
    func lookup() {
        let fields: HeaderFields = ["ETag": "\"a\"", "X-A": "1", "x-a": "2"]
        #expect(fields["etag"] == "\"a\"")
        #expect(fields["X-a"] == "1")
        #expect(fields["X-B"] == nil)
        // `@` and backquote differ by the same bit as letters do.
        #expect((["@": "1"] as HeaderFields)["`"] == nil)
    }

    @Test("Setting replaces all values in place, nil removes them")
    func set() {
        var fields: HeaderFields = ["A": "1", "B": "2", "a": "3", "C": "4"]
        fields["a"] = "9"
        #expect(fields == ["a": "9", "B": "2", "C": "4"])
        fields["b"] = nil
        #expect(fields == ["a": "9", "C": "4"])
        fields["d"] = "5"
        #expect(fields == ["a": "9", "C": "4", "d": "5"])
    }

    @Test("A target's authority has a port only where it is not the scheme's own")
    func authority() {
        #expect(RequestTarget(secure: true, host: "h", port: 443, path: "/").authority == "h")
        #expect(RequestTarget(secure: false, host: "h", port: 80, path: "/").authority == "h")
        #expect(RequestTarget(secure: true, host: "h", port: 80, path: "/").authority == "h:80")
        #expect(RequestTarget(secure: false, host: "h", path: "/").authority == "h")
    }
}
