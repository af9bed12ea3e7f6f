import Diagnostics
import IngestModel
import YAMLEvents

/// Reads a job file once, from its beginning: the settings, then entry by entry.
///
/// All findings are collected and reading goes on after each, unless what follows could only be guessed (no YAML, another
/// version, a limit). An entry with an error is not returned. Memory does not grow with the number of entries, but for
/// some 40 bytes each that find what is listed twice (and some 20 for each MediaStoragePath); take the diagnostics now and then.
///
/// Anchors may be defined in the settings and used by aliases and merge keys there and in `media`.
public struct JobFileReader: ~Copyable {
    private enum Stage {
        case settings
        case entries
        case finished
    }

    private var nodes: NodeReader
    private var settingsReader: SettingsReader
    private var entryReader: EntryReader
    private var judge = EntryJudge()
    private var root: MappingReader
    /// The entry being judged; kept here because copying it costs more than judging it.
    private var draft = RequestDraft()
    private var stage = Stage.settings
    private var ordinal = 0
    private var media: SourceLocation?
    private var rootStart = SourceMark(line: 1, column: 1)

    /// The last entry read, where it has an error and its files can be looked at all the same; kept for who asks for such.
    private var refused: EntrySpec?
    private var keepsRefused = false

    /// The fields that the last entry returned took from `defaults`.
    public private(set) var inheritedFields: RequestFieldSet = []

    /// A reader of the job file that diagnostics call `file`. `read` fills the buffer from its beginning and returns how many
    /// bytes it wrote, 0 at the end of the file; what it throws becomes a finding.
    public init(
        file: String, options: JobFileOptions, read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
    ) {
        nodes = NodeReader(file: file, options: options, read: read)
        let context = ValueContext(now: options.now, isTimeZone: options.isTimeZone)
        settingsReader = SettingsReader(context: context)
        entryReader = EntryReader(context: context)
        root = MappingReader(names: SettingKey.all.map(\.name))
    }

    /// A reader of a text that is in memory.
    public init(file: String, options: JobFileOptions, text: String) {
        var rest = Array(text.utf8)[...]
        self.init(file: file, options: options) { buffer in
            let count = min(buffer.count, rest.count)
            buffer.copyBytes(from: rest.prefix(count))
            rest = rest.dropFirst(count)
            return count
        }
    }

    /// Takes the findings so far; each is given once.
    public mutating func takeDiagnostics() -> [Diagnostic] { nodes.findings.take() }

    /// True when there are findings to take.
    public var hasDiagnostics: Bool { nodes.findings.hasAny }

    /// Reads up to `media`. A setting that was refused is nil.
    public mutating func readSettings() -> JobSettings {
        guard stage == .settings else { return settingsReader.settings }
        stage = .finished
        do throws(Stop) {
            try readHead()
        } catch {
            stage = .finished
        }
        return settingsReader.settings
    }

    /// The next entry without an error; nil after the last. Reads the settings first if nobody did.
    public mutating func nextEntry() -> EntrySpec? {
        if stage == .settings { _ = readSettings() }
        do throws(Stop) {
            while stage == .entries {
                if let start = try readEntry() { return draft.spec(ordinal: ordinal - 1, start: start) }
            }
        } catch {
            stage = .finished
        }
        return nil
    }

    /// The next entry whose files can be looked at; nil after the last. With `isRefused` it has an error, which was reported,
    /// and may be used for nothing else. Nobody wants to hear of a missing file only after the slip beside it was mended.
    public mutating func nextEntryForFiles() -> (spec: EntrySpec, isRefused: Bool)? {
        if stage == .settings { _ = readSettings() }
        keepsRefused = true
        defer { keepsRefused = false }
        do throws(Stop) {
            while stage == .entries {
                refused = nil
                if let start = try readEntry() {
                    return draft.spec(ordinal: ordinal - 1, start: start).map { ($0, false) }
                }
                if let refused { return (refused, true) }
            }
        } catch {
            stage = .finished
        }
        return nil
    }

    /// Judges the next entry without an error as `nextEntry` does and gives nothing of it; false after the last.
    public mutating func passEntry() -> Bool {
        if stage == .settings { _ = readSettings() }
        do throws(Stop) {
            while stage == .entries {
                if try readEntry() != nil { return true }
            }
        } catch {
            stage = .finished
        }
        return false
    }

    /// Entries read so far, those with errors too.
    public var entriesRead: Int { ordinal }
}

extension JobFileReader {
    /// From the start of the stream to the start of the list.
    private mutating func readHead() throws(Stop) {
        var event = try nodes.next()
        while event.kind == .streamStart || event.kind == .documentStart { event = try nodes.next() }
        guard event.kind == .mappingStart, !nodes.events.hasAnchor, !nodes.events.hasTag else {
            try refuseRoot(event)
            return
        }
        try readKeys(of: event)
    }

    private mutating func refuseRoot(_ event: YAMLEvent) throws(Stop) {
        let isEmpty = event.kind == .streamEnd || (event.kind == .scalar(.plain) && nodes.events.text.isEmpty)
        let message: String
        switch event.kind {
        case _ where isEmpty: message = "the job file is empty"
        case .mappingStart: message = "the job file as a whole has a tag or an anchor; expected a plain mapping"
        case .sequenceStart: message = "the job file is a list; expected a mapping"
        default: message = "the job file is a single value; expected a mapping"
        }
        nodes.findings.add(
            .jobWrongKind, from: event.start, to: event.end, message, hint: "begin it with `version: 1`")
        throw Stop()
    }

    /// The keys of the whole file up to `media`, or up to its end.
    private mutating func readKeys(of start: YAMLEvent) throws(Stop) {
        rootStart = start.start
        while true {
            let event = try nodes.next()
            if event.kind == .mappingEnd { return try finish() }
            guard let key = try nodes.key(event) else { continue }
            let value = try nodes.next()
            guard !reportMerge(key), root.accepts(key, &nodes) else {
                try nodes.skip(value)
                continue
            }
            guard key.text != "media" else { return try beginMedia(key, value) }
            guard let setting = SettingKey.all.first(where: { $0.name == key.text }) else { continue }
            try settingsReader.read(setting, try nodes.node(value), &nodes)
        }
    }

    /// True for `<<` at the top level: what an anchor names inside the file never fits there.
    private mutating func reportMerge(_ key: Scalar) -> Bool {
        guard key.isPlain, key.text == "<<" else { return false }
        nodes.findings.add(
            .jobMerge, from: key.start, to: key.end, "`<<` stands at the top level, where nothing can be merged",
            hint: "use it inside a group of settings, in `defaults` or in an entry")
        return true
    }

    private mutating func beginMedia(_ key: Scalar, _ value: YAMLEvent) throws(Stop) {
        media = nodes.findings.location(key.start, key.end)
        nodes.refusesAnchors = true
        guard value.kind == .sequenceStart else {
            let noun = value.kind == .mappingStart ? "a mapping" : "a single value"
            let isEmpty = value.kind == .scalar(.plain) && nodes.events.text.isEmpty
            nodes.findings.add(
                .jobWrongKind, from: isEmpty ? key.start : value.start, to: isEmpty ? key.end : value.end,
                "`media` is \(isEmpty ? "empty" : noun); expected a list",
                hint: "write each entry on a line of its own after `- `")
            try nodes.skip(value)
            try readRest()
            return
        }
        stage = .entries
    }

    /// Reads one entry into `draft` and gives where it begins; nil when it has an error or the list has ended.
    private mutating func readEntry() throws(Stop) -> SourceMark? {
        let event = try nodes.next()
        if event.kind == .sequenceEnd {
            if ordinal == 0, let media {
                MediaComesLast.reportEmpty(from: media.start, to: media.end, &nodes.findings)
            }
            stage = .finished
            try readRest()
            return nil
        }
        entryReader.reset()
        nodes.findings.beginEntry()
        nodes.resetBudget()
        defer { ordinal += 1 }
        guard try readEntryNode(event) else { return nil }
        draft = entryReader.takeDraft()
        let inherited = draft.inherit(settingsReader.defaults)
        let isSound = judge.judge(&draft, start: event.start, &nodes.findings)
        if nodes.findings.hasAny { nodes.findings.endEntry(draft.id?.value ?? draft.mediaFilePath?.value) }
        guard isSound else {
            // What an entry before has named is looked at for that one.
            if keepsRefused, !judge.isRepeated { refused = draft.specForFiles(ordinal: ordinal, start: event.start) }
            return nil
        }
        inheritedFields = inherited
        return event.start
    }

    /// Fills the entry reader; false when the node is no entry at all.
    private mutating func readEntryNode(_ event: YAMLEvent) throws(Stop) -> Bool {
        switch event.kind {
        case .scalar:
            let scalar = try nodes.scalar(event)
            entryReader.readShort(scalar, &nodes)
        case .mappingStart where !nodes.events.hasAnchor && !nodes.events.hasTag:
            try entryReader.readEvents(&nodes)
        default:
            switch try nodes.node(event) {
            case .scalar(let scalar): entryReader.readShort(scalar, &nodes)
            case .mapping(let mapping): entryReader.readTree(mapping, isDefaults: false, &nodes)
            case .ignored: return false
            case .sequence:
                nodes.findings.add(
                    .jobWrongKind, from: event.start, to: event.end, "the entry is a list; expected a path or a mapping"
                )
                return false
            }
        }
        return true
    }

    /// What follows the list: nothing, if the file is right.
    private mutating func readRest() throws(Stop) {
        while true {
            let event = try nodes.next()
            if event.kind == .mappingEnd { break }
            guard let key = try nodes.key(event) else { continue }
            if !reportMerge(key), root.accepts(key, &nodes), let media {
                MediaComesLast.report(key, media: media, &nodes.findings)
            }
            try nodes.skip(try nodes.next())
        }
        try readEnd()
    }

    /// The file ended without `media`.
    private mutating func finish() throws(Stop) {
        MediaComesLast.reportMissing(at: rootStart, &nodes.findings)
        try readEnd()
    }

    /// From the end of the mapping to the end of the stream.
    private mutating func readEnd() throws(Stop) {
        if !root.contains("version") { VersionIsKnown.reportMissing(at: rootStart, &nodes.findings) }
        while try nodes.next().kind != .streamEnd {}
    }
}
