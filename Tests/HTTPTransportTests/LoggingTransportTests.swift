import HTTPTransport
import IngestModel
import Logging
import Synchronization
import Testing

@Suite("LoggingTransport")
struct LoggingTransportTests {
    /// Keeps all it is given, as one text a line.
    final class Lines: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func add(_ line: String) { kept.withLock { $0.append(line) } }
    }

    struct LinesHandler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            let more = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.add(([event.level.rawValue, event.message.description] + more).joined(separator: " "))
        }
    }

    private func run(_ answer: @escaping ScriptedTransport.Answer) async -> [String] {
        let lines = Lines()
        let logger = Logger(label: "t") { _ in LinesHandler(lines: lines) }
        let transport = LoggingTransport(
            ScriptedTransport([answer]), logger: logger, timeline: Timeline(ManualClock()))
        let target = RequestTarget(secure: true, host: "h.example", path: "/secret-path", query: "token=secret")
        let request = OutgoingRequest(
            operation: "PUT Object", method: .put, target: target, headers: ["Authorization": "secret"])
        do { _ = try await transport.send(request) } catch { lines.add("thrown \(error.code)") }
        return lines.all
    }

    @Test("An answer makes one line, which names no path, query or header")
    func answer() async {
        #expect(
            await run(ScriptedTransport.status(200, headers: ["Set-Cookie": "secret"])) == [
                "debug PUT Object answered attempts=1 bytesSent=0 host=h.example ms=0 status=200"
            ])
    }

    @Test("A fault makes one line and stays a fault")
    func fault() async {
        #expect(
            await run(ScriptedTransport.fault(.stalled, sentAny: true)) == [
                "info PUT Object failed attempts=1 bytesSent=0 code=Stalled host=h.example ms=0", "thrown Stalled",
            ])
    }
}
