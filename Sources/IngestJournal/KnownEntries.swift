import GRDB
import IngestModel

/// What the state file holds of an entry that a job names again.
struct KnownEntry {
    let key: Int64
    let id: String
    let ordinal: Int?
    let line: Int
    let column: Int
    let isChanged: Bool
    let fingerprint: String
    let outcome: String?
    let fault: String?

    fileprivate static let columns = #"key, id, ordinal, line, "column", changed, fingerprint, outcome, fault"#

    fileprivate init(_ row: ValuesInOrder) throws {
        var values = row
        key = try values.next()
        id = try values.next()
        ordinal = try values.next()
        line = try values.next()
        column = try values.next()
        isChanged = try values.next()
        fingerprint = try values.next()
        outcome = try values.next()
        fault = try values.next()
    }
}

/// Finds what the state file holds of a job's entries, each of which is asked for once.
///
/// Most jobs name the entries of the run before in the same order. So rows are read ahead in that order, some hundred by one
/// statement; one statement for each took a tenth of a run with nothing to do. A row that was read ahead stays true: only the
/// entry itself changes it, when it has been taken.
struct KnownEntries {
    /// Rows that are read ahead together.
    static let batch = 256

    /// By id. Texts compare canonically, so that of two forms of one text only one is here, and is compared byte by byte.
    private var ahead: [String: KnownEntry] = [:]
    /// The place of the last row that was read ahead; nil when there are no more.
    private var last: Int?
    private let isEmpty: Bool

    /// Nothing is read ahead yet.
    init(_ db: Database) throws {
        isEmpty = try !(Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM entry)") ?? false)
        last = isEmpty ? nil : -1
    }

    /// The entry `id`; nil where there is none.
    mutating func take(_ id: EntryID, _ db: Database) throws -> KnownEntry? {
        if isEmpty { return nil }
        if ahead.isEmpty { try readAhead(db) }
        if let known = ahead[id.rawValue], known.id.utf8.elementsEqual(id.rawValue.utf8) {
            ahead.removeValue(forKey: id.rawValue)
            return known
        }
        var rows = try db.rows("SELECT \(KnownEntry.columns) FROM entry WHERE id = ?", id.rawValue)
        guard let known = try rows.next().map(KnownEntry.init) else { return nil }
        if let last, let ordinal = known.ordinal, ordinal > last {
            // The job has left out what was read ahead.
            ahead.removeAll()
            self.last = ordinal
        }
        return known
    }

    private mutating func readAhead(_ db: Database) throws {
        guard let last else { return }
        var rows = try db.rows(
            "SELECT \(KnownEntry.columns) FROM entry WHERE ordinal > ? ORDER BY ordinal LIMIT \(Self.batch)", last)
        self.last = nil
        while let known = try rows.next().map(KnownEntry.init) {
            self.last = known.ordinal
            ahead[known.id] = known
        }
    }
}
