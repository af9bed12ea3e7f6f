import Diagnostics
import Foundation
import Testing

@Suite("Renderers for programs")
struct MachineRendererTests {
    static let full = Diagnostic(
        .jobDuplicateKey, .error,
        at: Diagnostics.SourceLocation(
            file: "jobs/a b,c:d%.yaml", start: SourceMark(line: 3, column: 1), end: SourceMark(line: 3, column: 5)),
        "the key `a\"b\\` is given twice", hint: "remove one\nof them", entry: "w-2",
        notes: [
            DiagnosticNote(
                "first given here",
                at: Diagnostics.SourceLocation(
                    file: "/x.yaml", start: SourceMark(line: 2, column: 1), end: SourceMark(line: 2, column: 5))),
            DiagnosticNote("no place"),
        ])
    static let bare = Diagnostic(.jobNoEntries, .warning, at: nil, "nothing: 100%, a")
    static let long = Diagnostic(
        .jobSize, .note,
        at: Diagnostics.SourceLocation(
            file: "a", start: SourceMark(line: 1, column: 2), end: SourceMark(line: 4, column: 1)),
        "m\u{1}")

    @Test("JSON has one object on a line, always with the same keys")
    func json() {
        let lines = [
            #"""
            {"code":"job.duplicate-key","severity":"error","file":"jobs/a b,c:d%.yaml","line":3,"column":1,"endLine":3,\#
            "endColumn":5,"message":"the key `a\"b\\` is given twice","hint":"remove one\nof them","entry":"w-2","notes":[\#
            {"file":"/x.yaml","line":2,"column":1,"endLine":2,"endColumn":5,"message":"first given here"},\#
            {"file":null,"line":null,"column":null,"endLine":null,"endColumn":null,"message":"no place"}]}

            """#,
            #"""
            {"code":"job.no-entries","severity":"warning","file":null,"line":null,"column":null,"endLine":null,\#
            "endColumn":null,"message":"nothing: 100%, a","hint":null,"entry":null,"notes":[]}

            """#,
            #"""
            {"code":"job.size","severity":"note","file":"a","line":1,"column":2,"endLine":4,"endColumn":1,\#
            "message":"m\u0001","hint":null,"entry":null,"notes":[]}

            """#,
        ]
        #expect(JSONRenderer().render([Self.full, Self.bare, Self.long]) == lines.joined())
    }

    @Test("Workflow commands are escaped, and columns are given for one line only")
    func gitHub() {
        #expect(
            GitHubRenderer().render([Self.full, Self.bare, Self.long]) == """
                ::error file=jobs/a b%2Cc%3Ad%25.yaml,line=3,col=1,endColumn=4,title=job.duplicate-key::the key `a"b\\` is \
                given twice%0A/x.yaml:2:1: note: first given here%0Anote: no place%0Ahint: remove one%0Aof them
                ::warning title=job.no-entries::nothing: 100%25, a
                ::notice file=a,line=1,endLine=4,title=job.size::m\u{1}

                """)
    }

    @Test("SARIF names the rules found, their pages, and every place")
    func sarif() throws {
        let text = SARIFRenderer(version: "1.2.3").render([Self.full, Self.bare, Self.full])
        let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        #expect(driver["name"] as? String == "vod-ingest")
        #expect(driver["version"] as? String == "1.2.3")
        let rules = try #require(driver["rules"] as? [[String: Any]])
        #expect(rules.map { $0["id"] as? String } == ["job.duplicate-key", "job.no-entries"])
        #expect(rules.map { ($0["defaultConfiguration"] as? [String: String])?["level"] } == ["error", "warning"])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.map { $0["ruleIndex"] as? Int } == [0, 1, 0])
        #expect(text.hasSuffix("]}]}\n"))
        let full = #"""
            {"ruleId":"job.duplicate-key","ruleIndex":0,"level":"error","message":{"text":"the key `a\"b\\` is given \#
            twice; hint: remove one\nof them"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":\#
            "jobs/a%20b,c%3Ad%25.yaml"},"region":{"startLine":3,"startColumn":1,"endLine":3,"endColumn":5}}}],\#
            "relatedLocations":[{"physicalLocation":{"artifactLocation":{"uri":"file:///x.yaml"},"region":\#
            {"startLine":2,"startColumn":1,"endLine":2,"endColumn":5}},"message":{"text":"first given here"}}],\#
            "properties":{"entry":"w-2"}}
            """#
        let bare = #"""
            {"ruleId":"job.no-entries","ruleIndex":1,"level":"warning","message":{"text":"nothing: 100%, a"},"locations":[]}
            """#
        #expect(text.contains(#""results":[\#(full),\#(bare),\#(full)]"#))
    }

    @Test("An empty SARIF log is still a log")
    func emptySARIF() {
        let expected = #"""
            {"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":\#
            {"name":"vod-ingest","version":"1","rules":[]}},"columnKind":"unicodeCodePoints","results":[]}]}

            """#
        #expect(SARIFRenderer(version: "1").render([]) == expected)
    }
}
