import IngestPolicy
import IngestTestSupport
import Testing

/// The ledger as slow as it is plain: one list of waiters, searched from its start.
private struct PlainLedger {
    struct Waiter {
        var id: TicketID
        var kind: LimitLedger.Kind
    }

    var global: Int
    var entries: Int
    var limits: [FileKey: Int] = [:]
    var waiting: [Waiter] = []
    var inFlight: [TicketID: LimitLedger.Kind] = [:]

    var uploads: Int { inFlight.values.count { $0.file != nil } }
    func uploads(of file: FileKey) -> Int { inFlight.values.count { $0.file == file } }

    func mayStart(_ kind: LimitLedger.Kind) -> Bool {
        guard let file = kind.file else { return inFlight.count - uploads < entries }
        return uploads < global && uploads(of: file) < limits[file, default: 1]
    }

    mutating func request(_ id: TicketID, _ kind: LimitLedger.Kind) -> [TicketID] {
        if case .upload(let file, let limit) = kind { limits[file] = limit }
        waiting.append(Waiter(id: id, kind: kind))
        return grant()
    }

    mutating func cancel(_ id: TicketID) -> [TicketID] {
        inFlight[id] = nil
        waiting.removeAll { $0.id == id }
        return grant()
    }

    mutating func grant() -> [TicketID] {
        var granted: [TicketID] = []
        while let index = waiting.firstIndex(where: { mayStart($0.kind) }) {
            let next = waiting.remove(at: index)
            inFlight[next.id] = next.kind
            granted.append(next.id)
        }
        return granted
    }
}

extension LimitLedger.Kind {
    fileprivate var file: FileKey? {
        switch self {
        case .upload(let file, _): file
        case .entry: nil
        }
    }
}

@Suite("LimitLedger, properties")
struct LimitLedgerPropertyTests {
    @Test("Under random requests, releases and cancellations it does what the plain model does")
    func model() {
        var random = SplitMix64(seed: TestSeed.current)
        for round in 0..<60 {
            let global = Int.random(in: 1...6, using: &random)
            let entries = Int.random(in: 1...3, using: &random)
            var ledger = LimitLedger(global: global, entries: entries)
            var model = PlainLedger(global: global, entries: entries)
            let changingLimits = Bool.random(using: &random)
            for step in 0..<300 {
                let id = TicketID(rawValue: UInt64(step))
                let granted: [TicketID]
                let expected: [TicketID]
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<5:
                    let kind = randomKind(changingLimits, &random)
                    granted = ledger.request(id, kind)
                    expected = model.request(id, kind)
                case 5..<8:
                    let victim =
                        model.inFlight.keys.sorted { $0.rawValue < $1.rawValue }.randomElement(using: &random) ?? id
                    granted = ledger.release(victim)
                    expected = model.cancel(victim)
                default:
                    let victim = TicketID(rawValue: UInt64.random(in: 0...UInt64(step), using: &random))
                    granted = ledger.cancel(victim)
                    expected = model.cancel(victim)
                }
                #expect(granted == expected, "\(TestSeed.note), round \(round), step \(step)")
                checkInvariants(ledger, model, "\(TestSeed.note), round \(round), step \(step)")
            }
            drain(&ledger, &model, "\(TestSeed.note), round \(round)")
        }
    }

    @Test("Files that come and are cancelled while nothing can start leave nothing behind")
    func sweeping() {
        var ledger = LimitLedger(global: 1, entries: 1)
        let first = TicketID(rawValue: 0)
        _ = ledger.request(first, .upload(file: FileKey(rawValue: 0), limit: 1))
        for number in 1...UInt64(20_000) {
            let id = TicketID(rawValue: number)
            #expect(ledger.request(id, .upload(file: FileKey(rawValue: number), limit: 1)) == [])
            #expect(ledger.cancel(id) == [])
        }
        let last = TicketID(rawValue: 30_000)
        _ = ledger.request(last, .upload(file: FileKey(rawValue: 7), limit: 1))
        #expect(ledger.release(first) == [last])
    }

    private func randomKind(_ changingLimits: Bool, _ random: inout SplitMix64) -> LimitLedger.Kind {
        guard Int.random(in: 0..<4, using: &random) != 0 else { return .entry }
        let file = UInt64.random(in: 0..<4, using: &random)
        let limit = changingLimits ? Int.random(in: 1...3, using: &random) : Int(file % 3) + 1
        return .upload(file: FileKey(rawValue: file), limit: limit)
    }

    private func checkInvariants(_ ledger: LimitLedger, _ model: PlainLedger, _ place: Comment) {
        #expect(ledger.inFlight <= ledger.global && ledger.entriesInFlight <= ledger.entries, place)
        #expect(ledger.inFlight == model.uploads, place)
        #expect(ledger.waiting == model.waiting.count { $0.kind.file != nil }, place)
        #expect(ledger.entriesInFlight == model.inFlight.count - model.uploads, place)
        #expect(ledger.entriesWaiting == model.waiting.count { $0.kind.file == nil }, place)
        for file in (0..<4).map(FileKey.init(rawValue:)) {
            #expect(ledger.inFlight(of: file) == model.uploads(of: file), place)
        }
        #expect(!model.waiting.contains { model.mayStart($0.kind) }, place)
    }

    private func drain(_ ledger: inout LimitLedger, _ model: inout PlainLedger, _ place: Comment) {
        while let id = model.inFlight.keys.min(by: { $0.rawValue < $1.rawValue }) {
            #expect(ledger.release(id) == model.cancel(id), place)
        }
        #expect(ledger.waiting == 0 && ledger.entriesWaiting == 0, place)
        #expect(ledger.inFlight == 0 && ledger.entriesInFlight == 0, place)
    }
}
