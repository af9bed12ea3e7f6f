import Foundation

/// The structural rules of SARIF 2.1.0 (OASIS, 27 March 2020) for the objects that this program writes: which properties an
/// object may have, which it must have, and what each holds. No object may have others.
struct SARIFRules {
    indirect enum Shape: Sendable {
        case text
        /// RFC 3986: a URI, or a relative reference.
        case reference
        case constant(String)
        case choice([String])
        case whole(Int)
        case list(Shape, isSet: Bool = false)
        case object(String)
        /// A bag of properties.
        case anything
    }

    private struct Rule: Sendable {
        var required: [String] = []
        /// Of these at least one.
        var oneOf: [String] = []
        var properties: [String: Shape]
    }

    private static let level = Shape.choice(["none", "note", "warning", "error"])

    private static let rules: [String: Rule] = [
        "log": Rule(
            required: ["version", "runs"],
            properties: [
                "$schema": .reference, "version": .constant("2.1.0"), "runs": .list(.object("run")),
                "properties": .anything,
            ]),
        "run": Rule(
            required: ["tool"],
            properties: [
                "tool": .object("tool"), "columnKind": .choice(["utf16CodeUnits", "unicodeCodePoints"]),
                "results": .list(.object("result")), "properties": .anything,
            ]),
        "tool": Rule(required: ["driver"], properties: ["driver": .object("toolComponent")]),
        "toolComponent": Rule(
            required: ["name"],
            properties: [
                "name": .text, "version": .text, "rules": .list(.object("reportingDescriptor"), isSet: true),
                "informationUri": .reference,
            ]),
        "reportingDescriptor": Rule(
            required: ["id"],
            properties: [
                "id": .text, "name": .text, "shortDescription": .object("multiformatMessageString"),
                "fullDescription": .object("multiformatMessageString"), "help": .object("multiformatMessageString"),
                "helpUri": .reference, "defaultConfiguration": .object("reportingConfiguration"),
            ]),
        "multiformatMessageString": Rule(required: ["text"], properties: ["text": .text, "markdown": .text]),
        "reportingConfiguration": Rule(properties: ["level": level]),
        "result": Rule(
            required: ["message"],
            properties: [
                "ruleId": .text, "ruleIndex": .whole(-1), "level": level, "message": .object("message"),
                "locations": .list(.object("location")), "relatedLocations": .list(.object("location"), isSet: true),
                "properties": .anything,
            ]),
        "message": Rule(oneOf: ["text", "id"], properties: ["text": .text, "id": .text, "markdown": .text]),
        "location": Rule(properties: [
            "id": .whole(-1), "physicalLocation": .object("physicalLocation"), "message": .object("message"),
        ]),
        "physicalLocation": Rule(
            oneOf: ["address", "artifactLocation"],
            properties: ["artifactLocation": .object("artifactLocation"), "region": .object("region")]),
        "artifactLocation": Rule(properties: [
            "uri": .reference, "uriBaseId": .text, "index": .whole(-1), "description": .object("message"),
        ]),
        "region": Rule(properties: [
            "startLine": .whole(1), "startColumn": .whole(1), "endLine": .whole(1), "endColumn": .whole(1),
        ]),
    ]

    /// What breaks the rules in `log`, a sentence each.
    static func violations(in log: String) throws -> [String] {
        let value = try JSONSerialization.jsonObject(with: Data(log.utf8))
        return violations(value, .object("log"), "$") + meaning(value)
    }

    private static func violations(_ value: Any, _ shape: Shape, _ path: String) -> [String] {
        switch shape {
        case .anything: return value is [String: Any] ? [] : ["\(path) is no object"]
        case .text: return value is String ? [] : ["\(path) is no text"]
        case .constant(let expected): return value as? String == expected ? [] : ["\(path) is not \(expected)"]
        case .choice(let words): return (value as? String).map(words.contains) == true ? [] : ["\(path) is no choice"]
        case .whole(let least): return (value as? Int).map { $0 >= least } == true ? [] : ["\(path) is below \(least)"]
        case .reference: return (value as? String).map(isReference) == true ? [] : ["\(path) is no URI reference"]
        case .list(let element, let isSet):
            guard let list = value as? [Any] else { return ["\(path) is no list"] }
            let repeated = isSet && Set(list.map { "\($0)" }).count < list.count ? ["\(path) repeats an element"] : []
            return repeated + list.enumerated().flatMap { violations($0.element, element, "\(path)[\($0.offset)]") }
        case .object(let name): return object(value, name, path)
        }
    }

    private static func object(_ value: Any, _ name: String, _ path: String) -> [String] {
        guard let object = value as? [String: Any], let rule = rules[name] else { return ["\(path) is no \(name)"] }
        var found = rule.required.filter { object[$0] == nil }.map { "\(path) has no \($0)" }
        if !rule.oneOf.isEmpty, !rule.oneOf.contains(where: { object[$0] != nil }) {
            found.append("\(path) has none of \(rule.oneOf)")
        }
        for (key, inner) in object.sorted(by: { $0.key < $1.key }) {
            guard let shape = rule.properties[key] else {
                found.append("\(path) has the unknown property \(key)")
                continue
            }
            found += violations(inner, shape, "\(path).\(key)")
        }
        return found
    }

    /// RFC 3986 section 4.1: allowed characters alone, whole escapes, no colon in the first part of a relative reference.
    static func isReference(_ text: String) -> Bool {
        text.wholeMatch(
            of:
                /(?:[A-Za-z][A-Za-z0-9+.\-]*:|(?=[^:\/?#]*(?:[\/?#]|$)))(?:[A-Za-z0-9\-._~!$&'()*+,;=:@\/?#\[\]]|%[0-9A-Fa-f]{2})*/
        ) != nil && !text.isEmpty
    }

    /// What the text of the standard demands beyond the schema: a result's rule is the one at its index, a region ends after
    /// it begins.
    private static func meaning(_ log: Any) -> [String] {
        let runs = (log as? [String: Any])?["runs"] as? [[String: Any]] ?? []
        return runs.flatMap { run -> [String] in
            let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
            let rules = (driver?["rules"] as? [[String: Any]] ?? []).map { $0["id"] as? String }
            let results = run["results"] as? [[String: Any]] ?? []
            return results.flatMap { result -> [String] in
                var found: [String] = []
                let index = result["ruleIndex"] as? Int ?? -1
                if !rules.indices.contains(index) || rules[index] != result["ruleId"] as? String {
                    found.append("a result's rule is not at its index")
                }
                let places = ["locations", "relatedLocations"].flatMap { result[$0] as? [[String: Any]] ?? [] }
                for place in places {
                    let region = (place["physicalLocation"] as? [String: Any])?["region"] as? [String: Int] ?? [:]
                    let start = (region["startLine"] ?? 0, region["startColumn"] ?? 0)
                    if (region["endLine"] ?? 0, region["endColumn"] ?? 0) < start {
                        found.append("a region ends early")
                    }
                }
                return found
            }
        }
    }
}
