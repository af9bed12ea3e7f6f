import Foundation
import IngestModel
import IngestReport

/// Writes a saved plan entry by entry: one JSON document, an entry on each line, in its place only when it is complete.
final class PlanFileWriter {
    private let file: AtomicFile
    private let document: JobDocument
    private let update: Bool
    private let composition: Composition
    private var totals = SavedPlan.Totals()
    private var pending: [UInt8] = []

    /// Begins the plan `path` of `document`.
    init(path: String, document: JobDocument, update: Bool, composition: Composition) throws(CommandEnd) {
        do throws(AtomicFile.Fault) { file = try AtomicFile(path: path) } catch {
            throw CommandEnd(.stateOrReport, error.description)
        }
        self.document = document
        self.update = update
        self.composition = composition
    }

    /// Writes what stands before the entries.
    func begin(_ settings: Settings) throws {
        let head = SavedPlan.Head(
            schemaVersion: SavedPlan.schemaVersion, tool: .init(name: "vod-ingest", version: Version.text),
            job: .init(name: settings.run.name, file: document.path, sha256: document.digest),
            createdAt: Timestamp.text(composition.now()) ?? "", update: update, settings: settings.flattened)
        try append("\(try JSONText.line(head).dropLast()),\"entries\":[")
    }

    /// Writes one entry.
    func add(_ plan: EntryPlan) throws {
        let entry = try SavedPlan.Entry(plan, digest: PlanFile.digest)
        try append((totals.entries == 0 ? "\n" : ",\n") + JSONText.line(entry))
        totals.add(plan)
    }

    /// Writes what stands after the entries and puts the file in its place; gives its path.
    func commit() throws -> String {
        try append("\n],\(try JSONText.line(SavedPlan.Tail(totals: totals)).dropFirst())\n")
        try flush()
        do throws(AtomicFile.Fault) { try file.commit() } catch {
            throw CommandEnd(.stateOrReport, error.description)
        }
        return file.path
    }

    /// Leaves what was there before; does nothing after `commit`.
    func discard() { file.discard() }

    private func append(_ text: String) throws {
        pending += text.utf8
        if pending.count >= 1 << 16 { try flush() }
    }

    private func flush() throws(CommandEnd) {
        do throws(AtomicFile.Fault) { try file.write(pending) } catch {
            throw CommandEnd(.stateOrReport, error.description)
        }
        pending.removeAll(keepingCapacity: true)
    }
}

/// Reads a saved plan line by line, as it was written: a plan of a million entries is never in memory.
final class PlanFileReader {
    let path: String
    let head: SavedPlan.Head
    private let handle: FileHandle
    private var rest: ArraySlice<UInt8> = []
    private var entries = 0
    private var isAtEnd = false

    /// Opens `path` and reads what stands before the entries.
    init(path: String) throws(CommandEnd) {
        self.path = path
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandEnd(.invalid, "cannot read the plan `\(path)`: \(String(cString: strerror(errno)))")
        }
        self.handle = handle
        let first = try Self.line(handle, &rest)
        guard let first, first.hasSuffix(Self.opening) else { throw Self.damaged(path) }
        let text = first.dropLast(Self.opening.count) + "}"
        let version: Version? = Self.decode(text)
        guard let version else { throw Self.damaged(path) }
        guard version.schemaVersion == SavedPlan.schemaVersion else {
            throw CommandEnd(
                .invalid,
                "the plan `\(path)` is of version \(version.schemaVersion); this program reads version "
                    + "\(SavedPlan.schemaVersion)", hint: "save a new plan with `vod-ingest plan JOB --output FILE`")
        }
        guard let head: SavedPlan.Head = Self.decode(text) else { throw Self.damaged(path) }
        self.head = head
    }

    /// The next entry; nil after the last.
    func next() throws(CommandEnd) -> SavedPlan.Entry? {
        guard !isAtEnd else { return nil }
        guard let line = try Self.line(handle, &rest) else { throw Self.damaged(path) }
        if line.hasPrefix(Self.closing) {
            isAtEnd = true
            let tail: SavedPlan.Tail? = Self.decode("{" + line.dropFirst(Self.closing.count))
            guard tail?.totals.entries == entries else { throw Self.damaged(path) }
            return nil
        }
        guard let entry: SavedPlan.Entry = Self.decode(line.hasSuffix(",") ? line.dropLast() : line[...]) else {
            throw Self.damaged(path)
        }
        entries += 1
        return entry
    }

    private struct Version: Decodable { var schemaVersion: Int }
    private static let opening = ",\"entries\":["
    private static let closing = "],"
    private static let newline = UInt8(ascii: "\n")

    private static func damaged(_ path: String) -> CommandEnd {
        CommandEnd(
            .invalid, "`\(path)` is no plan as `vod-ingest plan --output` writes it, or it is damaged",
            hint: "save a new plan with `vod-ingest plan JOB --output FILE`")
    }

    /// The next line without its end; nil at the end of the file.
    private static func line(_ handle: FileHandle, _ rest: inout ArraySlice<UInt8>) throws(CommandEnd) -> String? {
        do {
            var searched = 0
            while true {
                if let end = rest.dropFirst(searched).firstIndex(of: newline) {
                    defer { rest = rest[(end + 1)...] }
                    return String(decoding: rest[..<end], as: UTF8.self)
                }
                searched = rest.count
                guard let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty else { return nil }
                rest += piece
            }
        } catch {
            throw CommandEnd(.invalid, "cannot read a plan: \(error.localizedDescription)")
        }
    }

    private static func decode<Value: Decodable>(_ text: some StringProtocol) -> Value? {
        do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch { return nil }
    }
}

/// What the writer and the check of a plan share.
enum PlanFile {
    /// SHA-256 of the local file `path`, hex.
    static func digest(of path: String) throws(CommandEnd) -> String {
        do {
            let input = JobInput(try JobBytes(path: path))
            return try input.finish()
        } catch {
            throw CommandEnd(.invalid, "`\(path)` cannot be read any more: \(error)", hint: "run the command again")
        }
    }
}
