import Diagnostics
import YAMLEvents

/// Reading ends here; the reason is among the findings.
struct Stop: Error {}

/// Turns events into scalars and nodes: resolves anchors, aliases and merge keys, refuses tags, counts what aliases add.
struct NodeReader: ~Copyable {
    private struct Anchor {
        var node: JobNode
        var place: SourceLocation
    }

    var events: YAMLEventReader
    var findings: Findings
    /// True from `media` on: anchors are then refused, because keeping them would take memory for every entry.
    var refusesAnchors = false
    private var anchors: [String: Anchor] = [:]
    /// Anchors whose node is being read: an alias to one would contain itself.
    private var openAnchors: Set<String> = []
    private let mostAliased: Int
    private let mostNodes: Int
    private var aliased = 0
    private var nodes = 0

    init(file: String, options: JobFileOptions, read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        events = YAMLEventReader(limits: options.limits, read: read)
        findings = Findings(file: file)
        mostAliased = options.aliasNodes
        mostNodes = options.settingsNodes
    }

    /// An entry begins: it has a budget of its own.
    mutating func resetBudget() {
        aliased = 0
        nodes = 0
    }

    mutating func next() throws(Stop) -> YAMLEvent {
        do throws(YAMLReadError) {
            if let event = try events.next() { return event }
        } catch {
            SyntaxReport.add(error, to: &findings)
        }
        throw Stop()
    }

    /// The current event, a scalar.
    mutating func scalar(_ event: YAMLEvent) throws(Stop) -> Scalar {
        judgeTag(event)
        let scalar = Scalar(
            text: events.text, isPlain: event.kind == .scalar(.plain), start: event.start, end: event.end)
        if let name = try beginAnchor(event) { finishAnchor(name, .scalar(scalar)) }
        return scalar
    }

    /// The node that begins with `event`, the current one.
    mutating func node(_ event: YAMLEvent) throws(Stop) -> JobNode {
        nodes += 1
        guard nodes <= mostNodes else {
            findings.add(
                .jobSettingsTooLarge, from: event.start, to: event.end,
                "the settings have more than \(mostNodes) values",
                hint: "only `media` may be that long")
            throw Stop()
        }
        switch event.kind {
        case .alias: return try resolve(event)
        case .scalar: return .scalar(try scalar(event))
        case .sequenceStart:
            judgeTag(event)
            let name = try beginAnchor(event)
            let node = try sequence(event)
            if let name { finishAnchor(name, node) }
            return node
        case .mappingStart:
            judgeTag(event)
            let name = try beginAnchor(event)
            let node = JobNode.mapping(try mapping(event))
            if let name { finishAnchor(name, node) }
            return node
        default: throw Stop()
        }
    }

    /// Passes over the node that begins with `event`. Its anchors are remembered by name and size only.
    mutating func skip(_ event: YAMLEvent) throws(Stop) {
        _ = try skippedSize(event)
    }

    private mutating func skippedSize(_ event: YAMLEvent) throws(Stop) -> Int {
        if event.kind == .alias { return try resolve(event).size }
        let name = try beginAnchor(event)
        var size = 1
        if event.kind == .sequenceStart || event.kind == .mappingStart {
            while true {
                let inner = try next()
                if inner.kind == .sequenceEnd || inner.kind == .mappingEnd { break }
                size += try skippedSize(inner)
            }
        }
        if let name { finishAnchor(name, .ignored(size: size)) }
        return size
    }
}

extension NodeReader {
    private mutating func sequence(_ event: YAMLEvent) throws(Stop) -> JobNode {
        var items: [JobNode] = []
        while true {
            let inner = try next()
            if inner.kind == .sequenceEnd {
                // A block list ends where the next key begins, which is no place to point at.
                let isOneLine = inner.end.line == event.start.line
                return .sequence(items, start: event.start, end: isOneLine ? inner.end : event.start)
            }
            items.append(try node(inner))
        }
    }

    private mutating func mapping(_ event: YAMLEvent) throws(Stop) -> JobMapping {
        var mapping = JobMapping(start: event.start, end: event.end)
        var merges: [(key: Scalar, value: JobNode)] = []
        while true {
            let inner = try next()
            if inner.kind == .mappingEnd {
                if inner.start.line == event.start.line { mapping.end = inner.end }
                merge(merges, into: &mapping)
                return mapping
            }
            guard let key = try key(inner) else { continue }
            let value = try node(try next())
            if key.isPlain, key.text == "<<" {
                if let first = merges.first { reportDuplicate("<<", key, first: first.key.start, first.key.end) }
                merges.append((key, value))
            } else {
                mapping.own.append(JobMapping.Pair(key: key, value: value))
            }
        }
    }

    /// The key that `event` is; nil, with its value passed over, when it is no scalar.
    mutating func key(_ event: YAMLEvent) throws(Stop) -> Scalar? {
        if case .scalar = event.kind { return try scalar(event) }
        findings.add(
            .jobWrongKind, from: event.start, to: event.end,
            "the key of a mapping is a plain text; found something else")
        try skip(event)
        try skip(try next())
        return nil
    }

    mutating func reportDuplicate(_ name: String, _ key: Scalar, first: SourceMark, _ firstEnd: SourceMark) {
        findings.add(
            .jobDuplicateKey, from: key.start, to: key.end, "the key \(Quoted.text(name)) is given twice",
            hint: "remove one of them",
            notes: [DiagnosticNote("first given here", at: findings.location(first, firstEnd))])
    }

    /// Adds the keys of merged mappings that are not there yet; earlier mappings win over later ones, own keys over all.
    mutating func merge(_ merges: [(key: Scalar, value: JobNode)], into mapping: inout JobMapping) {
        guard !merges.isEmpty else { return }
        var known = Set(mapping.own.map(\.key.text))
        for (key, value) in merges {
            for source in mergeSources(key, value) {
                for pair in source.own + source.merged where known.insert(pair.key.text).inserted {
                    mapping.merged.append(pair)
                }
            }
        }
    }

    /// The mappings after `<<`.
    mutating func mergeSources(_ key: Scalar, _ value: JobNode) -> [JobMapping] {
        switch value {
        case .mapping(let mapping): return [mapping]
        case .ignored: return []
        case .sequence(let items, _, _):
            var sources: [JobMapping] = []
            for item in items {
                switch item {
                case .mapping(let mapping): sources.append(mapping)
                case .ignored: continue
                case .scalar, .sequence: reportMerge(item, key)
                }
            }
            return sources
        case .scalar:
            reportMerge(value, key)
            return []
        }
    }

    private mutating func reportMerge(_ node: JobNode, _ key: Scalar) {
        findings.add(
            .jobMerge, from: node.start ?? key.start, to: node.start == nil ? key.end : node.end,
            "`<<` takes a mapping or a list of mappings; found \(node.noun)",
            hint: "write `<<: *name`, where `&name` stands before a mapping")
    }
}

extension NodeReader {
    private mutating func judgeTag(_ event: YAMLEvent) {
        guard events.hasTag, let resolved = events.tag else { return }
        // As it is written: `!!str` stands for a name of the standard's.
        let standard = "tag:yaml.org,2002:"
        let tag = resolved.hasPrefix(standard) ? "!!" + resolved.dropFirst(standard.count) : resolved
        findings.add(
            .jobTag, from: event.start, to: event.end,
            "a value has the tag \(Quoted.text(tag)); the key alone decides how a value is read", hint: "remove the tag"
        )
    }

    /// The name after `&`, noted as open.
    private mutating func beginAnchor(_ event: YAMLEvent) throws(Stop) -> String? {
        guard events.hasAnchor, let name = events.anchor else { return nil }
        // Without a tag the event begins with the anchor; with one, which of them is first is not known.
        let anchorEnd = SourceMark(line: event.start.line, column: event.start.column + 1 + name.unicodeScalars.count)
        let end = events.hasTag ? event.end : anchorEnd
        if refusesAnchors {
            findings.add(
                .jobAnchorInMedia, from: event.start, to: end,
                "the anchor \(Quoted.text("&" + name)) stands inside `media`, which is read entry by entry",
                hint: "move what it names into the settings before `media`; aliases may stand in `media`")
            anchors[name] = nil
            return nil
        }
        if let first = anchors[name] {
            findings.add(
                .jobDuplicateAnchor, from: event.start, to: end,
                "the anchor \(Quoted.text("&" + name)) is defined twice", hint: "give one of them another name",
                notes: [DiagnosticNote("first defined here", at: first.place)])
        }
        let place = findings.location(event.start, end)
        anchors[name] = Anchor(node: .ignored(size: 1), place: place)
        openAnchors.insert(name)
        return name
    }

    private mutating func finishAnchor(_ name: String, _ node: JobNode) {
        openAnchors.remove(name)
        anchors[name]?.node = node
    }

    /// What the current alias stands for.
    mutating func resolve(_ event: YAMLEvent) throws(Stop) -> JobNode {
        let name = events.text
        guard let anchor = anchors[name], !openAnchors.contains(name) else {
            let isOpen = openAnchors.contains(name)
            findings.add(
                .jobUnknownAlias, from: event.start, to: event.end,
                isOpen
                    ? "the alias \(Quoted.text("*" + name)) stands inside the value that it names"
                    : "the alias \(Quoted.text("*" + name)) names no anchor before it",
                hint: isOpen
                    ? nil : NearestName.nearest(to: name, in: anchors.keys.sorted()).map { "did you mean `*\($0)`?" })
            return .ignored(size: 1)
        }
        aliased += anchor.node.size
        guard aliased <= mostAliased else {
            findings.add(
                .jobAliasBudget, from: event.start, to: event.end,
                "aliases make this file grow by more than \(mostAliased) values", hint: "write the values out")
            throw Stop()
        }
        if case .scalar(var scalar) = anchor.node {
            scalar.origin = scalar.start
            scalar.start = event.start
            scalar.end = event.end
            return .scalar(scalar)
        }
        return anchor.node
    }
}
