import Diagnostics
import Testing

@testable import StreamingManifest

@Suite("Pages of the codes for playlists, paths and files")
struct CodePageTests {
    private static let pages = DiagnosticCatalogue.pages.filter { page in
        ["hls.", "path.", "file.", "manifest."].contains { page.code.rawValue.hasPrefix($0) }
    }

    @Test("Every page is complete, and no code has two")
    func complete() {
        #expect(Self.pages.count > 100)
        #expect(Set(Self.pages.map(\.code)).count == Self.pages.count)
        for page in Self.pages {
            #expect(!page.title.isEmpty && !page.explanation.isEmpty && !page.example.isEmpty && !page.mend.isEmpty)
            #expect(page.explanation.hasSuffix("."), "\(page.code.rawValue)")
        }
    }
}
