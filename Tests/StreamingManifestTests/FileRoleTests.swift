import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

/// What is said about a file of `role` with `size` bytes that begins with `first`.
private func findings(_ role: FileRole, size: Int64 = 188, first: [UInt8]? = nil) -> [String] {
    let place = Diagnostics.SourceLocation(file: "m.mpd", start: SourceMark(line: 2, column: 7))
    let reference = ManifestReference(uri: "v/f", location: place, role: role, need: .required, path: "v/f")
    let requirement = FileRequirement(reference, path: "v/f", chain: [])
    let mark = FileMark(size: size, modified: 0, device: 0, inode: 0)
    return FileRules.judge(requirement, facts: FileFacts(presence: .regular(mark), firstBytes: first), kind: .dash)
        .map { rendered(requirement.diagnostic($0)) }
}

/// A box of ISO base media at the front of a file.
private func box(_ type: String) -> [UInt8] { [0, 0, 0, 24] + Array(type.utf8) + [UInt8](repeating: 0, count: 16) }

/// What an expansion that begins with `top.m3u8` makes of `texts`.
private func expand(_ texts: [String: String]) -> ExpansionResult {
    var expansion = Expansion(top: "top.m3u8", kind: .hls, options: ExpansionOptions())
    while let path = expansion.nextRequest() {
        if let text = texts[path] { expansion.supply(.bytes(Array(text.utf8))) } else { expansion.supply(.missing) }
    }
    return expansion.finish()
}

@Suite("Roles of files")
struct FileRoleTests {
    @Test(
        "A file without bytes is an error where players read it",
        arguments: [FileRole.playlist, .manifest, .segment, .`init`, .key, .subtitle, .image, .index])
    func empty(_ role: FileRole) {
        #expect(findings(role, size: 0) == ["m.mpd:2:7: error: `v/f` has no bytes [file.empty]"])
    }

    @Test("A file without bytes is accepted where players need not read it")
    func emptyOther() { #expect(findings(.other, size: 0) == []) }

    @Test(
        "An error page is a warning for what has a form of its own",
        arguments: [(.index, "a segment index"), (.`init`, "an initialisation section"), (.image, "a picture")]
            as [(FileRole, String)])
    func errorPage(_ role: FileRole, _ form: String) {
        #expect(
            findings(role, first: Array("<!DOCTYPE html><html>".utf8)) == [
                "m.mpd:2:7: warning: `v/f` does not begin like \(form) [file.content]"
            ])
    }

    @Test("Whatever begins a playlist, a key or another file is not judged by its first bytes")
    func formless() {
        for role in [FileRole.playlist, .manifest, .key, .other] {
            #expect(findings(role, first: Array("<!DOCTYPE html><html>".utf8)) == [], "\(role)")
        }
    }

    @Test("A JPEG and a PNG are pictures")
    func pictures() {
        #expect(findings(.image, first: [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 0x4A, 0x46]) == [])
        #expect(findings(.image, first: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) == [])
    }

    @Test("The boxes that begin segments, indexes and initialisation sections are known")
    func boxes() {
        for role in [FileRole.`init`, .index, .segment] {
            for type in ["ftyp", "styp", "moov", "moof", "sidx", "emsg"] {
                #expect(findings(role, first: box(type)) == [], "\(type) in \(role)")
            }
        }
        #expect(
            findings(.index, first: box("xxxx")) == [
                "m.mpd:2:7: warning: `v/f` does not begin like a segment index [file.content]"
            ])
    }

    @Test("What is read as a playlist is decided by the mention, not by the name")
    func recursion() {
        let result = expand([
            "top.m3u8": playlist(["#EXT-X-STREAM-INF:BANDWIDTH=1", "v/list.txt"]),
            "v/list.txt": media(["#EXTINF:9,", "a.ts"]),
        ])
        #expect(result.diagnostics.map(rendered) == [])
        #expect(result.documents == 2)
        #expect(result.files.map { "\($0.role.rawValue) \($0.path)" } == ["playlist v/list.txt", "segment v/a.ts"])
    }

    @Test("A segment that is called like a playlist is not read")
    func segmentCalledPlaylist() {
        let result = expand([
            "top.m3u8": media(["#EXTINF:9,", "a.m3u8"]), "a.m3u8": media(["#EXTINF:9,", "../a.ts"]),
        ])
        #expect(result.documents == 1)
        #expect(result.files.map { "\($0.role.rawValue) \($0.path)" } == ["segment a.m3u8"])
    }

    @Test("Names that differ only in case are two files")
    func letterCase() {
        let result = expand(["top.m3u8": media(["#EXTINF:9,", "x.ts", "#EXTINF:9,", "X.ts", "#EXTINF:9,", "x.ts"])])
        #expect(result.diagnostics.map(rendered) == [])
        #expect(result.files.map { "\($0.path) \($0.mentions)" } == ["x.ts 2", "X.ts 1"])
    }

    @Test("A segment by any scheme is refused", arguments: ["http", "ftp", "file"])
    func schemes(_ scheme: String) {
        let probe = PlaylistProbe(media(["#EXTINF:9,", "\(scheme)://h/a.ts"]))
        #expect(
            probe.findings == [
                "4:1: error: `\(scheme)://h/a.ts` is a URL with the scheme `\(scheme)`; a relative path is expected "
                    + "[path.url]; hint: copy the file below the manifest's folder and refer to it by its relative path"
            ])
        #expect(probe.references == ["segment forbidden <\(scheme)://h/a.ts>"])
    }
}
