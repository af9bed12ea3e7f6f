import Diagnostics
import IngestTestSupport
import Testing

@Suite("SARIF")
struct SARIFTests {
    @Test("A log of every code keeps the rules of the standard")
    func everyCode() throws {
        let diagnostics = DiagnosticCatalogue.pages.map { page in
            Diagnostic(page.code, page.severity, at: MachineRendererTests.full.location, page.title, hint: page.title)
        }
        #expect(try SARIFRules.violations(in: SARIFRenderer(version: "1").render(diagnostics)) == [])
        #expect(try SARIFRules.violations(in: SARIFRenderer(version: "1").render([])) == [])
    }

    @Test("Whatever findings say, and whatever files are called, the log keeps the rules")
    func randomFindings() throws {
        var random = SplitMix64(seed: TestSeed.current)
        let pieces = [
            "a", "/", "..", " ", ":", "?", "#", "%", "%zz", "é", "日", "🎬", "\"", "\\", "\n", "\u{1}", "-", "[", "x:y",
            "//", "\u{202E}",
        ]
        for _ in 0..<500 {
            func text() -> String {
                (0..<Int.random(in: 1...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                    .joined()
            }
            func place() -> Diagnostics.SourceLocation? {
                guard Int.random(in: 0..<5, using: &random) > 0 else { return nil }
                let start = SourceMark(
                    line: Int.random(in: 1...9, using: &random), column: Int.random(in: 1...9, using: &random))
                let end = SourceMark(line: start.line, column: start.column + Int.random(in: 0...9, using: &random))
                return Diagnostics.SourceLocation(file: text(), start: start, end: end)
            }
            let diagnostics = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                let page = DiagnosticCatalogue.pages.randomElement(using: &random)
                let note = DiagnosticNote(text(), at: place())
                return Diagnostic(
                    page?.code ?? .jobSyntax, page?.severity ?? .error, at: place(), text(),
                    hint: Bool.random(using: &random) ? text() : nil, entry: Bool.random(using: &random) ? text() : nil,
                    notes: [note, note, DiagnosticNote(text(), at: place())])
            }
            let log = SARIFRenderer(version: "1").render(diagnostics)
            #expect(try SARIFRules.violations(in: log) == [], "\(TestSeed.note)")
        }
    }

    @Test("Rules that are broken are noticed")
    func broken() throws {
        let good = SARIFRenderer(version: "1").render([MachineRendererTests.full])
        let mutations = [
            ("\"version\":\"2.1.0\"", "\"version\":\"2.0.0\""), ("\"startLine\":3", "\"startLine\":0"),
            ("\"level\":\"error\"", "\"level\":\"fatal\""), ("\"ruleIndex\":0", "\"ruleIndex\":1"),
            ("\"uri\":\"jobs/", "\"uri\":\"jobs b/"), ("\"endColumn\":5", "\"endColumn\":0"),
            ("\"results\":", "\"result\":"), ("{\"text\":\"first given here\"}", "{}"),
        ]
        for (old, new) in mutations {
            #expect(good.contains(old), "\(old)")
            #expect(try SARIFRules.violations(in: good.replacing(old, with: new)) != [], "\(old)")
        }
    }

    @Test("Standard input is named as its device, to code hosts it is no file")
    func standardInput() {
        let finding = Diagnostic(
            .jobSize, .error,
            at: Diagnostics.SourceLocation(file: "-", start: SourceMark(line: 3, column: 7)), "no size")
        #expect(
            SARIFRenderer(version: "1").render([finding]).contains(
                #""artifactLocation":{"uri":"file:///dev/stdin","description":{"text":"standard input"}}"#))
        #expect(
            GitHubRenderer().render(finding)
                == "::error title=job.size::standard input, line 3, column 7: no size\n")
        #expect(TextRenderer().render(finding) == "-:3:7: error: no size [job.size]\n")
    }
}
