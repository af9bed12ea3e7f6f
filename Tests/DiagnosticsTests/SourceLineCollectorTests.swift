import Diagnostics
import Testing

@Suite("SourceLineCollector")
struct SourceLineCollectorTests {
    private func collect(_ text: String, _ wanted: Set<Int>, chunk: Int = .max, longest: Int = 100) -> [Int: String] {
        var collector = SourceLineCollector(wanted: wanted, longest: longest)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty, !collector.isComplete {
            collector.feed(Array(rest.prefix(chunk)))
            rest = rest.dropFirst(chunk)
        }
        collector.finish()
        return collector.lines
    }

    @Test("The wanted lines are found whatever ends them and however the file is cut", arguments: [1, 2, 3, .max])
    func lines(_ chunk: Int) {
        #expect(collect("a\nbé\r\nc\rd\n\nf", [2, 3, 4, 6], chunk: chunk) == [2: "bé", 3: "c", 4: "d", 6: "f"])
        #expect(collect("\u{FEFF}a\n", [1, 2, 3], chunk: chunk) == [1: "a", 2: ""])
        #expect(collect("", [1], chunk: chunk) == [1: ""])
    }

    @Test("A long line is kept in part, and the rest of the file is not asked for")
    func bounds() {
        #expect(collect(String(repeating: "x", count: 1000), [1], longest: 5) == [1: "xxxxx"])
        var collector = SourceLineCollector(wanted: [1])
        collector.feed(Array("a\n".utf8))
        #expect(collector.isComplete)
    }
}
