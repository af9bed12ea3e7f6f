import IngestModel
import Testing

@testable import IngestJournal

/// What a plan finds of the entries of the run before, in whatever order the job has them now.
@Suite struct KnownEntriesTests {
    private static let count = 3 * KnownEntries.batch + 5

    private static func plans(_ numbers: some Sequence<Int>) -> [(EntryPlan, String)] {
        numbers.enumerated().map { ordinal, number in
            (JournalFixture.plan("e\(number)", ordinal: ordinal), "print of \(number)")
        }
    }

    /// A state file in which every third entry is finished.
    private static func withFinished(_ body: (Journal) async throws -> Void) async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let first = try JournalFixture.plan(plans(0..<count), in: journal, run: "r1")
            #expect(first.states == Array(repeating: .open, count: count))
            let writer = JournalWriter(journal: journal, run: first.run) { 200 }
            async let writing: Void = writer.run()
            for entry in try journal.openEntries(after: -1, limit: count) where entry.plan.spec.ordinal % 3 == 0 {
                writer.note(.ended(.succeeded(CommittedMedia(fileId: "1", mediaUrl: "u"))), of: entry.key)
            }
            writer.close()
            try await writing
            try await body(journal)
            try journal.close()
        }
    }

    private static func expected(_ numbers: some Sequence<Int>) -> [PlannedState] {
        numbers.map { $0 < count && $0 % 3 == 0 ? .done : .open }
    }

    /// How the job names the entries now.
    enum Order: CaseIterable {
        case same, reversed, withoutTheFirst, everySeventh, turned, amongNewOnes

        var numbers: [Int] {
            let all = Array(0..<count)
            switch self {
            case .same: return all
            case .reversed: return all.reversed()
            case .withoutTheFirst: return Array(all[300...])
            case .everySeventh: return Array(stride(from: 0, to: count, by: 7))
            case .turned: return Array(all[700...] + all[..<700])
            case .amongNewOnes: return [count + 1] + all + [count + 2]
            }
        }
    }

    @Test("Each entry is known for what it is", arguments: Order.allCases)
    func states(order: Order) async throws {
        try await Self.withFinished { journal in
            let numbers = order.numbers
            let again = try JournalFixture.plan(Self.plans(numbers), in: journal, run: "r2")
            #expect(again.states == Self.expected(numbers))
            var order: [String] = []
            try journal.forEachRecord(run: again.run, uploads: false) { order.append($0.spec.id.rawValue) }
            #expect(order == numbers.map { "e\($0)" })
        }
    }

    @Test("Two forms of one text are two entries")
    func forms() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let plans = [
                (JournalFixture.plan("caf\u{E9}", ordinal: 0), "a"),
                (JournalFixture.plan("cafe\u{301}", ordinal: 1), "b"),
            ]
            let first = try JournalFixture.plan(plans, in: journal, run: "r1")
            try await JournalFixture.write(
                [.ended(.succeeded(CommittedMedia(fileId: "1", mediaUrl: "u")))],
                of: journal.openEntries(after: -1, limit: 2)[1].key, run: first.run, to: journal)
            let again = try JournalFixture.plan(plans, in: journal, run: "r2")
            #expect(again.states == [.open, .done])
            try journal.close()
        }
    }
}
