import Logging
import Synchronization

/// What all connections of an emulator share.
final class EmulatorCore: Sendable {
    struct State {
        var model: ServiceModel
        var injector: FaultInjector
        var ledger = RequestLedger()
        /// Apart from the model's, so that ids of requests do not shift what a session is given.
        var requestIds: SeededGenerator
        var clockOffset: Double
    }

    let configuration: EmulatorConfiguration
    let state: Mutex<State>
    let store: ObjectStore
    let waitingRoom = WaitingRoom()
    let logger: Logger

    init(_ configuration: EmulatorConfiguration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        store = try ObjectStore(configuration.storage)
        var model = ServiceModel(configuration)
        try store.restore(&model)
        state = Mutex(
            State(
                model: model,
                injector: FaultInjector(
                    configuration.faults, installedAt: configuration.now() + configuration.clockOffset),
                requestIds: SeededGenerator(seed: ~configuration.seed), clockOffset: configuration.clockOffset))
    }

    /// Puts away what is to last and removes what is of no use after the emulator has ended.
    func close() {
        let model = state.withLock { $0.model }
        do { try store.close(model) } catch { logger.warning("the emulator's working files stay behind: \(error)") }
    }

    /// Unix seconds of the emulator's clock.
    var now: Double { configuration.now() + state.withLock { $0.clockOffset } }

    /// Counts a request in and draws its faults.
    func begin(_ action: EmulatedAction?, bucket: String, key: String) -> RequestEffects {
        let now = now
        let (effects, peak) = state.withLock { state in
            state.ledger.begin(action, place: "\(bucket)/\(key)")
            return (RequestEffects(all: state.injector.effects(action, key: key, now: now)), state.ledger.peakUploads)
        }
        waitingRoom.raise(peak: peak)
        return effects
    }

    func end(_ action: EmulatedAction?, bucket: String, key: String) {
        state.withLock { $0.ledger.end(action, place: "\(bucket)/\(key)") }
    }

    /// Does the waits that a request's faults ask for, then the configured latency.
    func wait(_ effects: RequestEffects) async throws {
        for effect in effects.all {
            switch effect {
            case .delay(let seconds): try await configuration.sleep(seconds)
            case .hold(let uploads): try await waitingRoom.wait(.peak(uploads))
            case .gate(let name): try await waitingRoom.wait(.gate(name))
            default: break
            }
        }
        if configuration.latency > 0 { try await configuration.sleep(configuration.latency) }
    }

    func advanceClock(by seconds: Double) { state.withLock { $0.clockOffset += seconds } }

    /// Replaces the faults; their counts begin anew.
    func install(_ faults: FaultPlan) {
        let now = now
        state.withLock { $0.injector = FaultInjector(faults, installedAt: now) }
    }

    /// Forgets bytes that nothing refers to any more, and hides objects that are no more.
    func dropReleased() throws {
        let (released, withdrawn) = state.withLock { state in
            defer { (state.model.released, state.model.withdrawn) = ([], []) }
            return (state.model.released, state.model.withdrawn)
        }
        for object in withdrawn { try store.withdraw(bucket: object.bucket, key: object.key) }
        if !released.isEmpty { try store.drop(released) }
    }

    func snapshot() -> EmulatorSnapshot {
        state.withLock { state in
            var snapshot = EmulatorSnapshot()
            snapshot.requests = state.ledger.requests
            snapshot.refusals = state.ledger.refusals
            snapshot.lastRefused = state.ledger.lastRefused
            snapshot.uploadsInFlight = state.ledger.uploadsInFlight
            snapshot.peakUploads = state.ledger.peakUploads
            snapshot.peakUploadsByKey = state.ledger.peakByKey
            snapshot.bytesReceived = state.ledger.bytesReceived
            state.model.describe(&snapshot)
            snapshot.faults = state.injector.tallies
            return snapshot
        }
    }
}

extension ServiceModel {
    /// Adds what exists to a snapshot.
    fileprivate func describe(_ snapshot: inout EmulatorSnapshot) {
        snapshot.openSessions = openSessions
        snapshot.peakOpenSessions = peakOpenSessions
        snapshot.media = media
        snapshot.duplicateCommits = duplicateCommits
        snapshot.abortedUploads = abortedUploads
        for (name, bucket) in buckets.sorted(by: { $0.key < $1.key }) {
            snapshot.objects += bucket.objects.sorted.map {
                ObjectSummary(
                    bucket: name, key: $0.key, size: $0.value.size, etag: $0.value.etag, crc64: $0.value.crc64,
                    contentType: $0.value.contentType, parts: $0.value.partCount)
            }
            snapshot.unfinishedUploads += bucket.uploads.values.map { summary($0, bucket: name) }
                .sorted { ($0.key, $0.uploadId) < ($1.key, $1.uploadId) }
        }
    }
}
