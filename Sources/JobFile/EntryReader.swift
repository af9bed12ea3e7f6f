import Diagnostics
import IngestModel
import YAMLEvents

/// Reads one mapping of request fields, an entry or the defaults, from events or from a tree.
struct EntryReader {
    let context: ValueContext
    /// The draft so far.
    private(set) var draft = RequestDraft()
    private var seen: UInt32 = 0
    private var places: [(start: SourceMark, end: SourceMark)]

    init(context: ValueContext) {
        self.context = context
        let nowhere = SourceMark(line: 0, column: 0)
        places = Array(repeating: (nowhere, nowhere), count: EntryKey.all.count)
    }

    mutating func reset() {
        draft = RequestDraft()
        seen = 0
    }

    /// The draft, which is not kept: a copy of all its texts would cost more than reading them.
    mutating func takeDraft() -> RequestDraft {
        var taken = RequestDraft()
        swap(&taken, &draft)
        return taken
    }

    /// Reads an entry in its short form: the path alone.
    mutating func readShort(_ scalar: Scalar, _ nodes: inout NodeReader) {
        if scalar.isPlain, scalar.text.utf8.isEmpty {
            nodes.findings.add(
                .jobEmptyValue, from: scalar.start, to: scalar.end, "the entry is empty",
                hint: "write a path after `- `, or remove the line")
            draft.given.insert(RequestFieldSet(.mediaFilePath))
            return
        }
        note(.field(.mediaFilePath), scalar.start, scalar.end)
        take(.field(.mediaFilePath), scalar, &nodes)
    }

    /// Reads the mapping whose start is the current event.
    mutating func readEvents(_ nodes: inout NodeReader) throws(Stop) {
        var merges: [(key: Scalar, value: JobNode)] = []
        while true {
            let event = try nodes.next()
            if event.kind == .mappingEnd { break }
            guard case .scalar = event.kind, !nodes.events.hasTag, !nodes.events.hasAnchor,
                let place = nodes.events.place(in: EntryKey.table)
            else {
                try readOtherKey(event, &merges, &nodes)
                continue
            }
            let key = EntryKey.all[place]
            let isNew = accept(key, event.start, event.end, &nodes)
            let value = try nodes.next()
            switch value.kind {
            case .scalar:
                let scalar = try nodes.scalar(value)
                if isNew { take(key, scalar, &nodes) }
            case .alias:
                let node = try nodes.resolve(value)
                if isNew { take(key, node, at: value, &nodes) }
            default:
                if isNew { reportKind(key.name, value, &nodes) }
                try nodes.skip(value)
            }
        }
        merge(merges, &nodes)
    }

    /// Reads a mapping that was built as a tree. `paths` tells whether an entry is read, not the defaults.
    mutating func readTree(_ mapping: JobMapping, isDefaults: Bool, _ nodes: inout NodeReader) {
        for pair in mapping.own + mapping.merged {
            guard let key = key(pair.key, isDefaults: isDefaults, &nodes),
                accept(key, pair.key.start, pair.key.end, &nodes)
            else { continue }
            take(key, pair.value, at: nil, &nodes)
        }
    }

    private func key(_ scalar: Scalar, isDefaults: Bool, _ nodes: inout NodeReader) -> EntryKey? {
        let known = EntryKey(name: scalar.text)
        guard isDefaults else {
            if known == nil { MappingReader.reportUnknown(scalar, EntryKey.names, nil, &nodes.findings) }
            return known
        }
        if case .field(let field) = known, field.mayBeDefault { return known }
        if case .field = known {
            nodes.findings.add(
                .jobDefaultPath, from: scalar.start, to: scalar.end,
                "`\(scalar.text)` cannot be a default, because no two entries share it",
                hint: "move it into the entries")
        } else {
            MappingReader.reportUnknown(scalar, Self.defaultNames, "defaults", &nodes.findings)
        }
        return nil
    }

    private static let defaultNames = RequestField.allCases.filter(\.mayBeDefault).map(\.rawValue)
}

extension EntryReader {
    /// A key that is `<<`, unknown, no scalar, or decorated with a tag or an anchor.
    private mutating func readOtherKey(
        _ event: YAMLEvent, _ merges: inout [(key: Scalar, value: JobNode)], _ nodes: inout NodeReader
    ) throws(Stop) {
        guard let scalar = try nodes.key(event) else { return }
        if scalar.isPlain, scalar.text == "<<" {
            if let first = merges.first {
                nodes.reportDuplicate("<<", scalar, first: first.key.start, first.key.end)
            }
            merges.append((scalar, try nodes.node(try nodes.next())))
            return
        }
        if let key = EntryKey(name: scalar.text) {
            // Its tag or anchor is reported already.
            _ = accept(key, scalar.start, scalar.end, &nodes)
        } else {
            MappingReader.reportUnknown(scalar, EntryKey.names, nil, &nodes.findings)
        }
        try nodes.skip(try nodes.next())
    }

    /// Takes the keys of merged mappings that the entry does not have itself.
    private mutating func merge(_ merges: [(key: Scalar, value: JobNode)], _ nodes: inout NodeReader) {
        for (mergeKey, value) in merges {
            for source in nodes.mergeSources(mergeKey, value) {
                for pair in source.own + source.merged {
                    guard let key = key(pair.key, isDefaults: false, &nodes), seen & 1 << UInt32(key.bit) == 0 else {
                        continue
                    }
                    note(key, pair.key.start, pair.key.end)
                    take(key, pair.value, at: nil, &nodes)
                }
            }
        }
    }

    private mutating func accept(
        _ key: EntryKey, _ start: SourceMark, _ end: SourceMark, _ nodes: inout NodeReader
    ) -> Bool {
        guard seen & 1 << UInt32(key.bit) == 0 else {
            let first = places[key.bit]
            let scalar = Scalar(text: key.name, isPlain: true, start: start, end: end)
            nodes.reportDuplicate(key.name, scalar, first: first.start, first.end)
            return false
        }
        note(key, start, end)
        return true
    }

    private mutating func note(_ key: EntryKey, _ start: SourceMark, _ end: SourceMark) {
        seen |= 1 << UInt32(key.bit)
        places[key.bit] = (start, end)
        if case .field(let field) = key { draft.given.insert(RequestFieldSet(field)) }
    }

    private mutating func take(_ key: EntryKey, _ node: JobNode, at alias: YAMLEvent?, _ nodes: inout NodeReader) {
        switch node {
        case .scalar(let scalar): take(key, scalar, &nodes)
        case .ignored: break
        case .sequence, .mapping:
            nodes.findings.add(
                .jobWrongKind, from: alias?.start ?? node.start ?? places[key.bit].start, to: alias?.end ?? node.end,
                "`\(key.name)` is \(node.noun); expected a single value")
        }
    }

    private mutating func take(_ key: EntryKey, _ scalar: Scalar, _ nodes: inout NodeReader) {
        do throws(ValueFault) {
            switch key {
            case .id: draft.id = Located(try RequestKinds.id.judge(scalar, of: "id", context), at: scalar)
            case .region:
                let region = try RequestKinds.region.judge(scalar, of: "region", context)
                draft.region = region
                if let fault = AccessRegionIsKnown.fault(region, of: "region") { nodes.findings.add(fault, at: scalar) }
            case .field(let field):
                try draft.read(field, scalar, context)
                if let fault = warning(field) { nodes.findings.add(fault, at: scalar) }
            }
        } catch {
            nodes.findings.add(error, at: scalar)
        }
    }

    /// What is odd, not wrong, about the value just read.
    private func warning(_ field: RequestField) -> ValueFault? {
        switch field {
        case .mediaName: draft.mediaName.flatMap { MediaNameIsShort.fault($0.value, isDefault: false) }
        case .storageRegion: draft.storageRegion.flatMap { StorageRegionIsKnown.fault($0) }
        default: nil
        }
    }

    private func reportKind(_ name: String, _ event: YAMLEvent, _ nodes: inout NodeReader) {
        let noun = event.kind == .sequenceStart ? "a list" : "a mapping"
        nodes.findings.add(
            .jobWrongKind, from: event.start, to: event.end, "`\(name)` is \(noun); expected a single value")
    }
}
