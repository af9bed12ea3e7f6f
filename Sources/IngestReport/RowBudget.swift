import IngestModel

/// Which entries the page's table shows when there are too many for a browser: those that need a look first, then the others,
/// each in the order of the job.
struct RowBudget {
    private(set) var good: Int
    private(set) var troubled: Int
    let isCut: Bool
    /// Rows that will be shown in all.
    let shown: Int

    init(_ summary: RunSummary, limit: Int) {
        let allGood = summary.count(.succeeded) + summary.count(.skipped)
        let allTroubled = summary.planned - allGood
        troubled = min(limit, allTroubled)
        good = min(limit - troubled, allGood)
        shown = good + troubled
        isCut = shown < summary.planned
    }

    /// True where the entry has a row; counts it.
    mutating func admit(_ status: EntryStatus) -> Bool {
        switch status {
        case .succeeded, .skipped:
            good -= 1
            return good >= 0
        case .failed, .unknown, .pending:
            troubled -= 1
            return troubled >= 0
        }
    }

    /// What stands above a table that was cut; nil for a whole one.
    func note(_ summary: RunSummary, companion: String?) -> String? {
        guard isCut else { return nil }
        let place = companion.map { "\($0) has them all" } ?? "a CSV report (--report FILE.csv) has them all"
        return
            "This table shows \(ReadableText.count(shown)) of \(ReadableText.entries(summary.planned)), those that failed, "
            + "are unknown or pending first of all; \(place)."
    }
}
