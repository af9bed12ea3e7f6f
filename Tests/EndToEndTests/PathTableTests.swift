import Foundation
import Testing

/// One block of Golden/paths.txt: a reference, what lies on disk, and what the program has to make of both.
struct PathRow: Sendable, CustomTestStringConvertible {
    /// The lines of the block: a name and a value each.
    let lines: [(name: String, value: String)]

    var testDescription: String { lines.map { "\($0.name): \($0.value)" }.joined(separator: ", ") }

    /// The only value called `name`; nil without one.
    func value(_ name: String) -> String? { lines.first { $0.name == name }?.value }

    /// The reference as it stands in the playlist.
    var reference: String { Self.unquoted(value("reference") ?? "") }
    /// The playlist that holds it.
    var holder: String { value("in") ?? "top.m3u8" }
    /// True when the program may run as no user whom permissions do not hold.
    var needsPermissions: Bool { value("locked") != nil }
    /// What the program has to say, verdict first.
    var expected: [String] {
        lines.filter { ["verdict", "says", "hint"].contains($0.name) }.map { "\($0.name): \($0.value)" }
    }

    /// Every row of the file.
    static func all() throws -> [PathRow] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/paths.txt")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        return text.components(separatedBy: "\n\n").compactMap { block in
            let lines = block.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
                line.firstRange(of: ": ").map { mark in
                    (name: String(line[..<mark.lowerBound]), value: String(line[mark.upperBound...]))
                }
            }
            return lines.isEmpty ? nil : PathRow(lines: lines)
        }
    }

    /// A text that is written as a JSON string where it is not plain ASCII.
    static func unquoted(_ text: String) -> String {
        guard text.hasPrefix("\"") else { return text }
        do { return try JSONDecoder().decode(String.self, from: Data(text.utf8)) } catch { return text }
    }

    /// The playlists that lead to the reference, by name.
    var playlists: [(name: String, text: String)] {
        let media = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n\(reference)\n#EXT-X-ENDLIST\n"
        if value("as") == "variant" {
            let text = "#EXTM3U\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-STREAM-INF:BANDWIDTH=1\n\(reference)\n"
            return [("top.m3u8", text)]
        }
        guard let child = value("in") else { return [("top.m3u8", media)] }
        return [("top.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n\(child)\n"), (child, media)]
    }
}

/// What a row puts on disk, in the folder of the top manifest.
private struct Scene {
    let row: PathRow
    let root: URL

    static let segment = [UInt8(ascii: "G")] + [UInt8](repeating: 0, count: 187)
    static let playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n"

    struct Refusal: Error { let what: String }

    /// Makes everything; false when this takes a right that the test does not have.
    func build() throws -> Bool {
        for (name, text) in row.playlists { try put(Array(text.utf8), to: name) }
        for (kind, value) in row.lines {
            let parts = value.components(separatedBy: " -> ")
            let name = PathRow.unquoted(parts[0])
            let path = root.path + "/" + name
            switch kind {
            case "file": try put(Self.segment, to: name)
            case "empty": try put([], to: name)
            case "html": try put(Array("<html>404</html>".utf8), to: name)
            case "playlist": try put(Array(Self.playlist.utf8), to: name)
            case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            case "link": try make(symlink(parts[1], path), path)
            case "pipe": try make(mkfifo(path, 0o644), path)
            case "socket": try makeSocket(path)
            case "device":
                // What /dev/zero is. Only root may make one.
                guard geteuid() == 0 else { return false }
                try make(mknod(path, mode_t(S_IFCHR) | 0o644, dev_t(1 << 8 | 5)), path)
            case "locked": try make(chmod(path, 0), path)
            default: continue
            }
        }
        return true
    }

    /// Gives back the permissions, so that the folder can be removed.
    func unlock() {
        for (kind, name) in row.lines where kind == "locked" { chmod(root.path + "/" + name, 0o755) }
    }

    /// Parents are made; the name's bytes stay as they are.
    private func put(_ bytes: [UInt8], to name: String) throws {
        let path = root.path + "/" + name
        if let slash = path.lastIndex(of: "/") {
            try FileManager.default.createDirectory(atPath: String(path[..<slash]), withIntermediateDirectories: true)
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        try make(descriptor, path)
        defer { close(descriptor) }
        try make(Int32(write(descriptor, bytes, bytes.count) - bytes.count), path)
    }

    private func makeSocket(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try make(descriptor, path)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw Refusal(what: "long: \(path)") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        try make(result, path)
    }

    private func make(_ result: Int32, _ path: String) throws {
        if result < 0 { throw Refusal(what: "\(path): \(String(cString: strerror(errno)))") }
    }
}

@Suite("Paths on a real file system")
struct PathTableTests {
    /// What `inspect` prints as JSON, as much of it as is looked at.
    private struct Document: Decodable {
        struct Reference: Decodable {
            let manifest: String
            let line: Int
            let verdict: String
            let reason: String?
            let path: String?
        }
        let references: [Reference]
    }

    @Test("Every row of the path table is judged as its block says", arguments: try PathRow.all())
    func table(_ row: PathRow) async throws {
        try await TestFolder.with { folder in
            let root = folder.url.appending(path: "a")
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            let scene = Scene(row: row, root: root)
            guard try scene.build() else { return print("not looked at without root: \(row.testDescription)") }
            defer { scene.unlock() }
            let run = try await inspect(row, in: folder)
            let document = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
            let verdicts = document.references.filter { $0.manifest == row.holder && $0.line == 4 }.map { found in
                let reason = found.reason.map { " " + $0 } ?? ""
                return "verdict: \(found.verdict)\(reason)" + (found.path.map { " as \(Self.quoted($0))" } ?? "")
            }
            let said = Self.said(run.errors, at: row.holder + ":4:", folder: folder.url.path)
            #expect(verdicts + said == row.expected)
            let isRefused = row.expected.contains { $0.contains(": error: ") || $0.hasPrefix("verdict: refused") }
            if isRefused { #expect(run.exitCode == 2) } else { #expect([0, 2].contains(run.exitCode)) }
        }
    }

    /// Runs the program on the row's top manifest. As root nothing is forbidden: there it runs as a user who has no rights.
    private func inspect(_ row: PathRow, in folder: TestFolder) async throws -> ProgramRun {
        let root = folder.url.appending(path: "a")
        let arguments = ["inspect", "top.m3u8", "--format", "json", "--parent-references", row.value("up") ?? "refuse"]
        guard row.needsPermissions, geteuid() == 0 else {
            return try await RunningProgram.run("vod-ingest", arguments, in: root)
        }
        // The build folder may lie where that user cannot go.
        let program = folder.url.appending(path: "program").path
        let built = RunningProgram.products.appending(path: "vod-ingest").path
        if link(built, program) != 0 { try FileManager.default.copyItem(atPath: built, toPath: program) }
        let user = ["--reuid=65534", "--regid=65534", "--clear-groups", program]
        return try await RunningProgram.run("/usr/bin/setpriv", user + arguments, in: root)
    }

    /// The findings at `place` with their hints, as the blocks have them.
    private static func said(_ errors: String, at place: String, folder: String) -> [String] {
        var lines: [String] = []
        var isAtPlace = false
        for line in errors.split(separator: "\n").map(String.init) {
            if line.hasPrefix(place) {
                let text = String(line.dropFirst(place.count))
                lines.append("says: " + text.replacing(realPath(folder), with: "FOLDER"))
                isAtPlace = true
            } else if line.hasPrefix("hint: ") {
                if isAtPlace { lines.append(line) }
            } else if line.hasSuffix("]") {
                isAtPlace = false
            }
        }
        return lines
    }

    private static func realPath(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
    }

    /// `path` as the blocks have it.
    private static func quoted(_ path: String) -> String {
        let isPlain =
            path.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !path.hasPrefix("\"") && !path.hasSuffix(" ")
        if isPlain { return path }
        let characters = path.unicodeScalars.map { scalar in
            scalar.isASCII ? String(scalar) : scalar.utf16Escape
        }
        return "\"" + characters.joined() + "\""
    }
}

extension Unicode.Scalar {
    /// `\u00e9`, a pair of them beyond the first 65,536.
    fileprivate var utf16Escape: String {
        utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
