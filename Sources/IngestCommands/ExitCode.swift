/// Every code this program exits with; the one place that knows the numbers (contract, section 7).
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
    /// All is well; for a run: everything planned is succeeded or skipped.
    case success = 0
    /// The run ended with failed or unknown entries.
    case entriesFailed = 1
    /// The job file, or what it names, is invalid.
    case invalid = 2
    /// Credentials or account refused.
    case accountRefused = 3
    /// Stopped early by a limit.
    case stoppedByLimit = 4
    /// State file, disk or report.
    case stateOrReport = 5
    /// Wrong use of the command line (EX_USAGE of sysexits.h).
    case usage = 64
    /// A defect of this program (EX_SOFTWARE of sysexits.h).
    case defect = 70
    /// SIGINT: 128 + 2.
    case interrupted = 130
    /// SIGTERM: 128 + 15.
    case terminated = 143

    /// What the code says, in one sentence.
    public var meaning: String {
        switch self {
        case .success: "everything planned is succeeded or skipped, or the command did what it was asked"
        case .entriesFailed: "the run ended, with failed or unknown entries"
        case .invalid: "the job file, or what it names, is invalid; nothing was sent"
        case .accountRefused: "credentials or account refused: nothing more can succeed"
        case .stoppedByLimit: "stopped early by a limit: failures, failure rate, or the window"
        case .stateOrReport: "the state file is locked or damaged, the disk is full, or a report could not be written"
        case .usage: "wrong use of the command line"
        case .defect: "a defect of this program"
        case .interrupted: "interrupted by SIGINT: journal and report are written"
        case .terminated: "ended by SIGTERM: journal and report are written"
        }
    }

    /// What to do about it, in a sentence or two.
    public var advice: String {
        switch self {
        case .success: "Nothing."
        case .entriesFailed:
            """
            Read the report's rows with status `failed` or `unknown`; `vod-ingest explain` knows their codes. Running the \
            job again does the failed ones anew; what is done is skipped.
            """
        case .invalid: "Mend what the diagnostics name; `vod-ingest explain CODE` says more about each."
        case .accountRefused:
            """
            Check the key pair, the token's life, the sub-application and the rights of the account, then run again: what is \
            done is skipped. `vod-ingest validate --online` asks the account without uploading.
            """
        case .stoppedByLimit: "Read the report, mend what failed, and run again: the run goes on where it stopped."
        case .stateOrReport:
            """
            See that no other run uses the state file, that its disk has room and that the report's folder can be written. \
            `vod-ingest report STATE` writes the reports again.
            """
        case .usage: "Read `vod-ingest help`, or `--help` of the command."
        case .defect: "Please report it, with the message and the log. The state file is sound: running again goes on."
        case .interrupted, .terminated: "Run again to go on: parts that are stored are not sent again."
        }
    }
}

/// How a command ends when it does not end well: the code, and what is said on standard error.
struct CommandEnd: Error, Hashable, Sendable {
    /// The code to exit with.
    var code: ExitCode
    /// One sentence, lower-case start, no final full stop; nil when all has been said.
    var message: String?
    /// The mend, where it is known.
    var hint: String?

    /// An end with `code`.
    init(_ code: ExitCode, _ message: String? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
