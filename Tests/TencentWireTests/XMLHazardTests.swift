import TencentWire
import Testing

@Suite("XML hazards")
struct XMLHazardTests {
    private func fault(_ body: [UInt8]) -> WireFault? {
        do throws(WireFault) {
            _ = try COSErrorBody(body: body)
            return nil
        } catch { return error }
    }

    private func fault(_ text: String) -> WireFault? { fault(Array(text.utf8)) }

    private static let bomb = """
        <!DOCTYPE Error [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <Error><Code>&b;</Code></Error>
        """

    @Test(
        "A document type is refused, wherever it stands",
        arguments: [
            bomb, "<?xml version=\"1.0\"?>" + bomb, "<Error><!-- <!DOCTYPE --><Code>x</Code></Error>",
            "<!DOCTYPE Error SYSTEM \"file:///etc/passwd\"><Error><Code>x</Code></Error>",
        ])
    func documentType(text: String) {
        #expect(fault(text) == .documentType)
    }

    @Test("A document in another encoding than UTF-8 is refused: it could hide a document type")
    func encodings() {
        let utf16 = Array(Self.bomb.utf16).flatMap {
            [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
        }
        #expect(fault([0xFF, 0xFE] + utf16) == .malformed("the reply is not UTF-8"))
        #expect(fault(utf16) == .malformed("the reply is not UTF-8"))
        let utf7 = "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADwAIQ-DOCTYPE+AD4-<Error><Code>x</Code></Error>"
        #expect(fault(utf7) == .malformed("the reply is not UTF-8"))
        let latin = "<?xml version='1.0' encoding = 'iso-8859-1'?><Error><Code>x</Code></Error>"
        #expect(fault(latin) == .malformed("the reply is not UTF-8"))
        #expect(fault([0x3C, 0x80, 0x3E]) == .malformed("the reply is not UTF-8"))
    }

    @Test(
        "A processing instruction is refused, wherever it stands; the declaration is none",
        arguments: [
            "<?a?><Error/>", "<?xmlx?><Error/>", "<Error><?a b?></Error>", "<?xml version=\"1.0\"?><Error/><?a?>",
        ])
    func processingInstructions(text: String) {
        #expect(fault(text) == .malformed("the reply has a processing instruction"))
        #expect(fault("<?xml version=\"1.0\"?><Error><Code>x</Code></Error>") == nil)
    }

    @Test("An undeclared entity is refused")
    func undeclaredEntity() {
        #expect(
            fault("<Error><Code>&unknown;</Code></Error>")
                == .malformed("the reply is not well-formed XML"))
    }

    @Test("A document that ends before its end is refused, at every byte")
    func truncated() {
        let whole = Array("<Error><Code>SlowDown</Code></Error>".utf8)
        #expect(fault(whole) == nil)
        for length in 1..<whole.count {
            #expect(
                fault(Array(whole[..<length])) == .malformed("the reply is not well-formed XML"),
                "cut at \(length)")
        }
    }

    @Test(
        "What is not well-formed is refused, also where text follows the document",
        arguments: [
            "<Error><Code>x</Code></Error>y", "<Error>\n\t<Code>x>/k</Resource><R26-01T00:00Z</Time></Error>y",
            "<Error><Code b=1/></Error>", "<Error><Code>x</Message></Error>",
        ])
    func malformed(text: String) {
        #expect(fault(text) == .malformed("the reply is not well-formed XML"))
    }

    @Test("A name space is read past, also one that is no address or not declared")
    func namespaces() {
        #expect(fault("<Error xmlns=\"u\"><Code>x</Code></Error>") == nil)
        #expect(fault("<Error><x:Code>x</x:Code></Error>") == nil)
    }

    @Test("An empty document is refused", arguments: ["", " \r\n\t"])
    func empty(text: String) {
        #expect(fault(text) == .malformed("the reply is empty"))
    }

    @Test("Depth, number of elements and length are bounded")
    func bounds() {
        let deep = String(repeating: "<a>", count: 17) + String(repeating: "</a>", count: 17)
        #expect(fault(deep) == .tooLarge("the reply is nested more than 16 deep"))
        let many = "<Error>" + String(repeating: "<a/>", count: 100_000) + "</Error>"
        #expect(fault(many) == .tooLarge("the reply has more than 100,000 elements"))
        let long = "<Error><Code>" + String(repeating: "x", count: 8 << 20) + "</Code></Error>"
        #expect(fault(long) == .tooLarge("the reply is longer than 8 MiB"))
    }

    @Test("Random bytes never trap and never make an error of the store")
    func randomBytes() {
        var seed = Seed()
        for _ in 0..<2_000 {
            let pieces = [
                "<", ">", "/", "Error", "Code", "&", ";", "!", "?xml ", "\"", " ", "[", "]", "-", "\u{0}", "\u{FFFD}",
            ]
            let text = (0..<Int.random(in: 0...40, using: &seed)).map { _ in
                pieces.randomElement(using: &seed) ?? ""
            }.joined()
            #expect(fault(text) != nil, "seed \(seed.start): \(text.debugDescription)")
        }
    }

    @Test("A missing code, number or upload id is named")
    func missing() {
        #expect(fault("<Error><Message>m</Message></Error>") == .malformed("the reply has no `Code`"))
        #expect(throws: WireFault.malformed("the reply has no `UploadId`")) {
            try InitiateMultipartUploadResult(body: Array("<InitiateMultipartUploadResult/>".utf8))
        }
        let part = "<CompleteMultipartUpload><Part><PartNumber>x</PartNumber></Part></CompleteMultipartUpload>"
        #expect(throws: WireFault.malformed("the reply's `PartNumber` is no number")) {
            try CompleteMultipartUpload(body: Array(part.utf8))
        }
    }
}
