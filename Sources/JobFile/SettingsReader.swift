import Diagnostics
import IngestModel
import YAMLEvents

/// Reads the values of the settings' keys, group by group.
struct SettingsReader {
    let context: ValueContext
    private(set) var settings = JobSettings()
    /// What `defaults` says.
    private(set) var defaults = RequestDraft()

    init(context: ValueContext) { self.context = context }

    /// Reads `node`, the value of `key`. Throws when the file is of a version that cannot be read on.
    mutating func read(_ key: SettingKey, _ node: JobNode, _ nodes: inout NodeReader) throws(Stop) {
        switch key.body {
        case .value(_, let apply): readValue(key.name, apply, node, &nodes)
        case .version:
            guard let scalar = single(key.name, node, &nodes) else { return }
            try VersionIsKnown.judge(scalar, context, &nodes.findings)
        case .group(let keys):
            let hint = "its keys are " + keys.map { "`\($0.name)`" }.joined(separator: ", ")
            guard let mapping = mapping(key.name, node, hint: keys.count > 1 ? hint : nil, &nodes) else { return }
            readGroup(key.name, keys, mapping, &nodes)
        case .defaults:
            guard let mapping = mapping(key.name, node, &nodes) else { return }
            var reader = EntryReader(context: context)
            reader.readTree(mapping, isDefaults: true, &nodes)
            defaults = reader.draft
        case .media: break
        }
    }

    private mutating func readGroup(
        _ name: String, _ keys: [SettingKey], _ mapping: JobMapping, _ nodes: inout NodeReader
    ) {
        var reader = MappingReader(names: keys.map(\.name), owner: name)
        for pair in mapping.own + mapping.merged where reader.accepts(pair.key, &nodes) {
            guard let key = keys.first(where: { $0.name == pair.key.text }), case .value(_, let apply) = key.body else {
                continue
            }
            readValue(key.name, apply, pair.value, &nodes)
        }
    }

    private mutating func readValue(
        _ name: String, _ apply: SettingKey.Apply, _ node: JobNode, _ nodes: inout NodeReader
    ) {
        guard let scalar = single(name, node, &nodes) else { return }
        do throws(ValueFault) {
            try apply(scalar, context, &settings)
            if name == "region", let fault = AccessRegionIsKnown.fault(scalar.text, of: name) {
                nodes.findings.add(fault, at: scalar)
            }
        } catch {
            nodes.findings.add(error, at: scalar)
        }
    }

    private func single(_ name: String, _ node: JobNode, _ nodes: inout NodeReader) -> Scalar? {
        if case .scalar(let scalar) = node { return scalar }
        reportKind(name, node, "a single value", &nodes)
        return nil
    }

    private func mapping(
        _ name: String, _ node: JobNode, hint: String? = nil, _ nodes: inout NodeReader
    ) -> JobMapping? {
        if case .mapping(let mapping) = node { return mapping }
        reportKind(name, node, "a mapping", hint: hint, &nodes)
        return nil
    }

    private func reportKind(
        _ name: String, _ node: JobNode, _ expected: String, hint: String? = nil, _ nodes: inout NodeReader
    ) {
        guard let start = node.start else { return }
        let isEmpty = if case .scalar(let scalar) = node { scalar.isPlain && scalar.text.isEmpty } else { false }
        nodes.findings.add(
            .jobWrongKind, from: start, to: node.end,
            "`\(name)` is \(isEmpty ? "empty" : node.noun); expected \(expected)", hint: hint)
    }
}
