import ArgumentParser

/// `vod-ingest manual`: the manual page, for `make install`.
struct Manual: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Prints the manual page, for man(1).",
        discussion: """
            EXAMPLES
              vod-ingest manual > vod-ingest.1
            """, shouldDisplay: false)

    @OptionGroup var common: CommonFlags

    func run() { common.console().write(ManualPage.text) }
}

/// The manual page: what `--help`, `ExitCode` and `EnvironmentVariables` say, in the language of man(7).
enum ManualPage {
    private static let columns = 78

    /// The page.
    static var text: String {
        var lines = [
            ".TH VOD-INGEST 1 \"\" \"vod-ingest \(Version.text)\"", ".SH NAME",
            "vod-ingest \\- \(escaped(VODIngest.configuration.abstract))", ".SH SYNOPSIS",
            ".B vod-ingest", ".I command", "[\\fIoption\\fR ...]", ".SH DESCRIPTION",
        ]
        lines += verbatim(VODIngest.helpMessage(columns: columns))
        lines.append(".SH COMMANDS")
        for command in VODIngest.configuration.subcommands where command.configuration.shouldDisplay {
            lines.append(".SS \(name(command))")
            lines += verbatim(VODIngest.helpMessage(for: command, columns: columns))
            for inner in command.configuration.subcommands {
                lines.append(".SS \(name(command)) \(name(inner))")
                lines += verbatim(VODIngest.helpMessage(for: inner, columns: columns))
            }
        }
        lines.append(".SH EXIT STATUS")
        for code in ExitCode.allCases { lines += [".TP", ".B \(code.rawValue)", escaped(code.meaning)] }
        lines.append(".SH ENVIRONMENT")
        for variable in EnvironmentVariables.named + SettingRule.all.map(\.variable) {
            lines += [".TP", ".B \(variable.name)", escaped(variable.meaning)]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func name(_ command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? "\(command)".lowercased()
    }

    private static func verbatim(_ text: String) -> [String] {
        [".nf"] + text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) } + [".fi"]
    }

    /// A backslash begins an escape; a dot or an apostrophe at the start of a line a request.
    private static func escaped(_ line: String) -> String {
        let text = line.reduce(into: "") { $0 += $1 == "\\" ? "\\e" : $1 == "-" ? "\\-" : String($1) }
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }
}
