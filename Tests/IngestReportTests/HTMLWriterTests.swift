import Foundation
import FoundationXML
import IngestModel
import IngestReport
import IngestTestSupport
import Testing

@Suite("HTMLWriter")
struct HTMLWriterTests {
    private func page(_ records: [EntryRecord], run: RunRecord = SampleReport.run, rowLimit: Int = 10_000) throws
        -> String
    {
        try report(records, run: run) {
            try HTMLWriter(tool: SampleReport.tool, companion: "report.csv", rowLimit: rowLimit, output: $0)
        }
    }

    private func rows(_ page: String) -> [Substring] {
        page.split(separator: "\n").filter { $0.hasPrefix("<tr class=") }
    }

    private func entry(_ line: Int, _ status: EntryStatus, name: String = "n", url: String? = nil) -> EntryRecord {
        var record = EntryRecord(
            spec: SampleReport.spec(nil, line: line, path: "a\(line).mp4", name: name), status: status, files: 1,
            bytes: 1)
        record.fileId = url == nil ? nil : "1"
        record.mediaUrl = url
        return record
    }

    @Test("No text of a report becomes markup: the page has the same tags whatever the texts are")
    func noInjection() throws {
        var source = RandomRecords(random: SplitMix64(seed: TestSeed.current))
        for _ in 0..<300 {
            let text = source.text() + source.text()
            var hostile = entry(1, .failed, name: text)
            hostile.fault = ServiceFault(code: "c" + text, faultClass: .rejected, message: text, requestId: text)
            var plain = entry(1, .failed)
            plain.fault = ServiceFault(code: "c", faultClass: .rejected, message: "m", requestId: "r")
            var run = SampleReport.run
            run.job = text
            run.settings = [text: text]
            var plainRun = run
            plainRun.settings = ["a": "b"]
            plainRun.job = "j"
            #expect(
                try markup(page([hostile], run: run)) == markup(page([plain], run: plainRun)), "\(TestSeed.note)")
        }
    }

    /// The signs that a browser reads as markup, in their order.
    private func markup(_ page: String) -> [UInt8] { page.utf8.filter { "<>\"'".utf8.contains($0) } }

    @Test("A quote with a combining mark does not end an attribute")
    func combiningMark() throws {
        let row = try rows(page([entry(1, .succeeded, url: "https://a/\"\u{301} onclick=alert(1)")]))[0]
        #expect(row.contains("href=\"https://a/&quot;\u{301} onclick=alert(1)\""))
    }

    @Test(
        "Only an address of the web becomes a link",
        arguments: [("https://a/b", true), ("HTTP://a/b", true), ("javascript:alert(1)", false), ("//a/b", false)])
    func links(_ url: String, _ isLink: Bool) throws {
        #expect(try rows(page([entry(1, .succeeded, url: url)]))[0].contains("<a href=") == isLink)
    }

    @Test("The page asks for nothing outside itself")
    func selfContained() throws {
        let page = try page([entry(1, .pending)])
        for sign in ["src=", "href=", "url(", "@import", "fetch(", "http:", "https:"] {
            #expect(!page.contains(sign), "\(sign)")
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test("Every element that is opened is closed, so that the page holds together")
    func balanced() throws {
        for page in [try page(SampleReport.records), try page([])] {
            let body = try #require(page.firstRange(of: "<body>"))
            let end = try #require(page.firstRange(of: "<script>\n(()"))
            let xml = String(page[body.lowerBound..<end.lowerBound]) + "</body>"
            let closed = xml.replacing(/<input([^>]*)>/) { "<input\($0.1.replacing(" checked", with: ""))/>" }
            let parser = XMLParser(data: Data(closed.utf8))
            #expect(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
        }
    }

    @Test("A table that is too long is cut, says so, and keeps what needs a look")
    func cut() throws {
        let records = (1...40).map { entry($0, $0 > 35 ? .failed : $0 == 30 ? .pending : .succeeded) }
        let page = try page(records, rowLimit: 10)
        #expect(rows(page).count == 10)
        #expect(rows(page).filter { $0.hasPrefix("<tr class=\"failed\"") }.count == 5)
        #expect(rows(page).filter { $0.hasPrefix("<tr class=\"pending\"") }.count == 1)
        #expect(
            page.contains(
                "<p class=\"note\">This table shows 10 of 40 entries, those that failed, are unknown or pending first of all; "
                    + "report.csv has them all.</p>"))
    }

    @Test("A table that fits has no note")
    func notCut() throws {
        #expect(try !page((1...10).map { entry($0, .failed) }, rowLimit: 10).contains("class=\"note\""))
    }

    @Test("A page cut to nothing but troubled rows never goes over the limit")
    func onlyTroubled() throws {
        let page = try page((1...20).map { entry($0, .unknown) } + [entry(21, .succeeded)], rowLimit: 7)
        #expect(rows(page).count == 7)
        #expect(rows(page).allSatisfy { $0.hasPrefix("<tr class=\"unknown\"") })
    }

    @Test("A run on the emulator says that nothing was uploaded")
    func emulator() throws {
        var run = SampleReport.run
        run.target = .emulator
        #expect(
            try page([], run: run).contains(
                "<strong>Emulator.</strong> This run went to the emulator on its own machine; nothing was uploaded to the "
                    + "service."))
        #expect(try !page([]).contains("Emulator"))
    }

    @Test("The verdict names the worst that is there")
    func verdicts() throws {
        var run = SampleReport.run
        run.interrupted = false
        func verdict(_ records: [EntryRecord]) throws -> String? {
            try page(records, run: run).firstMatch(of: /<div class="(verdict [^<]*)<\/div>/).map { String($0.1) }
        }
        #expect(try verdict([entry(1, .succeeded), entry(2, .skipped)]) == "verdict succeeded\">complete")
        #expect(try verdict([entry(1, .pending), entry(2, .skipped)]) == "verdict pending\">1 entry pending")
        #expect(
            try verdict([entry(1, .unknown), entry(2, .pending)]) == "verdict unknown\">1 entry failed or unknown")
        #expect(
            try verdict([entry(1, .unknown), entry(2, .failed)]) == "verdict failed\">2 entries failed or unknown")
        run.interrupted = true
        #expect(try verdict([entry(1, .succeeded)]) == "verdict unknown\">interrupted, every entry done")
    }
}
