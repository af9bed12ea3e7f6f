import ArgumentParser
import Foundation
import IngestModel
import Testing

@testable import IngestCommands

/// The pages for users, against what the program does.
@Suite struct DocumentationTests {
    private func page(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
    }

    @Test("docs/commands.md has each setting with its flag, its variables and its default")
    func settings() throws {
        let text = try page("docs/commands.md")
        let standard = RunSettings(name: "", base: "")
        for rule in SettingRule.all {
            let row = try #require(
                text.split(separator: "\n").first { $0.hasPrefix("| `\(rule.key)` | `--\(rule.flag)` |") },
                "\(rule.key)")
            for variable in rule.otherVariables { #expect(row.contains(variable.name), "\(rule.key)") }
            if let value = rule.show(standard), !value.isEmpty, !["name", "base"].contains(rule.key) {
                #expect(row.hasSuffix("| \(value) |"), "\(rule.key): \(value)")
            }
        }
    }

    @Test("README has each exit code and each command")
    func readme() throws {
        let text = try page("README.md")
        for code in IngestCommands.ExitCode.allCases where ![.interrupted, .terminated].contains(code) {
            #expect(text.contains("\n| \(code.rawValue) | "), "\(code)")
        }
        #expect(text.contains("\n| 130, 143 | "))
        for command in VODIngest.configuration.subcommands where command.configuration.shouldDisplay {
            #expect(
                text.contains("\n| `\(command.configuration.commandName ?? "\(command)".lowercased())"), "\(command)")
        }
    }
}
