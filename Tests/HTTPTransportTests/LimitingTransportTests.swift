import HTTPTransport
import IngestModel
import IngestPolicy
import IngestTestSupport
import Synchronization
import Testing

@Suite("LimitingTransport", .timeLimit(.minutes(15)))
struct LimitingTransportTests {
    /// Holds each request until the test lets it go.
    final class HoldingTransport: HTTPTransport {
        private struct State {
            var held: [CheckedContinuation<Void, Never>] = []
            var inFlight = 0
            var peak = 0
            var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        }
        private let state = Mutex(State())

        var peak: Int { state.withLock { $0.peak } }
        var inFlight: Int { state.withLock { $0.inFlight } }

        func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    state.held.append(continuation)
                    state.inFlight += 1
                    state.peak = max(state.peak, state.inFlight)
                    let ready = state.watchers.filter { $0.count <= state.held.count }
                    state.watchers.removeAll { $0.count <= state.held.count }
                    return ready
                }
                for watcher in ready { watcher.continuation.resume() }
            }
            state.withLock { $0.inFlight -= 1 }
            return IncomingResponse(status: 200)
        }

        func untilHolding(_ count: Int) async {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    if state.held.count >= count { return true }
                    state.watchers.append((count, continuation))
                    return false
                }
                if ready { continuation.resume() }
            }
        }

        func release() { state.withLock { $0.held.isEmpty ? nil : $0.held.removeFirst() }?.resume() }
    }

    private func request(file: UInt64, limit: Int) -> OutgoingRequest {
        OutgoingRequest(
            operation: "t", method: .put, target: RequestTarget(secure: false, host: "h", path: "/"),
            lane: .upload(UploadLane(file: FileKey(rawValue: file), limit: limit)))
    }

    private func limiter(
        global: Int, bandwidth: Int64? = nil, requests: Double? = nil, clock: any Clock<Duration> = ManualClock()
    ) -> Limiter {
        Limiter(
            limits: TransferLimits(global: global, entries: 1, bandwidth: bandwidth, requests: requests),
            timeline: Timeline(clock))
    }

    @Test("No more uploads are in flight than the run and each file may have, and all of them end")
    func limits() async throws {
        let inner = HoldingTransport()
        let limiter = limiter(global: 3)
        let transport = LimitingTransport(inner, limiter: limiter, meter: NoMeter())
        let requests = (0..<20).map { request(file: UInt64($0 % 4), limit: 2) }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for request in requests { group.addTask { try await transport.send(request).status } }
            for _ in requests {
                await inner.untilHolding(1)
                inner.release()
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 20))
        #expect(inner.peak <= 3)
        #expect(limiter.uploads.inFlight == 0)
        #expect(limiter.uploads.waiting == 0)
        #expect(limiter.uploads.peak == 3)
    }

    /// Has its answer at once, and goes on as a task only when the test lets it.
    private struct AnsweredTransport: HTTPTransport {
        let rest = HoldingTransport()

        func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
            request.flow.answered?()
            return try await rest.send(request)
        }
    }

    @Test("A permit is free as soon as the answer is there, and given back once")
    func answered() async throws {
        let inner = AnsweredTransport()
        let limiter = limiter(global: 1)
        let transport = LimitingTransport(inner, limiter: limiter, meter: NoMeter())
        let (first, second) = (request(file: 1, limit: 1), request(file: 2, limit: 1))
        async let one = transport.send(first)
        async let other = transport.send(second)
        // Both hold the thread of their answer, neither a permit.
        await inner.rest.untilHolding(2)
        #expect(limiter.uploads.inFlight == 0)
        #expect(limiter.uploads.waiting == 0)
        inner.rest.release()
        inner.rest.release()
        let statuses = try await [one.status, other.status]
        #expect(statuses == [200, 200])
        #expect(limiter.uploads.inFlight == 0)
        #expect(limiter.uploads.peak == 1)
    }

    @Test("A request to the API needs no permit")
    func api() async throws {
        let inner = HoldingTransport()
        let transport = LimitingTransport(inner, limiter: limiter(global: 1), meter: NoMeter())
        var free = request(file: 1, limit: 1)
        free.lane = .api
        let (upload, api) = (request(file: 1, limit: 1), free)
        async let first = transport.send(upload)
        await inner.untilHolding(1)
        async let second = transport.send(api)
        await inner.untilHolding(2)
        inner.release()
        inner.release()
        let statuses = try await [first.status, second.status]
        #expect(statuses == [200, 200])
    }

    @Test("A cancelled waiter never consumes a permit")
    func cancelledWaiter() async throws {
        let inner = HoldingTransport()
        let limiter = limiter(global: 1)
        let transport = LimitingTransport(inner, limiter: limiter, meter: NoMeter())
        let request = request(file: 1, limit: 1)
        async let first = transport.send(request)
        await inner.untilHolding(1)
        let waiter = Task { () -> TransportFault? in
            do throws(TransportFault) {
                _ = try await transport.send(request)
                return nil
            } catch { return error }
        }
        while limiter.uploads.waiting == 0 { await Task.yield() }
        waiter.cancel()
        let fault = await waiter.value
        #expect(fault?.kind == .cancelled)
        #expect(fault?.sentAny == false)
        #expect(limiter.uploads.waiting == 0)
        inner.release()
        let firstStatus = try await first.status
        #expect(firstStatus == 200)
        async let third = transport.send(request)
        await inner.untilHolding(1)
        inner.release()
        let thirdStatus = try await third.status
        #expect(thirdStatus == 200)
    }

    @Test("Whatever order cancellations and grants come in, no permit is lost", arguments: 1...20)
    func noPermitLost(round: Int) async throws {
        let limiter = limiter(global: 2)
        let kind = LimitLedger.Kind.upload(file: FileKey(rawValue: 1), limit: 2)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<60 {
                group.addTask {
                    let task = Task {
                        try await limiter.withPermit(kind) { _ async throws(CancellationError) in await Task.yield() }
                    }
                    if index % 2 == 0 { task.cancel() }
                    _ = await task.result
                }
            }
        }
        #expect(limiter.uploads.inFlight == 0)
        #expect(limiter.uploads.waiting == 0)
        #expect(limiter.uploads.peak <= 2)
    }

    @Test("A request that waits to be repeated holds no permit")
    func retryHoldsNoPermit() async throws {
        let clock = ManualClock()
        let limiter = limiter(global: 1, clock: clock)
        let inner = ScriptedTransport([
            ScriptedTransport.fault(.reset, sentAny: true), ScriptedTransport.status(201),
            ScriptedTransport.status(202),
        ])
        let meter = RecordingMeter()
        let transport = RetryingTransport(
            LimitingTransport(inner, limiter: limiter, meter: meter), policy: RetryPolicy(), timeline: Timeline(clock),
            random: SharedRandom(HighestNumbers()), meter: meter, correctClock: { _ in false })
        let request = request(file: 1, limit: 1)
        async let repeated = transport.send(request)
        await clock.untilSleeping(1)
        #expect(limiter.uploads.inFlight == 0)
        // The other request passes while the first one waits.
        #expect(try await transport.send(request).status == 201)
        clock.advance(by: .milliseconds(500))
        let repeatedStatus = try await repeated.status
        #expect(repeatedStatus == 202)
        let lane = request.lane
        #expect(
            meter.events == [
                .began(lane), .ended(lane), .retrying(.transient, after: .milliseconds(500)), .began(lane),
                .ended(lane), .began(lane), .ended(lane),
            ])
    }

    @Test("Requests begin no faster than their rate")
    func requestRate() async throws {
        let clock = SkippingClock()
        let limiter = limiter(global: 8, requests: 10, clock: clock)
        let inner = ScriptedTransport(Array(repeating: ScriptedTransport.status(200), count: 21))
        let transport = LimitingTransport(inner, limiter: limiter, meter: NoMeter())
        for _ in 1...21 { _ = try await transport.send(request(file: 1, limit: 8)) }
        // 20 gaps of 102 ms: the bucket spaces requests two per cent wider than asked.
        #expect(clock.now.offset >= .milliseconds(2040))
        #expect(clock.now.offset < .milliseconds(2041))
    }

    /// Loses time before it is ready to send, each request as much as `losses` says, and notes when each one leaves.
    final class SlowToStart: HTTPTransport {
        private let losses: Mutex<[Duration]>
        private let clock: SkippingClock
        private let moments = Mutex<[Duration]>([])
        var starts: [Duration] { moments.withLock { $0 } }

        init(losses: [Duration], clock: SkippingClock) {
            self.losses = Mutex(losses)
            self.clock = clock
        }

        func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
            do {
                try await clock.sleep(for: losses.withLock { $0.removeFirst() })
                try await request.flow.start?()
            } catch {
                throw .cancelled(sentAny: false)
            }
            moments.withLock { $0.append(clock.now.offset) }
            return IncomingResponse(status: 200)
        }
    }

    @Test(
        "A request that was held up on its way to the wire keeps the next one at a distance",
        arguments: [RequestLane.api, .upload(UploadLane(file: FileKey(rawValue: 1), limit: 8))])
    func heldUp(lane: RequestLane) async throws {
        let clock = SkippingClock()
        let inner = SlowToStart(losses: [.milliseconds(500), .zero, .milliseconds(90)], clock: clock)
        let transport = LimitingTransport(
            inner, limiter: limiter(global: 8, requests: 10.2, clock: clock), meter: NoMeter())
        var request = request(file: 1, limit: 8)
        request.lane = lane
        for _ in 1...3 { _ = try await transport.send(request) }
        // A hundred milliseconds apart; the second one is late and catches up, the third one's turn came at 600, then it lost 90.
        #expect(inner.starts == [.milliseconds(500), .milliseconds(550), .milliseconds(690)])
    }

    /// Asks for the pace of twenty chunks of a mebibyte.
    struct TwentyChunks: HTTPTransport {
        func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
            do {
                for _ in 1...20 { try await request.flow.pace?(1 << 20) }
            } catch {
                throw .cancelled(sentAny: true)
            }
            return IncomingResponse(status: 200)
        }
    }

    @Test("A body's chunks wait for their share of the bandwidth; a request to the API does not")
    func bandwidth() async throws {
        let clock = SkippingClock()
        let limiter = limiter(global: 8, bandwidth: 1 << 20, clock: clock)
        let transport = LimitingTransport(TwentyChunks(), limiter: limiter, meter: NoMeter())
        _ = try await transport.send(request(file: 1, limit: 8))
        #expect(clock.now.offset > .milliseconds(19_890))
        #expect(clock.now.offset <= .seconds(20))
        #expect(limiter.paced(request(file: 1, limit: 8)).flow.chunkSize == (1 << 20) / 10)
        let before = clock.now
        var api = request(file: 1, limit: 8)
        api.lane = .api
        _ = try await transport.send(api)
        #expect(clock.now == before)
    }

    @Test("Sent bytes are told to the meter and to the request's own hook")
    func meter() async throws {
        let meter = RecordingMeter()
        let told = Counter()
        let inner = ScriptedTransport([
            { request in
                request.flow.sent?(5)
                return IncomingResponse(status: 200)
            }
        ])
        var request = request(file: 1, limit: 1)
        request.flow.sent = { _ in _ = told.next() }
        _ = try await LimitingTransport(inner, limiter: limiter(global: 1), meter: meter).send(request)
        #expect(meter.events == [.began(request.lane), .sent(5, on: request.lane), .ended(request.lane)])
        #expect(told.value == 1)
    }
}
