import Diagnostics
import IngestTestSupport
import JobFile
import Testing
import YAMLEvents

@Suite("JobFileReader: hazards")
struct HazardTests {
    @Test("Malformed YAML ends the reading with a place, the parser's context and a hint")
    func syntax() {
        let reading = expectFindings(
            "version: 1\nname: a1️⃣: b\nmedia: [a.mp4]\n",
            FindingSpec(
                "1️⃣", "job.syntax", message: "this is no YAML: mapping values are not allowed in this context",
                hint: "quote a text that contains `: `, and check the indentation"))
        #expect(reading.entries == [])
        expectFindings(
            "1️⃣version: 1\nmedia:\n  - a.mp4\n 2️⃣- b.mp4\n",
            FindingSpec(
                "2️⃣", "job.syntax", message: "this is no YAML: did not find expected key",
                hint: "check that the keys of a mapping, and the `-` of a list, begin in the same column",
                notes: [("1️⃣", "while parsing a block mapping")]))
        expectFindings(
            "version:\n1️⃣\tname: x\n",
            FindingSpec(
                "1️⃣", "job.syntax", message: "this is no YAML: found character that cannot start any token",
                hint: "indent with spaces, not tabs, and quote a text that begins with `@`, `%` or a backtick",
                notes: [("1️⃣", "while scanning for the next token")]))
    }

    @Test("A quote that does not end is shown where it begins", arguments: ["\"", "'"])
    func openQuote(_ quote: String) {
        expectFindings(
            "version: 1\nname: 1️⃣\(quote)nightly\nmedia: [a.mp4]\n",
            FindingSpec(
                "1️⃣", "job.syntax", message: "this is no YAML: a quote begins here and does not end",
                hint: "close it, or put the text into the other kind of quotes"))
    }

    @Test("Findings before malformed YAML are kept, and so are the entries")
    func findingsBeforeSyntax() {
        let reading = expectFindings(
            "version: 1\n1️⃣nmae1️⃣: x\nmedia:\n  - a.mp4\n  - 2️⃣]\n",
            FindingSpec("1️⃣", "job.unknown-key", message: "unknown key `nmae`", hint: "did you mean `name`?"),
            FindingSpec(
                "2️⃣", "job.syntax", message: "this is no YAML: did not find expected node content",
                notes: [("2️⃣", "while parsing a block node")]))
        #expect(reading.entries.count == 1)
    }

    @Test("Bytes, limits and documents that are refused")
    func refusals() {
        expectFindings(
            "version: 1\nname: 1️⃣\u{7}x\n",
            FindingSpec(
                "1️⃣", "job.control-character", message: "the control character `U+0007` is not allowed in YAML",
                hint: "remove it, or write it as an escape such as `\\x07` inside double quotes"))
        expectFindings(
            "version: 1\nmedia: [a.mp4]\n1️⃣---\nversion: 1\n",
            FindingSpec(
                "1️⃣", "job.second-document", message: "a second document begins here; one is allowed",
                hint: "put each document into a file of its own"))
        expectFindings(
            "version: 1\nmedia1️⃣: \(String(repeating: "x", count: 1_200_000))",
            FindingSpec(
                "1️⃣", "job.too-long", message: "a text of more than 1048576 bytes follows this place",
                hint: "look for a quote or a block that does not end"))
        expectFindings(
            "version: 1\nname: \(String(repeating: "[", count: 99))1️⃣\(String(repeating: "[", count: 100_000))",
            FindingSpec("1️⃣", "job.too-deep", message: "lists and mappings are nested more than 100 deep"))
    }

    @Test("UTF-16 and invalid UTF-8 are named")
    func encodings() {
        let wide = Reading([0xFF, 0xFE] + "version: 1\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        #expect(wide.diagnostics.map(\.message) == ["the file is UTF-16 or UTF-32; a job file is UTF-8"])
        let broken = Reading(Array("version: 1\nname: ".utf8) + [0xE4, 0x0A])
        #expect(broken.diagnostics.map(\.message) == ["the file is not valid UTF-8 here"])
        #expect(broken.diagnostics.map(\.location?.start) == [SourceMark(line: 2, column: 7)])
        #expect(
            (wide.diagnostics + broken.diagnostics).map(\.hint) == ["save the file as UTF-8", "save the file as UTF-8"])
    }

    @Test("What the reading closure throws is a finding")
    func unreadable() {
        struct Gone: Error {}
        var reader = JobFileReader(file: "job.yaml", options: JobFileOptions(now: july2026)) { _ in throw Gone() }
        #expect(reader.nextEntry() == nil)
        #expect(reader.takeDiagnostics().map(\.message) == ["the file cannot be read: Gone()"])
    }

    @Test("An alias bomb is refused before it grows")
    func aliasBomb() {
        var text = "version: 1\ndefaults:\n  Procedure: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let list = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "  K\(level): &a\(level) [\(list)]\n"
        }
        let reading = Reading(text + "media: [a.mp4]\n")
        #expect(
            reading.diagnostics.map(\.message) == ["aliases make this file grow by more than 1000 values"])
        #expect(reading.diagnostics.map(\.hint) == ["write the values out"])
        #expect(reading.diagnostics.map(\.location?.start.line) == [6])
    }

    @Test("An alias bomb under unknown keys is refused too")
    func unknownAliasBomb() {
        var text = "version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let list = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        let codes = Reading(text).diagnostics.map(\.code.rawValue)
        #expect(
            codes == ["job.unknown-key", "job.unknown-key", "job.unknown-key", "job.unknown-key", "job.alias-budget"])
    }

    @Test("Each entry has a budget of its own, so that a million entries may merge the same mapping")
    func entryBudget() {
        let entries = (0..<2000).map { "  - { <<: *d, MediaFilePath: \($0).mp4 }\n" }.joined()
        let reading = Reading("version: 1\ndefaults: &d { ClassId: 7 }\nmedia:\n" + entries)
        #expect(reading.diagnostics == [])
        #expect(reading.entries.count == 2000)
        let many = Array(repeating: "*d", count: 400).joined(separator: ", ")
        let bomb = Reading(
            "version: 1\ndefaults: &d { ClassId: 7 }\nmedia: [{ <<: [\(many)], MediaFilePath: a.mp4 }]\n")
        #expect(bomb.diagnostics.map(\.code.rawValue) == ["job.alias-budget"])
    }

    @Test("Settings of endless length are refused")
    func largeSettings() {
        let reading = Reading("version: 1\ndefaults: [\(String(repeating: "x,", count: 20_000))]\n")
        #expect(reading.diagnostics.map(\.message) == ["the settings have more than 10000 values"])
        #expect(reading.diagnostics.map(\.hint) == ["only `media` may be that long"])
    }

    @Test(
        "One byte at a time gives the same as the whole",
        arguments: [
            ValidJobTests.everyKey, "version: 1\nnmae: x\nmedia:\n  - a.mp4\n  - a.mp4\n  - { Media: x }\n  - ]\n",
            "version: 1\ndefaults: &d { ClassId: x }\nmedia: [{ <<: *d, MediaFilePath: a.mp4 }, \"\\0\", é.mp5]\n", "",
            "\u{7}",
        ])
    func dripFeed(_ text: String) {
        let whole = Reading(text)
        for chunk in [1, 2, 5] {
            let drip = Reading(text, chunk: chunk)
            #expect(drip.diagnostics == whole.diagnostics)
            #expect(drip.entries == whole.entries)
            #expect(drip.settings == whole.settings)
        }
    }

    @Test("Random job files never trap; what is wrong with them has a place and a page")
    func randomJobs() {
        var random = SplitMix64(seed: TestSeed.current)
        let keys = [
            "version", "name", "region", "service", "api", "rate", "bandwidth", "upload", "partSize", "retry",
            "elapsed",
            "schedule", "window", "defaults", "media", "MediaFilePath", "MediaType", "CoverFilePath", "CoverType",
            "ClassId",
            "ExpireTime", "SubAppId", "id", "<<", "x", "secretKey", "StorageRegion", "MediaStoragePath",
            "SourceContext",
        ]
        let values = [
            "1", "a.mp4", "&a", "*a", "[", "]", "{", "}", "\n  - ", "\n    ", "\n", "auto", "16MiB", "15m",
            "2027-01-01T00:00:00Z",
            "\"22:00-06:00\"", "http://h", "\"\"", "!t ", ",", "é", "\"\\0\"", "-1", "\u{2028}", "- ", "'",
        ]
        for _ in 0..<2000 {
            var text = Bool.random(using: &random) ? "version: 1\nmedia:\n  - " : ""
            for _ in 0..<Int.random(in: 0...25, using: &random) {
                if Bool.random(using: &random) { text += (keys.randomElement(using: &random) ?? "") + ": " }
                text += values.randomElement(using: &random) ?? ""
                if Bool.random(using: &random) { text += "\n" }
            }
            let whole = Reading(text)
            let drip = Reading(text, chunk: 1)
            #expect(drip.diagnostics == whole.diagnostics, "\(TestSeed.note)")
            #expect(drip.entries == whole.entries, "\(TestSeed.note)")
            for diagnostic in whole.diagnostics {
                #expect(diagnostic.location.map { $0.start <= $0.end } == true, "\(TestSeed.note)")
                #expect(
                    DiagnosticCatalogue.page(for: diagnostic.code)?.severity == diagnostic.severity, "\(TestSeed.note)")
            }
        }
    }

    @Test("Findings of a large job are taken as it is read")
    func draining() {
        var reader = JobFileReader(
            file: "job.yaml", options: JobFileOptions(now: july2026),
            text: "version: 1\nmedia: [1.mp4, 1.mp4, 2.mp4, 2.mp4, 3.mp4]\n")
        var counts: [Int] = []
        while reader.nextEntry() != nil { counts.append(reader.takeDiagnostics().count) }
        #expect(counts == [0, 1, 1])
        #expect(reader.takeDiagnostics() == [])
        #expect(reader.nextEntry() == nil)
    }
}
