import ArgumentParser
import Foundation

/// `--color`.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto, always, never
}

/// `--progress`.
enum ProgressChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto, bar, plain, json, none
}

/// What is known of one output stream.
struct StreamTraits: Hashable, Sendable {
    /// True when a person looks at it.
    var isTerminal: Bool
    /// Columns, where a terminal tells.
    var width: Int?

    /// The traits of an open descriptor.
    static func of(descriptor: Int32) -> StreamTraits {
        guard isatty(descriptor) == 1 else { return StreamTraits(isTerminal: false, width: nil) }
        var size = winsize()
        let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return StreamTraits(isTerminal: true, width: known ? Int(size.ws_col) : nil)
    }
}

/// The rules by which colour, progress and width are chosen.
enum TerminalRules {
    /// Colour: the flag; else none with NO_COLOR or a dumb terminal; else where a person looks.
    static func color(_ choice: ColorChoice, stream: StreamTraits, environment: EnvironmentVariables) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto:
            stream.isTerminal && environment(EnvironmentVariables.noColor) == nil
                && environment(EnvironmentVariables.terminal) != "dumb"
        }
    }

    /// Progress: the flag; else a bar where a person looks at a terminal that can move its cursor, and lines elsewhere.
    static func progress(
        _ choice: ProgressChoice, stream: StreamTraits, environment: EnvironmentVariables
    ) -> ProgressMode {
        switch choice {
        case .auto: stream.isTerminal && environment(EnvironmentVariables.terminal) != "dumb" ? .bar : .plain
        case .bar: .bar
        case .plain: .plain
        case .json: .json
        case .none: .none
        }
    }

    /// Columns: the terminal's own, else COLUMNS, else 80; at least 20.
    static func width(stream: StreamTraits, environment: EnvironmentVariables) -> Int {
        max(20, stream.width ?? environment(EnvironmentVariables.columns).flatMap { Int($0) } ?? 80)
    }
}
