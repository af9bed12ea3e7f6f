/// Lists the files that a DASH manifest names, as a service that is handed the text alone can know them.
///
/// A reading by itself: the client's own reading is not used, whose faults would cancel out.
struct PresentationFiles {
    /// Why nothing can be listed.
    struct Unreadable: Error {}

    /// The most files of one manifest; more is taken for an attack.
    private static let most = 200_000

    private(set) var names: [String] = []
    private var seen: Set<String> = []

    /// The files of the manifest `content`, each once, in the order of their appearance.
    static func names(in content: String) throws(Unreadable) -> [String] {
        let root: XMLElement
        do { root = try XMLElement.parse(Array(content.utf8)) } catch { throw Unreadable() }
        guard root.name == "MPD" else { throw Unreadable() }
        var files = PresentationFiles()
        let duration = root.attributes["mediaPresentationDuration"].flatMap(Self.seconds)
        let periods = root.children.filter { $0.name == "Period" }
        for period in periods {
            // Without its own, the one period lasts as long as all.
            let own = period.attributes["duration"].flatMap(Self.seconds) ?? (periods.count == 1 ? duration : nil)
            try files.read([root, period], duration: own)
        }
        return files.names
    }

    /// Goes down from the last of `path` to the representations.
    private mutating func read(_ path: [XMLElement], duration: Double?) throws(Unreadable) {
        guard let here = path.last else { return }
        if here.name == "Representation" { return try list(path, duration: duration) }
        for child in here.children where ["AdaptationSet", "Representation"].contains(child.name) {
            try read(path + [child], duration: duration)
        }
    }

    private mutating func list(_ path: [XMLElement], duration: Double?) throws(Unreadable) {
        let base = path.reduce("") { base, element in
            element.children.first { $0.name == "BaseURL" }.map { Self.join(base, $0.text) } ?? base
        }
        let segments = Self.inherited(path)
        if let template = segments.first(where: { $0.name == "SegmentTemplate" }) {
            try expand(template, path.last?.attributes ?? [:], base: base, duration: duration)
        } else if let list = segments.first(where: { $0.name == "SegmentList" }) {
            let initialization = list.children.first { $0.name == "Initialization" }
            if let source = initialization?.attributes["sourceURL"] { try add(Self.join(base, source)) }
            for segment in list.children where segment.name == "SegmentURL" {
                try add(segment.attributes["media"].map { Self.join(base, $0) } ?? base)
            }
        } else {
            try add(base)
        }
    }

    /// The segment information that a representation has: attributes and children nearer to it win.
    private static func inherited(_ path: [XMLElement]) -> [XMLElement] {
        ["SegmentTemplate", "SegmentList"].compactMap { name in
            let levels = path.compactMap { $0.children.first { $0.name == name } }
            guard var nearest = levels.last else { return nil }
            for outer in levels.dropLast().reversed() {
                nearest.attributes.merge(outer.attributes) { own, _ in own }
                let own = Set(nearest.children.map(\.name))
                nearest.children += outer.children.filter { !own.contains($0.name) }
            }
            return nearest
        }
    }

    private mutating func expand(
        _ template: XMLElement, _ representation: [String: String], base: String, duration: Double?
    ) throws(Unreadable) {
        func name(_ text: String, number: Int = 0, time: Int = 0) throws(Unreadable) -> String {
            try Self.join(
                base,
                Self.fill(
                    text,
                    [
                        "RepresentationID": representation["id"] ?? "", "Bandwidth": representation["bandwidth"] ?? "",
                        "Number": String(number), "Time": String(time),
                    ]))
        }
        if let initialization = template.attributes["initialization"] { try add(try name(initialization)) }
        guard let media = template.attributes["media"] else { return }
        let first = template.attributes["startNumber"].flatMap { Int($0) } ?? 1
        let times = try Self.times(template, duration: duration)
        for (position, time) in times.enumerated() {
            try add(try name(media, number: first + position, time: time))
        }
    }

    /// The start of each segment, in units of the template's time scale.
    private static func times(_ template: XMLElement, duration: Double?) throws(Unreadable) -> [Int] {
        let scale = template.attributes["timescale"].flatMap { Double($0) } ?? 1
        guard let timeline = template.children.first(where: { $0.name == "SegmentTimeline" }) else {
            guard let length = template.attributes["duration"].flatMap({ Double($0) }), length > 0, let duration else {
                throw Unreadable()
            }
            // A last segment shorter than a hundredth of the others is rounding.
            let count = max(1, (duration * scale / length - 0.01).rounded(.up))
            guard count <= Double(most) else { throw Unreadable() }
            return (0..<Int(count)).map { Int(Double($0) * length) }
        }
        var times: [Int] = []
        var next = 0
        let runs = timeline.children.filter { $0.name == "S" }
        for (position, run) in runs.enumerated() {
            guard let length = run.attributes["d"].flatMap({ Int($0) }), length > 0 else { throw Unreadable() }
            next = run.attributes["t"].flatMap { Int($0) } ?? next
            var repeats = run.attributes["r"].flatMap { Int($0) } ?? 0
            if repeats < 0 {
                // Repeated up to the next run, or to the end.
                let follower = runs.dropFirst(position + 1).first?.attributes["t"].flatMap { Int($0) }
                guard let end = follower.map(Double.init) ?? duration.map({ $0 * scale }) else { throw Unreadable() }
                let count = ((end - Double(next)) / Double(length)).rounded(.up)
                guard count >= 1, count <= Double(most) else { throw Unreadable() }
                repeats = Int(count) - 1
            }
            guard times.count + repeats < most, next >= 0, next < Int.max / 2, length < Int.max / 2 / most else {
                throw Unreadable()
            }
            for _ in 0...repeats {
                times.append(next)
                next += length
            }
        }
        return times
    }

    /// Puts values in the place of `$NAME$` and `$NAME%05d$`; `$$` is a dollar.
    private static func fill(_ template: String, _ values: [String: String]) throws(Unreadable) -> String {
        let parts = template.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1 else { throw Unreadable() }
        var text = ""
        for (position, part) in parts.enumerated() {
            guard position % 2 == 1 else {
                text += part
                continue
            }
            guard !part.isEmpty else {
                text += "$"
                continue
            }
            let name = part.prefix { $0 != "%" }
            guard let value = values[String(name)] else { throw Unreadable() }
            let width = part.dropFirst(name.count).drop { $0 == "%" || $0 == "0" }.prefix(while: \.isNumber)
            text += String(repeating: "0", count: max(0, min(Int(width) ?? 1, 64) - value.count)) + value
        }
        return text
    }

    private mutating func add(_ name: String) throws(Unreadable) {
        guard names.count < Self.most else { throw Unreadable() }
        if !name.isEmpty, seen.insert(name).inserted { names.append(name) }
    }

    /// A reference beside a base: in the base's folder, unless it is an address or an absolute path.
    private static func join(_ base: String, _ reference: String) -> String {
        let reference = reference.trimmingWhitespace()
        if reference.hasPrefix("/") || reference.contains("://") { return reference }
        guard let slash = base.lastIndex(of: "/") else { return reference }
        return base[...slash] + reference
    }

    /// Seconds of a duration such as `PT1H2M3.5S` or `P1DT2H`.
    static func seconds(_ text: String) -> Double? {
        guard text.hasPrefix("P") else { return nil }
        let halves = text.dropFirst().split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        let units: [[(Character, Double)]] = [[("D", 86_400)], [("H", 3_600), ("M", 60), ("S", 1)]]
        var total = 0.0
        for (half, units) in zip(halves, units) {
            var rest = half
            for (unit, length) in units {
                guard let end = rest.firstIndex(of: unit) else { continue }
                guard let count = Double(rest[..<end]), count >= 0 else { return nil }
                total += count * length
                rest = rest[rest.index(after: end)...]
            }
            guard rest.isEmpty else { return nil }
        }
        return total
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
