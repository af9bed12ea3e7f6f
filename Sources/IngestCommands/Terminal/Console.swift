import Foundation
import Synchronization

/// The two streams of the program: data goes to standard output, everything else to standard error. The status lines of a
/// progress bar stay below whatever else is written to standard error.
final class Console: Sendable {
    /// Colour on standard output.
    let outputColor: Bool
    /// Colour on standard error.
    let errorColor: Bool
    /// Columns of standard error.
    let width: Int
    private let output: any TextSink
    private let error: any TextSink
    /// The status lines on the screen now; the cursor is at the end of the last.
    private let status = Mutex<[String]>([])

    /// A console over two sinks.
    init(
        output: any TextSink, error: any TextSink, outputColor: Bool = false, errorColor: Bool = false, width: Int = 80
    ) {
        self.output = output
        self.error = error
        self.outputColor = outputColor
        self.errorColor = errorColor
        self.width = width
    }

    /// The console of this process. SIGPIPE is ignored from here on: that a reader leaves (`| head`) is no error.
    static func ofThisProcess(color: ColorChoice, environment: EnvironmentVariables) -> Console {
        signal(SIGPIPE, SIG_IGN)
        let traits = (
            output: StreamTraits.of(descriptor: STDOUT_FILENO), error: StreamTraits.of(descriptor: STDERR_FILENO)
        )
        return Console(
            output: DescriptorSink(descriptor: STDOUT_FILENO), error: DescriptorSink(descriptor: STDERR_FILENO),
            outputColor: TerminalRules.color(color, stream: traits.output, environment: environment),
            errorColor: TerminalRules.color(color, stream: traits.error, environment: environment),
            width: TerminalRules.width(stream: traits.error, environment: environment))
    }

    /// False once nobody reads standard output any more; a command that only prints may then end.
    var outputIsOpen: Bool { output.isOpen }

    /// Writes data, as it is.
    func write(_ text: String) { output.write(text) }

    /// Writes a line for a person to standard error, above the status lines.
    func say(_ line: String) {
        status.withLock { shown in
            error.write(Self.erase(shown.count) + line + "\n" + shown.joined(separator: "\n"))
        }
    }

    /// Says why a command ends.
    func say(_ end: CommandEnd) {
        if let message = end.message { say(Style.red("error:", color: errorColor) + " " + message) }
        if let hint = end.hint { say(Style.cyan("hint:", color: errorColor) + " " + hint) }
    }

    /// Says what is noteworthy and does not stop anything.
    func warn(_ message: String, hint: String? = nil) {
        say(Style.yellow("warning:", color: errorColor) + " " + message)
        if let hint { say(Style.cyan("hint:", color: errorColor) + " " + hint) }
    }

    /// Shows `lines` below everything else in place of the status lines shown before; none takes them away. Each must fit
    /// into `width`.
    func show(status lines: [String]) {
        status.withLock { shown in
            guard lines != shown else { return }
            error.write(Self.erase(shown.count) + lines.joined(separator: "\n"))
            shown = lines
        }
    }

    /// Goes to the first of `count` lines, the cursor being in the last, and erases from there on (ECMA-48: CUU, ED).
    private static func erase(_ count: Int) -> String {
        guard count > 0 else { return "" }
        return "\r" + (count > 1 ? "\u{1B}[\(count - 1)A" : "") + "\u{1B}[J"
    }
}
