import HTTPTransport
import IngestModel
import IngestPolicy
import IngestTestSupport
import Synchronization
import Testing

/// Keeps what it is told.
final class RecordingMeter: TransferMeter {
    private let kept = Mutex<[TransferEvent]>([])
    var events: [TransferEvent] { kept.withLock { $0 } }
    func note(_ event: TransferEvent) { kept.withLock { $0.append(event) } }
}

@Suite("RetryingTransport", .timeLimit(.minutes(15)))
struct RetryingTransportTests {
    private let meter = RecordingMeter()
    private static let target = RequestTarget(secure: false, host: "h", path: "/")

    private func transport(
        _ inner: any HTTPTransport, policy: RetryPolicy = RetryPolicy(), clock: any Clock<Duration> = SkippingClock(),
        correctClock: @escaping @Sendable (IncomingResponse) -> Bool = { _ in false }
    ) -> RetryingTransport {
        RetryingTransport(
            inner, policy: policy, timeline: Timeline(clock), random: SharedRandom(HighestNumbers()), meter: meter,
            correctClock: correctClock)
    }

    /// A request whose answers are judged by their status: the class of 4xx is `refusal`.
    private func request(refusal: FaultClass = .rejected, repeatable: Bool = true) -> OutgoingRequest {
        var request = OutgoingRequest(operation: "t", method: .post, target: Self.target, repeatable: repeatable)
        request.judge = { response in
            guard response.status >= 400 else { return nil }
            return ServiceFault(
                code: "S\(response.status)", faultClass: response.status >= 500 ? .transient : refusal,
                message: "m", status: response.status, ambiguous: response.status == 502)
        }
        return request
    }

    @Test("Requests share the run's budget of repeats: where it is used up each is tried once, until one comes through")
    func budget() async throws {
        let spent = Counter()
        let inner = ScriptedTransport(
            Array(repeating: ScriptedTransport.status(500), count: 4)
                + [200, 500, 200].map { ScriptedTransport.status($0) })
        let transport = RetryingTransport(
            inner, policy: RetryPolicy(attempts: 3), timeline: Timeline(SkippingClock()),
            random: SharedRandom(HighestNumbers()), meter: meter, budget: RetryBudget(size: 2),
            whenSpent: { _ = spent.next() }, correctClock: { _ in false })
        #expect(try await transport.send(request()).attempts == 3)
        #expect(spent.value == 0)
        #expect(try await transport.send(request()).attempts == 1)
        #expect(spent.value == 1)
        #expect(try await transport.send(request()).status == 200)
        let mended = try await transport.send(request())
        #expect(mended.status == 200)
        #expect(mended.attempts == 2)
    }

    private func fault(_ transport: RetryingTransport, _ request: OutgoingRequest) async throws -> TransportFault {
        do throws(TransportFault) {
            let response = try await transport.send(request)
            Issue.record("an answer came: \(response.status)")
            return TransportFault(kind: .defect, message: "", sentAny: false)
        } catch { return error }
    }

    @Test("A transient failure is sent again until it succeeds; attempts are counted")
    func transient() async throws {
        let inner = ScriptedTransport([
            ScriptedTransport.status(500), ScriptedTransport.fault(.reset, sentAny: true),
            ScriptedTransport.fault(.connect, sentAny: false), ScriptedTransport.status(200),
        ])
        let response = try await transport(inner).send(request())
        #expect(response.status == 200)
        #expect(response.attempts == 4)
        #expect(response.afterLostAnswer)
        #expect(
            meter.events == [
                .retrying(.transient, after: .milliseconds(500)), .retrying(.transient, after: .seconds(1)),
                .retrying(.transient, after: .seconds(2)),
            ])
    }

    @Test(
        "What sending again cannot mend is sent once",
        arguments: [FaultClass.rejected, .account, .expired, .source, .cancelled, .defect])
    func final(faultClass: FaultClass) async throws {
        let inner = ScriptedTransport([ScriptedTransport.status(400)])
        let response = try await transport(inner).send(request(refusal: faultClass))
        #expect(response.status == 400)
        #expect(response.attempts == 1)
        #expect(inner.seen.count == 1)
        #expect(meter.events.isEmpty)
    }

    @Test(
        "A changed or unreadable file is sent once", arguments: [TransportFault.Kind.sourceChanged, .sourceUnreadable])
    func source(kind: TransportFault.Kind) async throws {
        let inner = ScriptedTransport([ScriptedTransport.fault(kind, sentAny: true)])
        let fault = try await fault(transport(inner), request())
        #expect(fault.kind == kind)
        #expect(fault.attempts == 1)
    }

    @Test("The last failure is given back when the attempts are used up")
    func exhausted() async throws {
        let inner = ScriptedTransport(Array(repeating: ScriptedTransport.status(503), count: 9))
        let response = try await transport(inner, policy: RetryPolicy(attempts: 3)).send(request())
        #expect(response.status == 503)
        #expect(response.attempts == 3)
        #expect(inner.seen.count == 3)
    }

    @Test("Bytes are counted over all attempts")
    func bytes() async throws {
        let inner = ScriptedTransport([
            ScriptedTransport.fault(.reset, sentAny: true, bytesSent: 10),
            { _ in IncomingResponse(status: 200, sent: SentBody(bytes: 30, crc64: 1)) },
        ])
        #expect(try await transport(inner).send(request()).bytesSent == 40)
    }

    @Test("A request that must not be repeated ends with the first attempt whose effect is not known")
    func notRepeatable() async throws {
        let lost = ScriptedTransport([ScriptedTransport.fault(.reset, sentAny: true)])
        let fault = try await fault(transport(lost), request(repeatable: false))
        #expect(fault.ambiguous)
        #expect(lost.seen.count == 1)
        let gateway = ScriptedTransport([ScriptedTransport.status(502)])
        #expect(try await transport(gateway).send(request(repeatable: false)).status == 502)
        #expect(gateway.seen.count == 1)
    }

    @Test("A request that must not be repeated is sent again when it cannot have had its effect")
    func notRepeatableUnsent() async throws {
        let inner = ScriptedTransport([
            ScriptedTransport.fault(.connect, sentAny: false), ScriptedTransport.fault(.reset, sentAny: false),
            ScriptedTransport.status(500), ScriptedTransport.status(200),
        ])
        let response = try await transport(inner).send(request(repeatable: false))
        #expect(response.attempts == 4)
        #expect(!response.afterLostAnswer)
    }

    @Test("A fault of the clock is signed again once, and only when the clock was corrected", arguments: [true, false])
    func clock(corrected: Bool) async throws {
        let inner = ScriptedTransport(Array(repeating: ScriptedTransport.status(403), count: 3))
        let response = try await transport(inner, correctClock: { _ in corrected }).send(request(refusal: .clock))
        #expect(response.attempts == (corrected ? 2 : 1))
    }

    @Test("A clock is corrected once even after other trouble")
    func clockAfterTrouble() async throws {
        let inner = ScriptedTransport(
            [500, 500, 403, 500, 403].map { ScriptedTransport.status($0) } + [ScriptedTransport.status(200)])
        let response = try await transport(inner, correctClock: { _ in true }).send(request(refusal: .clock))
        #expect(response.status == 403)
        #expect(response.attempts == 5)
    }

    @Test("A pause that the service asks for is waited out")
    func retryAfter() async throws {
        let inner = ScriptedTransport([
            ScriptedTransport.status(503, headers: ["Retry-After": "7"]), ScriptedTransport.status(200),
        ])
        _ = try await transport(inner).send(request())
        #expect(meter.events == [.retrying(.transient, after: .milliseconds(7500))])
    }

    @Test("Cancelling a wait ends the request, and still tells of the answer that was lost before")
    func cancelledWait() async throws {
        let clock = ManualClock()
        let inner = ScriptedTransport([ScriptedTransport.fault(.reset, sentAny: true)])
        let transport = transport(inner, clock: clock)
        let request = request()
        let task = Task { () -> TransportFault? in
            do throws(TransportFault) {
                _ = try await transport.send(request)
                return nil
            } catch { return error }
        }
        await clock.untilSleeping(1)
        task.cancel()
        let fault = await task.value
        #expect(fault?.kind == .cancelled)
        #expect(fault?.attempts == 1)
        #expect(fault?.ambiguous == true)
        #expect(clock.sleepers == 0)
    }

    @Test("Each attempt is signed afresh, and none while it waits")
    func signedAfresh() async throws {
        struct CountingSigner: RequestSigner {
            let counter: Counter
            func sign(_ request: OutgoingRequest) async throws(TransportFault) -> OutgoingRequest {
                var signed = request
                signed.headers["Authorization"] = "signature \(counter.next())"
                return signed
            }
        }
        let inner = ScriptedTransport([
            ScriptedTransport.status(500), ScriptedTransport.status(500), ScriptedTransport.status(200),
        ])
        var request = request()
        request.signer = CountingSigner(counter: Counter())
        _ = try await transport(SigningTransport(inner)).send(request)
        #expect(inner.seen.map { $0.headers["Authorization"] } == ["signature 1", "signature 2", "signature 3"])
    }
}
