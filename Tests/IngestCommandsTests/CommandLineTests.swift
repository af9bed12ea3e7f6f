import ArgumentParser
import Logging
import Testing

@testable import IngestCommands

@Suite struct CommandLineTests {
    @Test("Every command has help with an example")
    func help() {
        for command in VODIngest.configuration.subcommands {
            #expect(command.configuration.discussion.contains("EXAMPLES\n  vod-ingest "), "\(command)")
            #expect(!command.configuration.abstract.isEmpty, "\(command)")
        }
    }

    @Test("The examples in the help are command lines that are understood")
    func examples() throws {
        for command in [VODIngest.self] + VODIngest.configuration.subcommands as [any ParsableCommand.Type] {
            for line in command.configuration.discussion.split(separator: "\n") {
                let text = line.trimmingPrefix { $0 == " " }
                guard text.hasPrefix("vod-ingest ") else { continue }
                let call = text.split(separator: " > ")[0].split(separator: " | ")[0].split(separator: "   ")[0]
                #expect(throws: Never.self, "\(text)") {
                    _ = try VODIngest.parseAsRoot(call.split(separator: " ").dropFirst().map(String.init))
                }
            }
        }
    }

    @Test(
        "Wrong use ends with 64", arguments: [["bogus"], ["run"], ["run", "a.yaml", "--globl", "3"], ["schema", "x"]])
    func usage(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { _ = try VODIngest.parseAsRoot(arguments) }
        #expect(error.map { VODIngest.exitCode(for: $0).rawValue } == IngestCommands.ExitCode.usage.rawValue)
    }

    @Test("The flags of a run arrive")
    func flags() throws {
        let run = try #require(
            try VODIngest.parseAsRoot([
                "run", "a.yaml", "--state", "s", "--report", "a.csv", "--report", "b.json", "--emulator", "--update",
                "--strict",
                "--global", "3", "--progress", "none", "--log-level", "debug", "--color", "never",
            ]) as? Run)
        #expect(run.state.state == "s" && run.state.update && run.state.strict && run.emulator && !run.dryRun)
        #expect(run.reports == ["a.csv", "b.json"])
        #expect(run.settings.texts == ["global": "3"])
        #expect(run.progress == .none && run.logLevel == .debug && run.common.color == .never)
    }

    @Test("`report` without a word writes")
    func report() throws {
        let write = try VODIngest.parseAsRoot(["report", "a.sqlite", "b.sqlite"]) as? ReportWrite
        #expect(write?.states == ["a.sqlite", "b.sqlite"])
        #expect(try VODIngest.parseAsRoot(["report", "diff", "a.csv", "b.csv"]) is ReportDiffing)
    }

    @Test("The manual page has every command, exit code and variable, and no line that troff would take for a request")
    func manual() {
        let page = ManualPage.text
        for command in VODIngest.configuration.subcommands where command.configuration.shouldDisplay {
            #expect(
                page.contains("\n.SS \(command.configuration.commandName ?? "\(command)".lowercased())"), "\(command)")
        }
        for code in IngestCommands.ExitCode.allCases { #expect(page.contains("\n.B \(code.rawValue)\n")) }
        for variable in EnvironmentVariables.named { #expect(page.contains("\n.B \(variable.name)\n")) }
        let requests = Set(page.split(separator: "\n").filter { $0.hasPrefix(".") }.map { $0.prefix(3) })
        #expect(requests.isSubset(of: [".TH", ".SH", ".SS", ".B ", ".I ", ".TP", ".nf", ".fi"]))
    }
}
