import Diagnostics
import YAMLEvents

/// Judges the keys of one mapping: unknown ones, repeated ones.
struct MappingReader {
    /// The keys that are known, for the hint.
    let names: [String]
    /// What the mapping is, as a message says it: `in `service``; nil for the top level.
    let owner: String?
    private var seen: [String: (start: SourceMark, end: SourceMark)] = [:]

    init(names: [String], owner: String? = nil) {
        self.names = names
        self.owner = owner
    }

    /// True when `key` is known and new; else the fault is reported.
    mutating func accepts(_ key: Scalar, _ nodes: inout NodeReader) -> Bool {
        guard names.contains(key.text) else {
            Self.reportUnknown(key, names, owner, &nodes.findings)
            return false
        }
        if let first = seen[key.text] {
            nodes.reportDuplicate(key.text, key, first: first.start, first.end)
            return false
        }
        seen[key.text] = (key.start, key.end)
        return true
    }

    func contains(_ name: String) -> Bool { seen[name] != nil }

    static func reportUnknown(_ key: Scalar, _ names: [String], _ owner: String?, _ findings: inout Findings) {
        if let fault = NoKeyMaterial.fault(key: key.text) {
            findings.add(fault, at: key)
            return
        }
        let place = owner.map { " in `\($0)`" } ?? ""
        let nearest = NearestName.nearest(to: key.text, in: names)
        let hint = nearest.map { "did you mean `\($0)`?" } ?? elsewhere(key.text, owner)
        findings.add(
            .jobUnknownKey, from: key.start, to: key.end, "unknown key \(Quoted.text(key.text))\(place)",
            hint: hint ?? list(names))
    }

    private static func list(_ names: [String]) -> String? {
        names.count > 15 ? nil : "known are " + names.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// Where a key belongs that is known in another place.
    private static func elsewhere(_ key: String, _ owner: String?) -> String? {
        if RequestField(rawValue: key) != nil { return "`\(key)` belongs to an entry of `media`, or to `defaults`" }
        if owner != nil, SettingKey.all.contains(where: { $0.name == key }) {
            return "`\(key)` belongs to the top level"
        }
        for case (let name, .group(let keys)) in SettingKey.all.map({ ($0.name, $0.body) })
        where name != owner && keys.contains(where: { $0.name == key }) {
            return "`\(key)` belongs to `\(name)`"
        }
        return nil
    }
}
