import HTTPTransport
import IngestModel
import IngestPolicy
import Testing

@Suite("StallGuardTransport", .timeLimit(.minutes(15)))
struct StallGuardTransportTests {
    private static let target = RequestTarget(secure: false, host: "h", path: "/")

    private func request(_ operation: String = "Upload Part") -> OutgoingRequest {
        OutgoingRequest(operation: operation, method: .put, target: Self.target)
    }

    /// Moves when told to; ends when it is cancelled, when the guard ends it, or when `hooks` end.
    struct MovingTransport: HTTPTransport {
        let hooks: AsyncStream<@Sendable (OutgoingRequest) async -> Void>

        func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
            let (end, ending) = AsyncStream<Void>.makeStream()
            request.flow.watched? { ending.finish() }
            let isWhole = await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    for await hook in hooks { await hook(request) }
                    return !Task.isCancelled
                }
                group.addTask {
                    for await _ in end {}
                    return false
                }
                defer { group.cancelAll() }
                return await group.next() ?? false
            }
            guard isWhole else { throw .cancelled(sentAny: true) }
            return IncomingResponse(status: 200)
        }
    }

    private func outcome(
        _ transport: StallGuardTransport, _ request: OutgoingRequest
    ) -> Task<Result<IncomingResponse, TransportFault>, Never> {
        Task {
            do throws(TransportFault) { return .success(try await transport.send(request)) } catch {
                return .failure(error)
            }
        }
    }

    @Test("A request in which nothing moves for the span is ended")
    func stalled() async throws {
        let clock = ManualClock()
        let (hooks, _) = AsyncStream<@Sendable (OutgoingRequest) async -> Void>.makeStream()
        let transport = StallGuardTransport(
            MovingTransport(hooks: hooks), timeline: Timeline(clock), span: .seconds(60))
        let task = outcome(transport, request())
        await clock.untilSleeping(1)
        clock.advance(by: .seconds(60))
        guard case .failure(let fault) = await task.value else {
            Issue.record("a stalled request was answered")
            return
        }
        #expect(fault.kind == .stalled)
        #expect(fault.message == "Upload Part: nothing moved for 60 s")
        #expect(fault.code == "Stalled")
        #expect(fault.sentAny)
        #expect(fault.ambiguous)
        #expect(fault.faultClass == .transient)
    }

    @Test("A request that moves now and then lives, however long it takes", arguments: [true, false])
    func moves(bySending: Bool) async throws {
        let clock = ManualClock()
        let (hooks, tell) = AsyncStream<@Sendable (OutgoingRequest) async -> Void>.makeStream()
        let transport = StallGuardTransport(
            MovingTransport(hooks: hooks), timeline: Timeline(clock), span: .seconds(60))
        let task = outcome(transport, request())
        for _ in 1...10 {
            await clock.untilSleeping(1)
            clock.advance(by: .seconds(50))
            let moved = AsyncStream<Void>.makeStream()
            tell.yield { request in
                if bySending { request.flow.sent?(1) } else { request.flow.received?(1) }
                moved.continuation.finish()
            }
            for await _ in moved.stream {}
        }
        tell.finish()
        #expect(try await task.value.get().status == 200)
        #expect(clock.now.offset == .seconds(500))
    }

    @Test("A wait that the bandwidth imposes is no stall")
    func paced() async throws {
        let clock = ManualClock()
        let (hooks, tell) = AsyncStream<@Sendable (OutgoingRequest) async -> Void>.makeStream()
        let transport = StallGuardTransport(
            MovingTransport(hooks: hooks), timeline: Timeline(clock), span: .seconds(60))
        let timeline = Timeline(clock)
        let limiter = Limiter(limits: TransferLimits(bandwidth: 1), timeline: timeline)
        let task = outcome(transport, request())
        await clock.untilSleeping(1)
        let paced = AsyncStream<Void>.makeStream()
        tell.yield { request in
            let slow = limiter.paced(request)
            do { try await slow.flow.pace?(300) } catch { Issue.record("the pace was cancelled") }
            paced.continuation.finish()
        }
        for _ in 1...5 {
            await clock.untilSleeping(2)
            clock.advance(by: .seconds(60))
        }
        for await _ in paced.stream {}
        tell.finish()
        #expect(try await task.value.get().status == 200)
    }

    @Test("A wait for a permit is no stall, and what comes after it is watched")
    func held() async throws {
        let clock = ManualClock()
        let timeline = Timeline(clock)
        let limiter = Limiter(limits: TransferLimits(global: 1), timeline: timeline)
        let (hooks, tell) = AsyncStream<@Sendable (OutgoingRequest) async -> Void>.makeStream()
        let limited = LimitingTransport(MovingTransport(hooks: hooks), limiter: limiter, meter: NoMeter())
        let transport = StallGuardTransport(limited, timeline: timeline, span: .seconds(60))
        var request = request()
        request.lane = .upload(UploadLane(file: FileKey(rawValue: 1), limit: 1))
        let (isHeld, holding) = AsyncStream<Void>.makeStream()
        let (release, releasing) = AsyncStream<Void>.makeStream()
        async let other: Void = limiter.withPermit(.upload(file: FileKey(rawValue: 2), limit: 1)) {
            _ async throws(CancellationError) in
            holding.finish()
            for await _ in release {}
        }
        for await _ in isHeld {}
        let (waiting, wait) = AsyncStream<Void>.makeStream()
        request.flow.held = { if $0 { wait.finish() } }
        let task = outcome(transport, request)
        for await _ in waiting {}
        for _ in 1...5 {
            await clock.untilSleeping(1)
            clock.advance(by: .seconds(60))
        }
        releasing.finish()
        try await other
        let sending = AsyncStream<Void>.makeStream()
        tell.yield { _ in sending.continuation.finish() }
        for await _ in sending.stream {}
        clock.advance(by: .seconds(60))
        guard case .failure(let fault) = await task.value else {
            Issue.record("a stalled request was answered")
            return
        }
        #expect(fault.kind == .stalled)
    }

    @Test("A request's own span wins over the transport's")
    func ownSpan() async throws {
        let clock = ManualClock()
        let (hooks, tell) = AsyncStream<@Sendable (OutgoingRequest) async -> Void>.makeStream()
        let transport = StallGuardTransport(
            MovingTransport(hooks: hooks), timeline: Timeline(clock), span: .seconds(60))
        var request = request("Complete Multipart Upload")
        request.stallAfter = .seconds(1200)
        let task = outcome(transport, request)
        await clock.untilSleeping(1)
        clock.advance(by: .seconds(1199))
        #expect(clock.sleepers == 1)
        tell.finish()
        #expect(try await task.value.get().status == 200)
    }

    @Test("A request that ends by itself leaves nothing waiting")
    func noLeftover() async throws {
        let clock = ManualClock()
        let inner = ScriptedTransport([ScriptedTransport.status(204)])
        let transport = StallGuardTransport(inner, timeline: Timeline(clock), span: .seconds(60))
        #expect(try await transport.send(request()).status == 204)
        #expect(clock.sleepers == 0)
    }

    @Test("A cancelled request is cancelled and not stalled")
    func cancelled() async throws {
        let clock = ManualClock()
        let (hooks, _) = AsyncStream<@Sendable (OutgoingRequest) async -> Void>.makeStream()
        let transport = StallGuardTransport(
            MovingTransport(hooks: hooks), timeline: Timeline(clock), span: .seconds(60))
        let task = outcome(transport, request())
        await clock.untilSleeping(1)
        task.cancel()
        guard case .failure(let fault) = await task.value else {
            Issue.record("a cancelled request was answered")
            return
        }
        #expect(fault.kind == .cancelled)
        #expect(clock.sleepers == 0)
    }

    @Test("A server that never answers is given up on, and the connection with it", arguments: TransportKind.allCases)
    func silentServer(kind: TransportKind) async throws {
        let clock = ManualClock()
        try await LoopbackServer.with([.init(moment: .whole, acts: []), .answer("200 OK")]) { server in
            try await withClient(kind) { client in
                let transport = StallGuardTransport(client, timeline: Timeline(clock), span: .seconds(60))
                let (whole, told) = AsyncStream<Void>.makeStream()
                var request = OutgoingRequest(operation: "ApplyUpload", method: .post, target: server.target())
                request.body = .bytes([1])
                request.flow.sent = { _ in told.finish() }
                let task = outcome(transport, request)
                for await _ in whole {}
                await clock.untilSleeping(1)
                clock.advance(by: .seconds(120))
                guard case .failure(let fault) = await task.value else {
                    Issue.record("a silent server answered")
                    return
                }
                #expect(fault.kind == .stalled)
                #expect(fault.message == "ApplyUpload: nothing moved for 60 s")
                let next = try await transport.send(request)
                #expect(next.status == 200)
            }
            #expect(server.connections == 2)
        }
    }
}
