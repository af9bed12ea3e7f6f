/// Decides which faults a request meets, and counts.
struct FaultInjector: Sendable {
    private(set) var plan: FaultPlan
    private var counts: [(matched: Int, fired: Int)]
    private var random: SeededGenerator
    private let installedAt: Double

    /// `installedAt` are unix seconds of the emulator's clock.
    init(_ plan: FaultPlan, installedAt: Double = 0) {
        self.plan = plan
        self.installedAt = installedAt
        counts = plan.rules.map { _ in (0, 0) }
        random = SeededGenerator(seed: plan.seed)
    }

    /// The effects for a request that comes at `now`, in the order of their rules. `key` is empty for a call of the API.
    mutating func effects(_ action: EmulatedAction?, key: String, now: Double = 0) -> [FaultEffect] {
        var effects: [FaultEffect] = []
        for (index, rule) in plan.rules.enumerated() {
            guard rule.action == nil || rule.action == action, rule.keySuffix.map(key.hasSuffix) ?? true else {
                continue
            }
            counts[index].matched += 1
            guard isTurn(rule.turn, counts[index].matched, now) else { continue }
            counts[index].fired += 1
            effects.append(rule.effect)
        }
        return effects
    }

    private mutating func isTurn(_ turn: FaultRule.Turn, _ number: Int, _ now: Double) -> Bool {
        switch turn {
        case .nth(let wanted): number == wanted
        case .first(let count): number <= count
        case .from(let first): number >= first
        case .every: true
        case .after(let seconds): now >= installedAt + seconds
        case .probability(let probability):
            // 53 bits, the whole precision of a double below 1.
            Double(random.next() >> 11) / Double(1 << 53) < probability
        }
    }

    /// Counts of all rules in their order.
    var tallies: [FaultCount] {
        zip(plan.rules, counts).map { FaultCount(name: $0.name, matched: $1.matched, fired: $1.fired) }
    }
}
