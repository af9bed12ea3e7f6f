import Diagnostics
import Testing

@Suite("DiagnosticCatalogue")
struct CatalogueTests {
    @Test("Every page of the domain `job` says what, why and how to mend it")
    func jobPages() {
        let pages = DiagnosticCatalogue.pages.filter { $0.code.rawValue.hasPrefix("job.") }
        #expect(pages.count == 55)
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
}
