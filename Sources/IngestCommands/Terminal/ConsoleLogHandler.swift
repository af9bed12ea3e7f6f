import ArgumentParser
import IngestReport
import Logging

/// `--log-format`.
enum LogFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

/// Logs to standard error, a line for each message, above the status lines. What is secret is of a type that redacts itself.
struct ConsoleLogHandler: LogHandler {
    /// A line of `--log-format json`.
    private struct Line: Encodable {
        let time: String?
        let level: String
        let message: String
        let metadata: [String: String]
    }

    private let console: Console
    private let format: LogFormat
    private let now: @Sendable () -> Double
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    /// A handler for messages of `level` and graver; `now` gives unix seconds.
    init(console: Console, format: LogFormat, level: Logger.Level, now: @escaping @Sendable () -> Double) {
        self.console = console
        self.format = format
        self.now = now
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        switch format {
        case .text: console.say(text(event.level, "\(event.message)", all))
        case .json:
            let line = Line(
                time: Timestamp.text(now()), level: event.level.rawValue, message: "\(event.message)", metadata: all)
            do {
                console.say(try JSONText.line(line))
            } catch {
                console.say(text(event.level, "\(event.message)", all))
            }
        }
    }

    private func text(_ level: Logger.Level, _ message: String, _ metadata: [String: String]) -> String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\(TextTable.visible($0.value))" }.joined()
        return "\(level.rawValue): \(TextTable.visible(message))\(pairs)"
    }
}
