import IngestTestSupport
import Testing
import YAMLEvents

@Suite("YAMLEventReader: chunks")
struct ChunkingTests {
    @Test(
        "One byte at a time gives the same as the whole",
        arguments: [
            "version: 1\nname: \"n\\u00e9\"\nmedia:\n  - films/日本.mp4\n  - { id: w-2, MediaFilePath: a😀.mp4 }\n",
            "\u{FEFF}a: b\r\n# x\r\n\r\nc: [d,\te]\r", "a: \"x\u{2028}y\"\nb: c\n", "a: [b\nc: d",
            "a: |\n  x\n\n  y\n\n",
            "%YAML 1.2\n---\na: b\n...\n", "a: b\u{1}c", "\u{7}", "", "\n", "#", "a: *b", "? a\n: b\n", "a: b\n---\nc",
            "- &a b\n- *a\n- !t c\n- !!str d\n",
        ])
    func dripFeed(_ text: String) {
        let whole = Listing(text)
        for chunk in [1, 2, 3, 7] { #expect(Listing(text, chunk: chunk) == whole) }
    }

    @Test("Random bytes never trap, and chunks never change what comes out")
    func randomBytes() {
        var random = SplitMix64(seed: TestSeed.current)
        let pieces = [
            "a", "b: ", "\n", "- ", "[", "]", "{", "}", ",", "&x ", "*x", "<<: ", "|\n", ">", "\"", "'", "#", "  ",
            "\t", "!t ",
            "---\n", "...\n", "\r", "\u{2028}", "\u{85}", "é", "😀", "\u{FEFF}", "\\", "%", "? ", ": ", "~", "@",
        ].map { Array($0.utf8) }
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                if Int.random(in: 0..<20, using: &random) == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                } else {
                    bytes += pieces.randomElement(using: &random) ?? []
                }
            }
            let whole = Listing(bytes)
            let chunk = Int.random(in: 1...5, using: &random)
            #expect(Listing(bytes, chunk: chunk) == whole, "\(TestSeed.note); bytes \(bytes)")
        }
    }
}
