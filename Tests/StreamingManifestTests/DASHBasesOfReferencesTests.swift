import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

/// An MPD with a base on each of its levels: `m/`, `p/`, `s/`, `r/`.
private func read(
    period: String = "", set: String = "", representation: String = "", base: String = "<BaseURL>r/</BaseURL>",
    present: Set<String> = []
) -> MPDOutcome {
    readMPD(
        """
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S"><BaseURL>m/</BaseURL>
        <Period><BaseURL>p/</BaseURL>\(period)
        <AdaptationSet><BaseURL>s/</BaseURL>\(set)
        <Representation id="v" bandwidth="1">\(base)\(representation)</Representation>
        </AdaptationSet></Period></MPD>
        """, present: present)
}

private let template = #"<SegmentTemplate media="a.m4s"/>"#

@Suite("On which base a reference of an MPD stands")
struct DASHBasesOfReferencesTests {
    @Test("A key stands on its Representation's bases, wherever its template is written")
    func keys() {
        let protection = """
            <ContentProtection schemeIdUri="urn:mpeg:dash:sea:2012"><sea:CryptoPeriod \
            xmlns:sea="urn:mpeg:dash:schema:sea:2012" keyUriTemplate="k.bin"/></ContentProtection>
            """
        #expect(
            read(set: protection, representation: template).references == [
                "key m/p/s/r/k.bin", "segment m/p/s/r/a.m4s",
            ])
        #expect(
            read(representation: template, base: "<BaseURL>r/</BaseURL><BaseURL>q/</BaseURL>" + protection).references
                == [
                    "key m/p/s/r/k.bin", "key m/p/s/q/k.bin?", "segment m/p/s/r/a.m4s", "segment m/p/s/q/a.m4s?",
                ])
    }

    @Test("A link to a further manifest stands on the base of the MPD")
    func links() {
        let link = #"<SupplementalProperty schemeIdUri="urn:mpeg:dash:chaining:2016" value="next.mpd"/>"#
        #expect(
            read(period: link, representation: template).references == [
                "manifest m/next.mpd", "segment m/p/s/r/a.m4s",
            ])
    }

    @Test("A reference that is only a query or a fragment means the base itself")
    func queryAlone() {
        let list = """
            <SegmentList><Initialization sourceURL="?i=1"/><SegmentURL media="#t"/><SegmentURL media="?acl"/></SegmentList>
            """
        let outcome = read(representation: list, base: "<BaseURL>v.mp4</BaseURL>")
        #expect(
            outcome.references == [
                "init m/p/s/v.mp4", "segment m/p/s/v.mp4", "segment forbidden m/p/s/?acl",
            ])
        #expect(
            outcome.findings == [
                "4:91 warning path.query: `?i=1` has a query, which is no part of the file's name; the file is `m/p/s/v.mp4`",
                "4:121 warning path.fragment: `#t` has a fragment, which is never requested; the file is `m/p/s/v.mp4` | write a "
                    + "number sign in a file name as `%23`",
                "4:145 error path.query-operation: `?acl` has the query parameter `acl`, by which storage would do something "
                    + "else than send the file | drop the query",
            ])
        let folder = read(representation: #"<SegmentList><SegmentURL media="?a"/></SegmentList>"#)
        #expect(folder.references == ["segment forbidden m/p/s/r/?a"])
        #expect(folder.reading.diagnostics.map(\.code) == [.pathEmpty])
    }

    @Test("The query of a base counts where the base is the medium, and does not pass on to what stands below it")
    func queryOfBase() {
        let below = read(representation: template, base: "<BaseURL>r/?acl</BaseURL>")
        #expect(below.references == ["segment m/p/s/r/a.m4s"])
        #expect(below.findings == [])
        let medium = read(base: "<BaseURL>v.mp4?acl</BaseURL>")
        #expect(medium.references == ["segment forbidden m/p/s/v.mp4?acl"])
        #expect(
            medium.findings == [
                "4:38 error path.query-operation: `v.mp4?acl` has the query parameter `acl`, by which storage would do something "
                    + "else than send the file | drop the query"
            ])
    }

    @Test("The file of the next number is a note, unless something refers to it")
    func surplus() {
        let numbers = #"<SegmentTemplate media="$Number$.m4s" duration="5"/>"#
        let present: Set = ["m/p/s/r/3.m4s"]
        #expect(
            read(representation: numbers, present: present).findings == [
                "4:76 note dash.surplus-segment: behind the last segment there is `m/p/s/r/3.m4s`, which nothing refers to: the "
                    + "duration in the MPD may be too short"
            ])
        let two = """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011">
            <Period duration="PT10S"><AdaptationSet><SegmentTemplate media="$Number$" duration="5"/>
            <Representation id="v"/></AdaptationSet></Period>
            <Period duration="PT5S"><AdaptationSet><SegmentTemplate media="$Number$" startNumber="3" duration="5"/>
            <Representation id="v"/></AdaptationSet></Period></MPD>
            """
        #expect(readMPD(two, present: ["1", "2", "3"]).findings == [])
        let last = #"<SegmentTemplate media="$Number$" startNumber="9223372036854775807"/>"#
        #expect(read(representation: last, present: present).findings == [])
    }

    @Test("Texts throughout and thumbnails give the role without a media type")
    func roles() {
        let texts = """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period>
            <AdaptationSet contentType="text"><ContentComponent contentType="text"/>
            <Representation id="a"><SegmentTemplate media="a"/></Representation></AdaptationSet>
            <AdaptationSet><EssentialProperty schemeIdUri="http://dashif.org/thumbnail_tile" value="5x4"/>
            <Representation id="b"><SegmentTemplate media="b"/></Representation></AdaptationSet>
            <AdaptationSet contentType="text"><ContentComponent contentType="video"/>
            <Representation id="c"><SegmentTemplate media="c"/></Representation></AdaptationSet>
            </Period></MPD>
            """
        #expect(readMPD(texts).references == ["subtitle a", "image b", "segment c"])
    }
}
