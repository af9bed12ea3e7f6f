import Diagnostics
import IngestModel

/// What a reference turned out to be.
package enum ReferenceResolution: Hashable, Sendable {
    /// A file below the root: its path there, and what is remarkable about the text.
    case file(path: String, findings: [PathFinding])
    /// A URL, also when nobody meant one (`video-10:00.ts`); the scheme is lower-cased.
    case url(scheme: String)
    /// `//host/path`.
    case networkPath
    /// `data:`.
    case inline
    /// No file that could be uploaded.
    case refused(PathFinding)
}

/// Where a base leads: a folder below the root, and what follows its last slash.
package enum BaseResolution: Hashable, Sendable {
    /// Relative references start in `folder`; `file` is the medium itself when the text does not end in a slash, and
    /// `fileFindings` what is to be said where it is asked for: a query does not pass on to the references below.
    case local(folder: [String], file: String?, findings: [PathFinding], fileFindings: [PathFinding])
    /// An absolute URL: whatever is joined to it is remote.
    case url(scheme: String)
    /// `//host/path`: remote as well.
    case networkPath
    /// `data:`.
    case inline
    /// A base under which no file could be uploaded.
    case refused(PathFinding)
}

/// Turns the text of a reference into a path below the root, which is the folder of the top manifest (manifests 3 and 4).
///
/// Resolution is lexical, as it is for a URL: nothing on disk is looked at. No text gives a path that is absolute, has a `.`,
/// `..` or empty part, or leads above the root.
package struct ReferenceResolver: Sendable {
    /// What happens to `..`.
    let parentReferences: JobSettings.ParentReferences

    /// Bytes of one part of a path: what file systems take.
    static let longestPart = 255
    /// Bytes of a relative path from which on its object key may become too long.
    static let longPath = 700

    /// A resolver by the job's choice.
    package init(parentReferences: JobSettings.ParentReferences) { self.parentReferences = parentReferences }

    /// What `text` means in a manifest that lies in `folder`, a list of names below the root.
    package func resolve(_ text: String, from folder: [String]) -> ReferenceResolution {
        if let path = Self.plainPath(text, folder: folder) { return .file(path: path, findings: []) }
        switch locate(text, from: folder) {
        case .failure(let outcome): return outcome.resolution
        case .success(let walk):
            guard let file = walk.file else { return .refused(.directory(walk.text)) }
            let path = (walk.folder + [file]).joined(separator: "/")
            if let finding = limit(walk, path: path) { return .refused(finding) }
            return .file(path: path, findings: findings(of: walk, path: path))
        }
    }

    /// What `text` means as a base for further references (RFC 3986, 5.3: a base counts up to its last slash, its query and
    /// fragment do not count).
    package func resolveBase(_ text: String, from folder: [String]) -> BaseResolution {
        switch locate(text, from: folder) {
        case .failure(let outcome): return outcome.base
        case .success(let walk):
            let path = (walk.folder + (walk.file.map { [$0] } ?? [])).joined(separator: "/")
            let own = PathFinding.findings(ofQuery: walk.text, path: path)
            var walk = walk
            (walk.query, walk.hasFragment) = (nil, false)
            if let finding = limit(walk, path: path) { return .refused(finding) }
            return .local(
                folder: walk.folder, file: walk.file, findings: findings(of: walk, path: path), fileFindings: own)
        }
    }

    /// The folder of the file at `path`, as a list of names below the root.
    static func folder(of path: String) -> [String] {
        PathText.folder(of: path).utf8.split(separator: UInt8(ascii: "/")).compactMap { String($0) }
    }
}

extension ReferenceResolution {
    /// The error to report where a file of the asset is needed; nil when `text` names one.
    func refusal(of text: String) -> PathFinding? {
        switch self {
        case .file: nil
        case .url(let scheme): .url(text, scheme: scheme)
        case .networkPath: .networkPath(text)
        case .inline: .inline()
        case .refused(let finding): finding
        }
    }
}

extension ReferenceResolver {
    /// What stopped the walk before there was a path.
    private enum Outcome: Error {
        case url(String)
        case networkPath
        case inline
        case refused(PathFinding)

        var resolution: ReferenceResolution {
            switch self {
            case .url(let scheme): .url(scheme: scheme)
            case .networkPath: .networkPath
            case .inline: .inline
            case .refused(let finding): .refused(finding)
            }
        }

        var base: BaseResolution {
            switch self {
            case .url(let scheme): .url(scheme: scheme)
            case .networkPath: .networkPath
            case .inline: .inline
            case .refused(let finding): .refused(finding)
            }
        }
    }

    /// A text on its way to a path.
    private struct Walk {
        /// Without white space around it.
        var text: String
        var isSurrounded: Bool
        var folder: [String]
        /// What follows the last slash; nil when that is nothing or a dot segment.
        var file: String?
        var query: Substring?
        var hasFragment: Bool
        var hasParent = false
        /// True when a `..` left a name of the containing folder, not only one of the reference itself.
        var leavesFolder = false
    }

    /// Steps 1 to 10 of manifests 3, as far as they do not need a file at the end.
    private func locate(_ raw: String, from folder: [String]) -> Result<Walk, Outcome> {
        let scalars = raw.unicodeScalars
        let isBlank = { (scalar: Unicode.Scalar) in scalar.value <= 0x20 }
        let start = scalars.firstIndex { !isBlank($0) } ?? scalars.endIndex
        let end = scalars.lastIndex { !isBlank($0) }.map { scalars.index(after: $0) } ?? start
        let text = String(scalars[start..<end])
        if text.isEmpty { return .failure(.refused(.empty(text))) }
        if let outcome = Self.foreign(text) { return .failure(outcome) }
        let (path, query, hasFragment) = Self.cut(text)
        if path.isEmpty { return .failure(.refused(.empty(text))) }
        var walk = Walk(
            text: text, isSurrounded: text.utf8.count != raw.utf8.count, folder: folder, query: query,
            hasFragment: hasFragment)
        do {
            try follow(path, &walk)
        } catch {
            return .failure(.refused(error))
        }
        return .success(walk)
    }

    /// Steps 3 to 5: schemes, hosts, absolute paths; and control characters, which URL parsers drop.
    private static func foreign(_ text: String) -> Outcome? {
        if let scheme = scheme(of: text) {
            if scheme.utf8.count == 1 { return .refused(.drive(text)) }
            return scheme == "data" ? .inline : .url(scheme)
        }
        if let control = controlCharacter(in: text.utf8) { return .refused(.control(text, control)) }
        var bytes = text.utf8.makeIterator()
        let (first, second) = (bytes.next(), bytes.next())
        let isSlash = { (byte: UInt8?) in byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        guard isSlash(first) else { return nil }
        if first == UInt8(ascii: "/"), second == first { return .networkPath }
        if isSlash(second) { return .refused(.networkPath(text)) }
        return .refused(.absolute(text))
    }

    /// The lower-cased scheme of `text`; nil when it has none.
    private static func scheme(of text: String) -> String? {
        var scheme: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                scheme.append(byte | 0x20)
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if scheme.isEmpty { return nil }
                scheme.append(byte)
            case UInt8(ascii: ":"): return scheme.isEmpty ? nil : String(decoding: scheme, as: UTF8.self)
            default: return nil
            }
        }
        return nil
    }

    /// The first control character of `bytes`, C1 included.
    private static func controlCharacter(in bytes: some Sequence<UInt8>) -> UInt8? {
        var previous: UInt8 = 0
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F { return byte }
            if previous == 0xC2, (0x80...0x9F).contains(byte) { return byte }
            previous = byte
        }
        return nil
    }

    /// Step 6: the path, the query behind its `?`, and whether there was a fragment.
    static func cut(_ text: String) -> (path: Substring, query: Substring?, hasFragment: Bool) {
        let hash = text.utf8.firstIndex(of: UInt8(ascii: "#"))
        let body = text[..<(hash ?? text.endIndex)]
        guard let mark = body.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (body, nil, hash != nil) }
        return (body[..<mark], body[body.utf8.index(after: mark)...], hash != nil)
    }

    /// Steps 7 to 10: splits, decodes and walks.
    private func follow(_ path: Substring, _ walk: inout Walk) throws(PathFinding) {
        if path.utf8.contains(UInt8(ascii: "\\")) { throw .backslash(walk.text) }
        let containing = walk.folder.count
        var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
        let last = parts.popLast()
        for part in parts {
            let name = try Self.decode(part, of: walk.text)
            if name.isEmpty { throw .emptyPart(walk.text) }
            try step(name, containing: containing, &walk)
        }
        guard let last else { return }
        let name = try Self.decode(last, of: walk.text)
        switch name {
        case "": break
        case ".", "..": try step(name, containing: containing, &walk)
        default:
            try Self.judgeLength(name, of: walk.text)
            walk.file = name
        }
    }

    /// One part on the way: down, up or nowhere.
    private func step(_ name: String, containing: Int, _ walk: inout Walk) throws(PathFinding) {
        switch name {
        case ".": break
        case "..":
            walk.hasParent = true
            guard walk.folder.popLast() != nil else { throw .outside(walk.text) }
            if walk.folder.count < containing { walk.leavesFolder = true }
        default:
            try Self.judgeLength(name, of: walk.text)
            walk.folder.append(name)
        }
    }

    private static func judgeLength(_ name: String, of text: String) throws(PathFinding) {
        if name.utf8.count > longestPart { throw .partTooLong(text, bytes: name.utf8.count) }
    }

    /// Step 8: one part without its percent signs.
    private static func decode(_ part: Substring.UTF8View, of text: String) throws(PathFinding) -> String {
        var bytes: [UInt8] = []
        var rest = part[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                throw .badEscape(text)
            }
            let value = high << 4 | low
            if value == UInt8(ascii: "/") || value == UInt8(ascii: "\\") { throw .encodedSeparator(text, value) }
            bytes.append(value)
        }
        if let control = controlCharacter(in: bytes) { throw .control(text, control) }
        guard let name = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(text) }
        return name
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// What refuses a path that is otherwise well formed.
    private func limit(_ walk: Walk, path: String) -> PathFinding? {
        if let query = walk.query, let operation = StorageQuery.operation(in: query) {
            return .queryOperation(walk.text, operation)
        }
        if path.utf8.count > ObjectKey.longest { return .tooLong(walk.text, bytes: path.utf8.count) }
        guard walk.hasParent, parentReferences == .refuse else { return nil }
        return .parent(walk.text, path: path, cancelsOut: !walk.leavesFolder, severity: .error)
    }

    /// What is remarkable about a path that is accepted.
    private func findings(of walk: Walk, path: String) -> [PathFinding] {
        var findings: [PathFinding] = []
        if walk.hasParent {
            findings.append(.parent(walk.text, path: path, cancelsOut: !walk.leavesFolder, severity: .warning))
        }
        if path.utf8.count >= Self.longPath { findings.append(.long(walk.text, bytes: path.utf8.count)) }
        if walk.isSurrounded { findings.append(.surrounded(walk.text)) }
        if let scalar = walk.text.unicodeScalars.first(where: Self.needsEncoding) {
            findings.append(.unencoded(walk.text, scalar))
        }
        if walk.text.utf8.contains(where: { $0 >= 0x80 }) { findings.append(.nonASCII(walk.text)) }
        if walk.query != nil { findings.append(.query(walk.text, path: path)) }
        if walk.hasFragment { findings.append(.fragment(walk.text, path: path)) }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        if parts.contains(where: { $0.last == UInt8(ascii: ".") || $0.last == UInt8(ascii: " ") }) {
            findings.append(.trailing(walk.text))
        }
        if let name = parts.lazy.compactMap(Self.deviceName).first { findings.append(.device(walk.text, name: name)) }
        return findings
    }

    /// ASCII that RFC 3986 has no place for.
    private static func needsEncoding(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\"", "<", ">", "[", "]", "^", "`", "{", "|", "}": true
        default: false
        }
    }

    /// The part's name before its first dot, if Windows takes that for a device.
    private static func deviceName(_ part: Substring.UTF8View) -> String? {
        guard let stem = String(part.prefix { $0 != UInt8(ascii: ".") }) else { return nil }
        switch stem.lowercased() {
        case "con", "prn", "aux", "nul": return stem
        case let name where stem.utf8.count == 4 && (name.hasPrefix("com") || name.hasPrefix("lpt")):
            return stem.utf8.last.map { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) } == true ? stem : nil
        default: return nil
        }
    }
}
