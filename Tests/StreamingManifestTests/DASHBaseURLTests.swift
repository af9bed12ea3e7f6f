import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

@Suite("BaseURL")
struct DASHBaseURLTests {
    private func read(
        root: String = "", period: String = "", set: String = "", representation: String = "",
        options: ExpansionOptions = ExpansionOptions(), file: String = "m.mpd"
    ) -> MPDOutcome {
        readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011">\(root)
            <Period>\(period)
            <AdaptationSet>\(set)
            <Representation id="v">\(representation)
            <SegmentTemplate media="s.m4s"/></Representation></AdaptationSet></Period></MPD>
            """, file: file, options: options)
    }

    private func base(_ text: String) -> String { "<BaseURL>\(text)</BaseURL>" }

    @Test("Without any, files lie in the folder of the MPD")
    func none() {
        #expect(read().references == ["segment s.m4s"])
        #expect(read(file: "sub/folder/m.mpd").references == ["segment sub/folder/s.m4s"])
    }

    @Test("White space around it, comments and CDATA do not count; an empty one is none")
    func text() {
        #expect(read(root: base("\n  a/<!-- no -->b<![CDATA[&/]]>\n ")).references == ["segment a/b&/s.m4s"])
        #expect(read(root: base("  "), period: base("a/")).references == ["segment a/s.m4s"])
    }

    @Test("What follows the last slash is replaced, query and fragment with it")
    func replaced() {
        #expect(read(root: base("video")).references == ["segment s.m4s"])
        #expect(read(root: base("a/b/c"), set: base("d/e")).references == ["segment a/b/d/s.m4s"])
        let outcome = read(root: base("a/b.mp4?x=/y/"))
        #expect(outcome.references == ["segment a/s.m4s"])
        #expect(outcome.reading.references.map(\.uri) == ["a/s.m4s"])
    }

    @Test("A base that is only a query or a fragment is the one above it")
    func queryAlone() {
        #expect(read(root: base("a/"), set: base("?x=1"), representation: base("#f")).references == ["segment a/s.m4s"])
    }

    @Test("An absolute URL is reported once and forbids everything below it")
    func absolute() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT4S">
            <BaseURL>https://cdn.example/x/</BaseURL><Period><BaseURL>../p/</BaseURL><AdaptationSet>
            <SegmentTemplate media="$Number$.m4s" initialization="i.mp4" duration="2"/>
            <Representation id="v"/></AdaptationSet></Period></MPD>
            """)
        #expect(
            outcome.findings == [
                "2:1 error path.url: `https://cdn.example/x/` is a URL with the scheme `https`; a relative path is expected | "
                    + "copy the file below the manifest's folder and refer to it by its relative path"
            ])
        #expect(outcome.reading.references.map(\.need) == [.forbidden, .forbidden, .forbidden])
        #expect(outcome.reading.references.map(\.reason) == [.pathURL, .pathURL, .pathURL])
        #expect(outcome.reading.references.map(\.path) == [nil, nil, nil])
    }

    @Test("An absolute URL among alternatives is an error wherever it stands; the local one is still read")
    func absoluteAlternative() {
        let outcome = read(root: base("a/") + base("http://b.example/"))
        #expect(outcome.references == ["segment a/s.m4s", "segment forbidden http://b.example/s.m4s"])
        #expect(
            outcome.findings == [
                "1:65 error path.url: `http://b.example/` is a URL with the scheme `http`; a relative path is expected | copy "
                    + "the file below the manifest's folder and refer to it by its relative path"
            ])
    }

    @Test("Alternatives of several levels are combined, the first of each required")
    func combinations() {
        let outcome = read(root: base("a/") + base("b/"), representation: base("1/") + base("2/"))
        #expect(
            outcome.references == [
                "segment a/1/s.m4s", "segment a/2/s.m4s?", "segment b/1/s.m4s?", "segment b/2/s.m4s?",
            ])
    }

    @Test("A base above the root is an escape, even when it comes back")
    func escape() {
        let outcome = read(root: base("../same/"))
        #expect(outcome.references == ["segment forbidden ../same/s.m4s"])
        #expect(
            outcome.findings == [
                "1:44 error path.outside: `../same/` leaves the folder of the top manifest | keep every file in the folder of "
                    + "the top manifest or below it"
            ])
    }

    @Test("A parent reference inside of the root follows the job's choice")
    func parents() {
        #expect(read(root: base("a/"), set: base("../b/")).references == ["segment forbidden ../b/s.m4s"])
        var options = ExpansionOptions()
        options.parentReferences = .allow
        let allowed = read(root: base("a/"), set: base("../b/"), options: options)
        #expect(allowed.references == ["segment b/s.m4s"])
        #expect(
            allowed.findings == [
                "3:16 warning path.parent: `../b/` goes up with `..`; it is taken for `b`, counted from the folder of the top "
                    + "manifest"
            ])
    }

    @Test("A base that names a file is the media of a Representation without segment information")
    func wholeFile() {
        let outcome = readMPD(mpd("<BaseURL>dir/v%20w.mp4?a=b</BaseURL>"))
        #expect(outcome.references == ["segment dir/v w.mp4"])
        #expect(
            outcome.findings == [
                "2:1 warning path.query: `dir/v%20w.mp4?a=b` has a query, which is no part of the file's name; the file is "
                    + "`dir/v w.mp4`"
            ])
    }
}
