import Diagnostics
import Testing

@testable import StreamingManifest

@Suite("The codes about MPDs")
struct DASHCatalogueTests {
    private var codes: Set<String> {
        Set(DiagnosticCatalogue.pages.map(\.code.rawValue).filter { $0.hasPrefix("dash.") })
    }

    @Test("Every code has an MPD that causes it, and every finding a code with a page")
    func coverage() {
        var caused: Set<String> = []
        for rule in DASHDocumentRuleTests.rules + DASHSegmentRuleTests.rules {
            for diagnostic in readMPD(rule.text, present: rule.present).reading.diagnostics {
                caused.insert(diagnostic.code.rawValue)
            }
        }
        #expect(caused.filter { $0.hasPrefix("dash.") } == codes)
    }

    @Test("Every page is complete, and no code is given twice")
    func pages() {
        let pages = DiagnosticCatalogue.pages.filter { $0.code.rawValue.hasPrefix("dash.") }
        #expect(pages.count == codes.count)
        for page in pages {
            let parts = [page.title, page.explanation, page.example, page.mend]
            #expect(parts.allSatisfy { !$0.isEmpty }, "\(page.code.rawValue)")
            #expect(page.explanation.hasSuffix("."), "\(page.code.rawValue)")
        }
    }
}
