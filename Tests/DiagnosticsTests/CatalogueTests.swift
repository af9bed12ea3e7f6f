import Diagnostics
import Foundation
import Testing

@Suite("DiagnosticCatalogue")
struct CatalogueTests {
    @Test("Every page of the domain `job` says what, why and how to mend it")
    func jobPages() {
        let pages = DiagnosticCatalogue.pages.filter { $0.code.rawValue.hasPrefix("job.") }
        #expect(pages.count == 57)
        for page in pages {
            #expect(page.code.rawValue.wholeMatch(of: /job\.[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(page.code)")
            #expect(!page.title.isEmpty && !page.title.hasSuffix("."), "\(page.code)")
            #expect(page.explanation.hasSuffix("."), "\(page.code)")
            #expect(!page.example.isEmpty && !page.mend.isEmpty && page.example != page.mend, "\(page.code)")
        }
    }

    @Test("Each code has one page")
    func unique() {
        let codes = DiagnosticCatalogue.pages.map(\.code)
        #expect(Set(codes).count == codes.count)
        for code in codes { #expect(DiagnosticCatalogue.page(for: code)?.code == code) }
    }

    @Test("Every code that is declared anywhere in the sources has a page with an example and its mend")
    func declared() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources").standardizedFileURL.path
        var found: Set<String> = []
        for case let name as String in try #require(FileManager.default.enumerator(atPath: sources))
        where name.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(sources)/\(name)", encoding: .utf8)
            for match in text.matches(of: /DiagnosticCode\(rawValue: "([^"]+)"\)/) { found.insert(String(match.1)) }
        }
        #expect(found.count > 100)
        for code in found.sorted() {
            let page = try #require(DiagnosticCatalogue.page(for: DiagnosticCode(rawValue: code)), "\(code)")
            #expect(!page.explanation.isEmpty && !page.example.isEmpty && !page.mend.isEmpty, "\(code)")
        }
        #expect(DiagnosticCatalogue.pages.count == found.count)
    }
}
