import Diagnostics
import IngestModel
import TencentWire
import Testing

@testable import IngestCommands

@Suite struct ExplanationTests {
    @Test("Every diagnostic code has a page with an explanation, an example and its mend")
    func pages() throws {
        for page in DiagnosticCatalogue.pages {
            let text = try #require(Explanation.page(of: page.code.rawValue))
            #expect(
                text.hasPrefix(
                    "\(page.code.rawValue) (\(page.severity.rawValue)): \(page.title)\n\n\(page.explanation)\n"))
            #expect(!page.example.isEmpty && !page.mend.isEmpty)
        }
    }

    @Test("A service's code is explained by its own advice and by its class, with or without the report's prefix")
    func faults() {
        let text = """
            SlowDown: a code of the object store (COS); class `throttled`: too many requests: it was tried again with longer pauses

            Run with lower limits: `--requests`, `--entries` or `--global`; others may be using the same account.
            """
        #expect(Explanation.page(of: "SlowDown") == text)
        #expect(Explanation.page(of: "cos.SlowDown") == text)
        #expect(
            Explanation.page(of: "InvalidParameterValue.MediaType") == """
                InvalidParameterValue.MediaType: a code of the VOD API; class `rejected`: this request will never succeed as it is

                The service does not take this MediaType.

                Mend the entry's fields or its file as the message says, then run the job again.
                """)
    }

    @Test("Every code of the services has a page, and own advice stands for a known code alone")
    func catalogue() {
        for row in FaultCatalogue.vod + FaultCatalogue.cos { #expect(Explanation.page(of: row.code) != nil) }
        let known = Set((FaultCatalogue.vod + FaultCatalogue.cos).map(\.code))
        #expect(Set(FaultAdvice.byCode.keys).subtracting(known) == [])
    }

    @Test("A class of faults has a page", arguments: FaultClass.allCases)
    func classes(faultClass: FaultClass) {
        #expect(
            Explanation.page(of: faultClass.rawValue)
                == "\(faultClass.rawValue) (class of a fault): \(Explanation.meaning(of: faultClass))\n\n"
                + Explanation.advice(for: faultClass))
    }

    @Test("An unknown code has no page")
    func unknown() {
        #expect(Explanation.page(of: "no.such-code") == nil)
        #expect(Explanation.page(of: "6") == nil)
    }
}
