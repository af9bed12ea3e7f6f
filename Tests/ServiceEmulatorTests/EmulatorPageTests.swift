import Foundation
import Testing

@testable import ServiceEmulator

/// docs/emulator.md against what the emulator does.
@Suite struct EmulatorPageTests {
    private func page() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/emulator.md"), encoding: .utf8)
    }

    @Test("the page has each effect with its values, and no other")
    func effects() throws {
        let text = try page()
        let start = try #require(text.range(of: "| effect | values |"))
        let rows = text[start.upperBound...].components(separatedBy: "\n\n")[0]
            .split(separator: "\n").filter { $0.hasPrefix("| `") }
        let named = rows.map { $0.dropFirst(3).prefix { $0 != "`" }.description }
        #expect(Set(named) == Set(FaultEffect.Kind.allCases.map(\.rawValue)))
        #expect(named.count == FaultEffect.Kind.allCases.count)
        for (kind, fields) in FaultEffect.fieldNames {
            let row = try #require(rows.first { $0.hasPrefix("| `\(kind.rawValue)` |") })
            let cell = row.components(separatedBy: " | ")[1]
            #expect(cell == fields.map { "`\($0)`" }.joined(separator: ", "), "\(kind)")
        }
    }

    @Test("the plan that the page shows is one")
    func example() throws {
        let text = try page()
        let start = try #require(text.range(of: #"{"seed": 7"#))
        let end = try #require(text.range(of: "}]}", range: start.lowerBound..<text.endIndex))
        let plan = try FaultPlan(json: Array(text[start.lowerBound..<end.upperBound].utf8))
        #expect(plan.rules.count == 3)
        #expect(plan.seed == 7)
    }
}
