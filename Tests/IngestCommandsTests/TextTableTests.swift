import Testing

@testable import IngestCommands

@Suite struct TextTableTests {
    @Test("Columns are as wide as their widest cell, numbers to the right, and lines end without blanks")
    func columns() {
        var table = TextTable([.left, .right, .left])
        table.add(["path", "bytes", "note"])
        table.add(["a.ts", "12"])
        table.add(["映画.ts", "1024", "wide"])
        #expect(table.lines == ["path     bytes  note", "a.ts        12", "映画.ts   1024  wide"])
    }

    @Test("A cell cannot move the cursor")
    func control() {
        var table = TextTable([.left])
        table.add(["a\u{1B}[2Jb\nc\u{9B}d"])
        #expect(table.lines == ["a·[2Jb·c·d"])
    }

    @Test("A text is cut to the columns it has, wide characters and marks considered")
    func cut() {
        #expect(DisplayWidth.cut("abcdef", to: 6) == "abcdef")
        #expect(DisplayWidth.cut("abcdef", to: 5) == "abcd…")
        #expect(DisplayWidth.cut("映画映画", to: 6) == "映画…")
        #expect(DisplayWidth.cut("abc", to: 0) == "")
        #expect(DisplayWidth.of("e\u{301}") == 1)
        #expect(DisplayWidth.of("🎬") == 2)
    }
}
