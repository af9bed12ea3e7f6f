import Foundation
import IngestEngine
import IngestJournal
import IngestModel
import Logging
import TencentClient
import UnixSignals

/// The engine at work, with its signals, its progress and its window.
struct UploadAttempt: Sendable {
    let settings: RunSettings
    let run: Int64
    let journal: Journal
    let services: ServiceStack
    let feed: ProgressFeed
    let composition: Composition
    let console: Console
    let mode: ProgressMode
    /// Seconds in which what is in flight may end after a signal.
    let grace: Int
    let logger: Logger

    /// Uploads until nothing is left or something stops it.
    ///
    /// The first SIGINT or SIGTERM lets what is in flight end; a second one, or the end of the grace, drops it.
    func run() async throws -> EngineEnd {
        let stop = StopSignal()
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let engineTask = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: EngineEnd?.self) { group in
            group.addTask {
                try await ProgressReporter(
                    console: console, clock: composition.clock, mode: mode, snapshot: { feed.snapshot() }
                ).run()
                return nil
            }
            group.addTask {
                var count = 0
                for await signal in signals {
                    count += 1
                    if count > 1 {
                        engineTask.continuation.yield()
                        return nil
                    }
                    stop.fire(.signal(signal == .sigterm ? SIGTERM : SIGINT))
                    console.say(
                        "\(signal): what is in flight has \(grace) s to end, nothing new begins; once more drops it")
                }
                return nil
            }
            group.addTask {
                if await graceEnds(after: stop) { engineTask.continuation.yield() }
                return nil
            }
            group.addTask { try await work(stop, drop: engineTask.stream) }
            while let ended = try await group.next() {
                guard let end = ended else { continue }
                group.cancelAll()
                return end
            }
            return .finished
        }
    }

    /// True once a signal's grace is over; false when the run ended before.
    private func graceEnds(after stop: StopSignal) async -> Bool {
        guard await stop.wait(), case .signal = stop.reason else { return false }
        // A cancelled sleep means that what was in flight has ended.
        do { try await composition.clock.sleep(for: .seconds(grace)) } catch { return false }
        console.say("the \(grace) s are over: what is in flight is dropped")
        return true
    }

    /// The engine; cancelled by an element of `drop`.
    private func work(_ stop: StopSignal, drop: AsyncStream<Void>) async throws -> EngineEnd {
        try await withThrowingTaskGroup(of: EngineEnd?.self) { group in
            group.addTask {
                for await _ in drop { return nil }
                return nil
            }
            group.addTask { try await waitAndRun(stop) }
            var end: EngineEnd?
            while end == nil, let ended = try await group.next() {
                if ended == nil { group.cancelAll() }
                end = ended
            }
            group.cancelAll()
            return end ?? stop.reason.map(EngineEnd.stopped) ?? .finished
        }
    }

    private func waitAndRun(_ stop: StopSignal) async throws -> EngineEnd {
        let schedule = try Schedule(settings: settings, now: composition.now)
        try await ScheduleWait(schedule: schedule, stop: stop, clock: composition.clock, console: console).run()
        if let reason = stop.reason { return .stopped(reason) }
        let engine = IngestEngine(
            configuration: EngineConfiguration(
                settings: settings, run: run, now: composition.now, closesIn: schedule.closesIn()),
            services: services, journal: journal, logger: logger, progress: feed, stop: stop)
        return try await engine.run()
    }
}

/// Waits until the window opens; looks at the calendar again each minute, so that a change of the local time is met.
struct ScheduleWait<C: Clock>: Sendable where C.Duration == Duration {
    let schedule: Schedule
    let stop: StopSignal
    let clock: C
    let console: Console

    /// Waits; a stop ends the wait too.
    func run() async throws {
        guard schedule.opensIn() > 0 else { return }
        console.say("the window is closed; work begins in \(Amount.time(schedule.opensIn()))")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await stop.wait() }
            group.addTask {
                while !Task.isCancelled {
                    let seconds = schedule.opensIn()
                    guard seconds > 0 else { return }
                    // A cancelled sleep means that the run was stopped.
                    do { try await clock.sleep(for: .seconds(min(seconds, 60))) } catch { return }
                }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
