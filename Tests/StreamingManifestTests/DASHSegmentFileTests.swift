import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

@Suite("Files beside the segments, files of sequences")
struct DASHSegmentFileTests {
    @Test("A section for switching is a file of its own")
    func bitstreamSwitching() {
        let outcome = readMPD(
            mpd(
                """
                <SegmentTemplate media="$Number$" duration="5" initialization="i" bitstreamSwitching="b-$RepresentationID$.mp4"/>
                """))
        #expect(outcome.references == ["init i", "other b-v.mp4", "segment 1", "segment 2"])
        #expect(outcome.findings == [])
    }

    @Test("The index of a listed segment may be a range of that segment")
    func indexOfSegment() {
        let outcome = readMPD(
            mpd(#"<SegmentList duration="10"><SegmentURL media="a.mp4" indexRange="0-9"/></SegmentList>"#))
        #expect(outcome.references == ["segment a.mp4", "index a.mp4 0..<10"])
        #expect(outcome.findings == [])
    }

    @Test("Two initialisation sections are both uploaded")
    func twoInitializations() {
        let outcome = readMPD(
            mpd(
                """
                <SegmentTemplate initialization="i.mp4" media="$Number$.m4s" duration="10">
                <Initialization sourceURL="j.mp4"/></SegmentTemplate>
                """))
        #expect(outcome.references == ["init i.mp4", "init j.mp4", "segment 1.m4s"])
    }

    @Test("A level of another kind between two of one kind breaks no inheritance")
    func kindBetween() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT4S">
            <Period><SegmentTemplate media="p-$Number$" duration="2"/>
            <AdaptationSet><SegmentBase/><Representation id="v">
            <SegmentTemplate startNumber="5"/></Representation></AdaptationSet></Period></MPD>
            """)
        #expect(outcome.references == ["segment p-5", "segment p-6"])
        #expect(
            outcome.findings == [
                "4:1 warning dash.mixed-segment-kinds: `SegmentTemplate` takes the place of the `SegmentBase` of line 3, from "
                    + "which it inherits nothing"
            ])
    }

    @Test("Without sequences the position in one is 0")
    func noSequence() {
        let outcome = readMPD(mpd(#"<SegmentTemplate media="$Number$-$SubNumber$" duration="5"/>"#))
        #expect(outcome.media == ["1-0", "2-0"])
        #expect(outcome.findings == [])
    }

    @Test("One sequence alone needs no number")
    func oneSequence() {
        let outcome = readMPD(mpd(#"<SegmentTemplate media="$SubNumber$.m4s" k="3"/>"#))
        #expect(outcome.media == ["0.m4s", "1.m4s", "2.m4s"])
        #expect(outcome.findings == [])
    }

    @Test("An index belongs to a sequence, and to each of its files where its name has the position")
    func indexesOfSequences() {
        let indexes = { (index: String) in
            readMPD(mpd("<SegmentTemplate media=\"$Number$-$SubNumber$\" index=\"\(index)\" duration=\"5\" k=\"2\"/>"))
                .references.filter { $0.hasPrefix("index") }
        }
        #expect(indexes("$Number$.sidx") == ["index 1.sidx", "index 2.sidx"])
        #expect(
            indexes("$Number$-$SubNumber$.sidx") == [
                "index 1-0.sidx", "index 1-1.sidx", "index 2-0.sidx", "index 2-1.sidx",
            ])
    }
}

/// A BaseURL that is no folder below the root, and what is said about it.
private struct RefusedBase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var code: DiagnosticCode
    var finding: String

    init(_ text: String, _ code: DiagnosticCode, _ finding: String) {
        testDescription = text
        self.code = code
        self.finding = finding
    }
}

private let copyHint = " | copy the file below the manifest's folder and refer to it by its relative path"

private let refusedBases: [RefusedBase] = [
    RefusedBase(
        #"\\h\x\"#, .pathNetwork, #"path.network: `\\h\x\` names another host; a relative path is expected"# + copyHint),
    RefusedBase(
        "//h/", .pathNetwork, "path.network: `//h/` names another host; a relative path is expected" + copyHint),
    RefusedBase(
        "C:/x/", .pathDrive, "path.drive: `C:/x/` begins with a drive letter; a relative path is expected" + copyHint),
    RefusedBase(
        "/x/", .pathAbsolute,
        "path.absolute: `/x/` is an absolute path; its place in storage cannot be derived from it | write the path relative to "
            + "the manifest that holds it"),
    RefusedBase(
        "a//", .pathEmptyPart,
        "path.empty-part: `a//` has an empty part: storage keeps both slashes, a file system drops one | write a single `/`"
    ),
    RefusedBase(
        "data:,x", .pathInline,
        "path.inline: the content is written into the manifest as a `data:` URI; a file is expected | save the content as a "
            + "file below the manifest's folder and refer to it by its relative path"),
    RefusedBase(
        "%2e%2e/", .pathOutside,
        "path.outside: `%2e%2e/` leaves the folder of the top manifest | keep every file in the folder of the top manifest or "
            + "below it"),
    RefusedBase(
        "x/..", .pathParent,
        "path.parent: `x/..` goes up with `..`, which the service does not take | write the same path without `..`"),
]

@Suite("Forms of BaseURL that are refused")
struct DASHRefusedBaseTests {
    @Test("Each is said once, at the BaseURL, and forbids every file below it", arguments: refusedBases)
    fileprivate func refused(_ base: RefusedBase) {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT4S">
            <BaseURL>\(base.testDescription)</BaseURL><Period><AdaptationSet><Representation id="v">
            <SegmentTemplate media="$Number$" initialization="i" duration="2"/></Representation></AdaptationSet></Period></MPD>
            """)
        #expect(outcome.findings == ["2:1 error \(base.finding)"])
        #expect(outcome.reading.references.map(\.role) == [.`init`, .segment, .segment])
        #expect(outcome.reading.references.map(\.need) == [.forbidden, .forbidden, .forbidden])
        #expect(outcome.reading.references.map(\.reason) == [base.code, base.code, base.code])
        #expect(outcome.reading.references.map(\.path) == [nil, nil, nil])
    }
}
