import Diagnostics
import IngestTestSupport
import Testing

@Suite("TextRenderer")
struct TextRendererTests {
    /// Renders a finding at the markers of `marked`.
    private func render(
        _ marked: String, severity: Severity = .error, hint: String? = nil, notes: [DiagnosticNote] = [],
        code: DiagnosticCode = .jobSize, style: TextStyle = .plain, width: Int = 120
    ) -> String {
        let fixture = MarkedText(marked)
        let lines = TextLines(fixture.text)
        let start = fixture.start("1️⃣") ?? SourceMark(line: 1, column: 1)
        let location = Diagnostics.SourceLocation(file: "jobs/spring.yaml", start: start, end: fixture.end("1️⃣"))
        let renderer = TextRenderer(style: style, width: width) { _, line in lines.line(line) }
        return renderer.render(Diagnostic(code, severity, at: location, "`a` is wrong", hint: hint, notes: notes))
    }

    @Test("Place, message and code; the line with carets; a blank line and the hint")
    func whole() {
        let lines = TextLines(
            "version: 1\nname: spring\nrate: {}\nretry: {}\nstop: {}\nschedule: {}\nupload: { partSize: 900KiB }\n")
        let renderer = TextRenderer { _, line in lines.line(line) }
        let location = Diagnostics.SourceLocation(
            file: "jobs/spring.yaml", start: SourceMark(line: 7, column: 21), end: SourceMark(line: 7, column: 27))
        let diagnostic = Diagnostic(
            .jobPartSize, .error, at: location, "`partSize` is `900KiB`, below the service minimum of `1MiB`",
            hint: "use `partSize: 1MiB`, or `auto` to let the planner choose")
        #expect(
            renderer.render(diagnostic) == """
                jobs/spring.yaml:7:21: error: `partSize` is `900KiB`, below the service minimum of `1MiB` [job.part-size]
                    7 | upload: { partSize: 900KiB }
                      |                     ^^^^^^

                hint: use `partSize: 1MiB`, or `auto` to let the planner choose

                """)
    }

    @Test("Notes follow with their places, before the hint")
    func notes() {
        let place = Diagnostics.SourceLocation(file: "b.m3u8", start: SourceMark(line: 3, column: 1))
        #expect(
            render(
                "x: 1️⃣a1️⃣\n", severity: .warning, hint: "mend it",
                notes: [
                    DiagnosticNote("it began here", at: place), DiagnosticNote("and so on"),
                ]) == """
                    jobs/spring.yaml:1:4: warning: `a` is wrong [job.size]
                        1 | x: a
                          |    ^
                    b.m3u8:3:1: note: it began here
                    note: and so on

                    hint: mend it

                    """)
    }

    @Test("A point gets one caret, also after the end of its line and on an empty line")
    func points() {
        #expect(
            render("a: b1️⃣\n") == """
                jobs/spring.yaml:1:5: error: `a` is wrong [job.size]
                    1 | a: b
                      |     ^

                """)
        #expect(
            render("a\n1️⃣\n") == """
                jobs/spring.yaml:2:1: error: `a` is wrong [job.size]
                    2 |
                      | ^

                """)
    }

    @Test("A stretch over several lines is underlined to the end of its first")
    func severalLines() {
        #expect(
            render("a: 1️⃣\"b\nc\"1️⃣\n") == """
                jobs/spring.yaml:1:4: error: `a` is wrong [job.size]
                    1 | a: "b
                      |    ^^

                """)
    }

    @Test("Carets stand below tabs, wide characters and combining marks")
    func columns() {
        #expect(
            render("\ta:\t1️⃣b1️⃣\n") == """
                jobs/spring.yaml:1:5: error: `a` is wrong [job.size]
                    1 | \ta:\tb
                      | \t  \t^

                """)
        #expect(
            render("日本é😀e\u{301}: 1️⃣映画1️⃣ x\n") == """
                jobs/spring.yaml:1:9: error: `a` is wrong [job.size]
                    1 | 日本é😀e\u{301}: 映画 x
                      |           ^^^^

                """)
    }

    @Test("A long line is cut around the carets")
    func longLines() {
        let before = String(repeating: "a", count: 500)
        let after = String(repeating: "b", count: 500)
        #expect(
            render("\(before)1️⃣xyz1️⃣\(after)\n", width: 30) == """
                jobs/spring.yaml:1:501: error: `a` is wrong [job.size]
                    1 | …aaaaaaaaaaaaaaaaaxyzbbbbbbbbbb…
                      |                   ^^^

                """)
        #expect(
            render("1️⃣\(before)1️⃣\n", width: 20) == """
                jobs/spring.yaml:1:1: error: `a` is wrong [job.size]
                    1 | aaaaaaaaaaaaaaaaaaaa…
                      | ^^^^^^^^^^^^^^^^^^^^

                """)
    }

    @Test("A line of wide characters is cut by the columns that they take")
    func wideLines() {
        let wide = String(repeating: "日", count: 100)
        #expect(
            render("\(wide)1️⃣xyz1️⃣\(wide)\n", width: 30) == """
                jobs/spring.yaml:1:101: error: `a` is wrong [job.size]
                    1 | …日日日日日日日日xyz日日日日日…
                      |                  ^^^

                """)
    }

    @Test("Nothing of the file acts on the terminal")
    func controlCharacters() {
        #expect(
            render("a\u{1B}[31m\u{202E}: 1️⃣b1️⃣\n") == """
                jobs/spring.yaml:1:10: error: `a` is wrong [job.size]
                    1 | a\u{FFFD}[31m\u{FFFD}: b
                      |          ^

                """)
        let renderer = TextRenderer()
        let location = Diagnostics.SourceLocation(file: "a\nb", start: SourceMark(line: 1, column: 1))
        #expect(
            renderer.render(Diagnostic(.jobSize, .error, at: location, "x\u{7}"))
                == "a\u{FFFD}b:1:1: error: x\u{FFFD} [job.size]\n")
    }

    @Test("Of a line with key material only the key is shown, for every finding of that line")
    func keyMaterial() {
        let line = "credentials: { secretId: AKID1, secretKey: hush, bucket: 1 }"
        let location = { (from: Int, to: Int) in
            Diagnostics.SourceLocation(
                file: "j", start: SourceMark(line: 1, column: from), end: SourceMark(line: 1, column: to))
        }
        let output = TextRenderer { _, _ in line }.render([
            Diagnostic(.jobKeyMaterial, .error, at: location(33, 42), "m"),
            Diagnostic(.jobUnknownKey, .error, at: location(50, 56), "n"),
        ])
        #expect(
            output == """
                j:1:33: error: m [job.key-material]
                    1 | …secretKey…
                      |  ^^^^^^^^^

                j:1:50: error: n [job.unknown-key]
                    1 | …bucket…
                      |  ^^^^^^

                """)
    }

    @Test("Without a place or a source there is only the first line; between two findings a blank one")
    func bare() {
        let location = Diagnostics.SourceLocation(file: "-", start: SourceMark(line: 123_456, column: 2))
        let findings = [
            Diagnostic(.jobSize, .note, at: nil, "one"), Diagnostic(.jobSize, .error, at: location, "two"),
        ]
        #expect(TextRenderer().render(findings) == "note: one [job.size]\n\n-:123456:2: error: two [job.size]\n")
        #expect(TextRenderer().render([]) == "")
        #expect(
            TextRenderer { _, _ in "ab" }.render(findings[1])
                == "-:123456:2: error: two [job.size]\n123456 | ab\n       |  ^\n")
    }

    @Test("Colours only add to the text")
    func colors() {
        let colored = render("a: 1️⃣b1️⃣\n", hint: "c", style: .colored)
        #expect(
            colored == "\u{1B}[1mjobs/spring.yaml:1:4: \u{1B}[0m\u{1B}[1;31merror\u{1B}[0m: `a` is wrong [job.size]\n"
                + "    1 | a: b\n      | \u{1B}[31m   ^\u{1B}[0m\n\n\u{1B}[1;36mhint\u{1B}[0m: c\n")
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == render("a: 1️⃣b1️⃣\n", hint: "c"))
    }

    @Test("Any place in any line can be rendered, and the carets stand below the marked characters")
    func anyPlace() {
        var random = SplitMix64(seed: TestSeed.current)
        let alphabet = Array("ab \t日😀é\u{301}\u{200D}\u{7}".unicodeScalars)
        for _ in 0..<2000 {
            var line = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                line.append(alphabet.randomElement(using: &random) ?? "a")
            }
            let start = SourceMark(line: 1, column: Int.random(in: 1...80, using: &random))
            let end = SourceMark(
                line: Int.random(in: 1...2, using: &random), column: Int.random(in: 1...80, using: &random))
            let text = TextRenderer(width: 20) { _, _ in String(line) }
                .render(
                    Diagnostic(.jobSize, .error, at: Diagnostics.SourceLocation(file: "f", start: start, end: end), "m")
                )
            let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(rows.count == 4, "\(TestSeed.note)")
            #expect(rows[2].contains("^") || rows[2] == "      | ", "\(TestSeed.note)")
            #expect(rows[1].unicodeScalars.count <= 8 + 22, "\(TestSeed.note)")
        }
    }
}
