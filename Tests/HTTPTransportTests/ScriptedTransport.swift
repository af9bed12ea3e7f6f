import HTTPTransport
import Synchronization

/// Answers from a list, and keeps what it was asked.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = @Sendable (OutgoingRequest) async throws(TransportFault) -> IncomingResponse

    private struct State {
        var script: [Answer]
        var seen: [OutgoingRequest] = []
    }

    private let state: Mutex<State>

    init(_ script: [Answer]) { state = Mutex(State(script: script)) }

    var seen: [OutgoingRequest] { state.withLock { $0.seen } }

    func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let answer = state.withLock { state -> Answer? in
            state.seen.append(request)
            return state.script.isEmpty ? nil : state.script.removeFirst()
        }
        guard let answer else {
            throw TransportFault(kind: .defect, message: "the script has no more answers", sentAny: false)
        }
        return try await answer(request)
    }

    static func status(_ status: Int, headers: HeaderFields = [:]) -> Answer {
        { _ in IncomingResponse(status: status, headers: headers) }
    }

    static func fault(_ kind: TransportFault.Kind, sentAny: Bool, bytesSent: Int64 = 0) -> Answer {
        let fault = TransportFault(kind: kind, message: "scripted", sentAny: sentAny, bytesSent: bytesSent)
        return { _ throws(TransportFault) in throw fault }
    }
}
