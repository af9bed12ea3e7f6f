import Synchronization
import Testing

@testable import IngestCommands

/// A sink that keeps what it is given.
final class TextRecorder: TextSink {
    private let state = Mutex<(text: String, open: Bool)>(("", true))

    var isOpen: Bool { state.withLock { $0.open } }
    var text: String { state.withLock { $0.text } }
    func write(_ text: String) { state.withLock { $0.text += text } }
}

@Suite struct ConsoleTests {
    @Test("Data goes to standard output, everything else to standard error")
    func streams() {
        let (output, error) = (TextRecorder(), TextRecorder())
        let console = Console(output: output, error: error)
        console.write("a,b\r\n")
        console.say("uploading")
        console.warn("two entries name one file", hint: "give each an id")
        console.say(CommandEnd(.invalid, "the job file is invalid", hint: "see above"))
        console.say(CommandEnd(.entriesFailed))
        #expect(output.text == "a,b\r\n")
        #expect(
            error.text == """
                uploading
                warning: two entries name one file
                hint: give each an id
                error: the job file is invalid
                hint: see above

                """)
    }

    @Test("Words tell severity; colour is added to them alone")
    func color() {
        let error = TextRecorder()
        Console(output: TextRecorder(), error: error, errorColor: true).say(CommandEnd(.usage, "no", hint: "yes"))
        #expect(error.text == "\u{1B}[31merror:\u{1B}[0m no\n\u{1B}[36mhint:\u{1B}[0m yes\n")
    }

    @Test("Status lines stay below what is said, are drawn anew when they change, and leave nothing behind")
    func status() {
        let error = TextRecorder()
        let console = Console(output: TextRecorder(), error: error)
        console.show(status: ["10%", "1 of 9"])
        console.show(status: ["10%", "1 of 9"])
        console.say("retrying")
        console.show(status: ["20%", "2 of 9"])
        console.show(status: [])
        console.say("done")
        let erase = "\r\u{1B}[1A\u{1B}[J"
        #expect(
            error.text == "10%\n1 of 9" + erase + "retrying\n10%\n1 of 9" + erase + "20%\n2 of 9" + erase + "done\n")
    }

    @Test("Colour: the flag wins, then NO_COLOR, then whether a person looks")
    func colorRules() {
        let (terminal, file) = (StreamTraits(isTerminal: true, width: 100), StreamTraits(isTerminal: false, width: nil))
        func color(_ choice: ColorChoice, _ stream: StreamTraits, _ variables: [String: String] = [:]) -> Bool {
            TerminalRules.color(choice, stream: stream, environment: EnvironmentVariables(values: variables))
        }
        #expect(color(.auto, terminal))
        #expect(!color(.auto, file))
        #expect(!color(.auto, terminal, ["NO_COLOR": "1"]))
        #expect(color(.auto, terminal, ["NO_COLOR": ""]))
        #expect(!color(.auto, terminal, ["TERM": "dumb"]))
        #expect(color(.always, file, ["NO_COLOR": "1"]))
        #expect(!color(.never, terminal))
    }

    @Test("Progress: the flag wins, then whether the stream is a terminal that can move its cursor")
    func progressRules() {
        let (terminal, file) = (StreamTraits(isTerminal: true, width: 100), StreamTraits(isTerminal: false, width: nil))
        let (usual, dumb) = (EnvironmentVariables(values: [:]), EnvironmentVariables(values: ["TERM": "dumb"]))
        #expect(TerminalRules.progress(.auto, stream: terminal, environment: usual) == .bar)
        #expect(TerminalRules.progress(.auto, stream: terminal, environment: dumb) == .plain)
        #expect(TerminalRules.progress(.auto, stream: file, environment: usual) == .plain)
        #expect(TerminalRules.progress(.json, stream: terminal, environment: usual) == .json)
        #expect(TerminalRules.progress(.none, stream: terminal, environment: usual) == .none)
    }

    @Test("Width: the terminal's, else COLUMNS, else 80; never below 20")
    func width() {
        let file = StreamTraits(isTerminal: false, width: nil)
        func width(_ stream: StreamTraits, _ columns: String? = nil) -> Int {
            TerminalRules.width(
                stream: stream, environment: EnvironmentVariables(values: columns.map { ["COLUMNS": $0] } ?? [:]))
        }
        #expect(width(StreamTraits(isTerminal: true, width: 132), "90") == 132)
        #expect(width(file, "90") == 90)
        #expect(width(file, "many") == 80)
        #expect(width(file) == 80)
        #expect(width(file, "3") == 20)
    }
}
