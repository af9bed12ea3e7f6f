import IngestModel
import Testing

@Suite("ServiceFault")
struct FaultTests {
    @Test("A fault of a service says in one line who, what, how often, how long, which request and why")
    func line() {
        let fault = ServiceFault(
            code: "SlowDown", faultClass: .throttled, message: "the service asked to slow down", requestId: "5f3c",
            status: 503, attempts: 8, service: .cos, elapsed: 251.2)
        #expect(
            fault.description
                == "cos.SlowDown (throttled): gave up after 8 attempts in 4m 12s; request 5f3c; the service asked to slow down"
        )
        #expect(fault.reportMessage == "gave up after 8 attempts in 4m 12s; the service asked to slow down")
    }

    @Test("What was not answered, or not sent, is not said")
    func parts() {
        let unanswered = ServiceFault(
            code: "NetworkError", faultClass: .transient, message: "no route", attempts: 1, elapsed: 0)
        #expect(unanswered.description == "NetworkError (transient): gave up after 1 attempt in 0s; no route")
        let local = ServiceFault(code: "SourceChanged", faultClass: .source, message: "`a.mp4` has changed")
        #expect(local.description == "SourceChanged (source): `a.mp4` has changed")
        #expect(local.reportMessage == "`a.mp4` has changed")
    }

    @Test(
        "Spans are whole seconds in the two largest units",
        arguments: [
            (0, "0s"), (0.2, "1s"), (59, "59s"), (59.5, "1m 00s"), (65, "1m 05s"), (7200, "2h 00m"),
            (273_600, "3d 04h"), (-5, "0s"), (.infinity, "11574074d 01h"),
        ])
    func spans(seconds: Double, text: String) {
        #expect(SpanText.text(seconds: seconds) == text)
    }
}
