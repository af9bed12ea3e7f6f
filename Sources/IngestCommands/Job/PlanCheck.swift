import IngestModel
import IngestReport

/// Holds a job, as it is planned now, against a saved plan and says everything that differs.
///
/// Entries are read side by side; those that stand elsewhere wait for their like, so that memory grows with what moved, not
/// with the number of entries.
struct PlanCheck {
    private let reader: PlanFileReader
    /// Entries of the plan whose like has not come yet, and the other way round; each in order.
    private var planned: [String: SavedPlan.Entry] = [:]
    private var found: [String: SavedPlan.Entry] = [:]
    private var headDifferences: [String] = []
    private var entryDifferences: [(line: Int, text: String)] = []

    /// A check against the plan in `path`.
    init(path: String) throws(CommandEnd) { reader = try PlanFileReader(path: path) }

    /// Compares what stands before the entries.
    mutating func begin(_ document: JobDocument, _ settings: Settings, update: Bool) {
        let head = reader.head
        if head.job.sha256 != document.digest {
            headDifferences.append(
                "the job file has changed: its SHA-256 was \(head.job.sha256.prefix(12))…, now it is "
                    + "\(document.digest.prefix(12))…")
        }
        let now = settings.flattened
        for row in settings.rows where SavedPlan.binding.contains(row.key) && head.settings[row.key] != now[row.key] {
            headDifferences.append(Self.change("the setting `\(row.key)`", head.settings[row.key], now[row.key]))
        }
        if head.update != update {
            headDifferences.append(
                update ? "`--update` is given, which the plan was not made with" : "the plan was made with `--update`")
        }
    }

    /// Compares the next entry of the job.
    mutating func add(_ plan: EntryPlan) throws(CommandEnd) {
        let now = try SavedPlan.Entry(plan, digest: PlanFile.digest)
        if let next = try reader.next() { meet(next, isPlanned: true) }
        meet(now, isPlanned: false)
    }

    /// Every difference, in the order of the job.
    private mutating func differences(isComplete: Bool) throws(CommandEnd) -> [String] {
        while let next = try reader.next() { meet(next, isPlanned: true) }
        if isComplete {
            for entry in planned.values { say(entry, "is not in the job any more", was: true) }
        }
        for entry in found.values { say(entry, "is not in the plan") }
        entryDifferences.sort { ($0.line, $0.text) < ($1.line, $1.text) }
        return headDifferences + entryDifferences.map(\.text)
    }

    private mutating func meet(_ entry: SavedPlan.Entry, isPlanned: Bool) {
        if isPlanned {
            guard let now = found.removeValue(forKey: entry.id) else {
                planned[entry.id] = entry
                return
            }
            compare(entry, now)
        } else {
            guard let then = planned.removeValue(forKey: entry.id) else {
                found[entry.id] = entry
                return
            }
            compare(then, entry)
        }
    }

    private mutating func compare(_ then: SavedPlan.Entry, _ now: SavedPlan.Entry) {
        if then.region != now.region { say(now, Self.change("`region`", then.region, now.region)) }
        for field in Set(then.request.keys).union(now.request.keys).sorted()
        where then.request[field] != now.request[field] {
            say(now, Self.change("`\(field)`", then.request[field], now.request[field]))
        }
        let before = Dictionary(then.files.map { (Self.key($0), $0) }, uniquingKeysWith: { first, _ in first })
        var after: Set<String> = []
        for file in now.files {
            after.insert(Self.key(file))
            guard let old = before[Self.key(file)] else {
                say(now, "\(Self.name(file)) is new")
                continue
            }
            if let change = Self.change(old, file) { say(now, "\(Self.name(file)) \(change)") }
        }
        for file in then.files where !after.contains(Self.key(file)) {
            say(now, "\(Self.name(file)) is not part of it any more")
        }
    }

    private mutating func say(_ entry: SavedPlan.Entry, _ text: String, was: Bool = false) {
        let place = was ? "line \(entry.line) then" : "line \(entry.line)"
        entryDifferences.append((entry.line, TextTable.visible("the entry `\(entry.id)` (\(place)): \(text)")))
    }

    /// A medium and its cover may have one name.
    private static func key(_ file: SavedPlan.File) -> String { (file.role == .cover ? "cover/" : "file/") + file.path }

    private static func name(_ file: SavedPlan.File) -> String {
        (file.role == .cover ? "the cover " : "the file ") + "`\(file.path)`"
    }

    private static func change(_ then: SavedPlan.File, _ now: SavedPlan.File) -> String? {
        if then.size != now.size { return "had \(then.size) bytes, now it has \(now.size)" }
        if let old = then.sha256, let new = now.sha256, old != new { return "has other content of the same size" }
        if then.modified != now.modified {
            return "was written at \(time(now.modified)); the plan knew it as of \(time(then.modified))"
        }
        guard then.partSize != now.partSize else { return nil }
        let size = { (file: SavedPlan.File) in file.partSize.map { "in parts of \($0) bytes" } ?? "in one piece" }
        return "was to go up \(size(then)), now \(size(now))"
    }

    /// A modification time as a person reads it, with what tells two times of one second apart.
    private static func time(_ nanoseconds: Int64) -> String {
        let seconds = Double(nanoseconds) / 1e9
        return Timestamp.text(seconds) ?? "\(nanoseconds) ns"
    }

    private static func change(_ what: String, _ then: String?, _ now: String?) -> String {
        switch (then, now) {
        case (let then?, let now?): "\(what) was `\(then)`, now it is `\(now)`"
        case (let then?, nil): "\(what) was `\(then)`, now there is none"
        case (nil, let now?): "\(what) is `\(now)`, before there was none"
        case (nil, nil): "\(what) differs"
        }
    }
}

extension PlanCheck {
    /// Says every difference; gives how the run ends for them, nil where there is none. `isComplete` when the whole job was
    /// planned.
    mutating func end(isComplete: Bool, console: Console) throws(CommandEnd) -> CommandEnd? {
        let differences = try differences(isComplete: isComplete)
        guard !differences.isEmpty else { return nil }
        console.say("what changed since the plan `\(reader.path)` was saved at \(reader.head.createdAt):")
        for difference in differences { console.say("  " + difference) }
        return CommandEnd(
            .invalid,
            "the plan `\(reader.path)` does not hold any more: "
                + "\(Amount.count(differences.count, "difference", "differences")); nothing was sent",
            hint: "look at what changed, then save a new plan with `vod-ingest plan JOB --output FILE`")
    }
}
