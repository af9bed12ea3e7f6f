import Testing

@testable import IngestCommands

@Suite struct ExitCodeTests {
    @Test("The numbers are those of the contract")
    func numbers() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 64, 70, 130, 143])
        #expect(ExitCode.interrupted.rawValue == 128 + 2)
        #expect(ExitCode.terminated.rawValue == 128 + 15)
    }

    @Test("Each code says what it means and what to do", arguments: ExitCode.allCases)
    func texts(code: ExitCode) throws {
        let page = try #require(Explanation.page(of: String(code.rawValue)))
        #expect(page == "exit code \(code.rawValue): \(code.meaning)\n\n\(code.advice)")
        #expect(!code.meaning.hasSuffix(".") && code.advice.hasSuffix("."))
    }
}
