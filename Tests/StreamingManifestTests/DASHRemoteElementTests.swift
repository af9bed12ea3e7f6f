import Testing

@testable import StreamingManifest

/// The begin of an MPD of 10 seconds whose prefix `l` means links; what follows begins on line 2.
private let linked = """
    <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:l="http://www.w3.org/1999/xlink" mediaPresentationDuration="PT10S">

    """
private let zero = #"l:href="urn:mpeg:dash:resolve-to-zero:2013""#

@Suite("Elements that are fetched, removed or named from elsewhere")
struct DASHRemoteElementTests {
    @Test("An element that is to be fetched is refused on every level")
    func fetched() {
        let outcome = readMPD(
            linked + """
                <Period><EventStream
                l:href="e.xml"/><AdaptationSet
                l:href="a.xml"/><AdaptationSet><Representation id="v"><SegmentList
                l:href="l.xml"><SegmentURL media="v.mp4"/></SegmentList></Representation></AdaptationSet></Period></MPD>
                """)
        let remote = { (place: String, element: String, file: String) in
            "\(place) error dash.xlink: `\(element)` is to be fetched from `\(file)`; its files cannot be known from this MPD "
                + "| write the remote element into the MPD"
        }
        #expect(
            outcome.findings == [
                remote("3:1", "EventStream", "e.xml"), remote("4:1", "AdaptationSet", "a.xml"),
                remote("5:1", "SegmentList", "l.xml"),
            ])
    }

    @Test("A set that resolves to zero does not exist")
    func removedSet() {
        let outcome = readMPD(
            linked + """
                <Period><AdaptationSet \(zero)><Representation id="no"><BaseURL>no.mp4</BaseURL></Representation></AdaptationSet>
                <AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>
                """)
        #expect(outcome.references == ["segment v.mp4"])
        #expect(outcome.findings == [])
    }

    @Test("A period that resolves to zero takes no time from the others")
    func removedPeriod() {
        let period = { (attributes: String, name: String) in
            """
            <Period\(attributes)><AdaptationSet><Representation id="v"><SegmentTemplate media="\(name)-$Number$" duration="2"/>\
            </Representation></AdaptationSet></Period>
            """
        }
        let outcome = readMPD(
            linked + period(#" duration="PT4S""#, "a") + period(" \(zero) duration=\"PT100S\"", "b") + period("", "c")
                + "</MPD>")
        #expect(outcome.media == ["a-1", "a-2", "c-1", "c-2", "c-3"])
        #expect(outcome.findings == [])
    }

    @Test("Every element of initialisation sets names an init section, which cannot be remote")
    func initializations() {
        let outcome = readMPD(
            linked + """
                <InitializationGroup id="1" initialization="g.mp4"/><InitializationPresentation id="2" initialization="p.mp4"/>
                <InitializationSet id="3"
                initialization="https://h.example/i.mp4"/><Period/></MPD>
                """)
        #expect(
            outcome.references == ["init g.mp4", "init p.mp4", "init forbidden https://h.example/i.mp4"])
        #expect(
            outcome.findings == [
                "4:1 error path.url: `https://h.example/i.mp4` is a URL with the scheme `https`; a relative path is expected | "
                    + "copy the file below the manifest's folder and refer to it by its relative path",
                "4:43 warning dash.no-adaptation-set: the Period has no AdaptationSet",
            ])
    }

    @Test("An event that replaces the presentation names an MPD, by `url` or by `uri`")
    func replacement() {
        let outcome = readMPD(
            linked + """
                <Period><EventStream schemeIdUri="urn:mpeg:dash:event:alternativeMPD:replace:2025">
                <Event><ReplacePresentation uri="a.mpd"/></Event><Event><ReplacePresentation url="b.mpd"/></Event>
                <Event><InsertPresentation uri="c.mpd"/></Event></EventStream></Period></MPD>
                """)
        #expect(outcome.references == ["manifest a.mpd", "manifest b.mpd", "manifest c.mpd"])
        #expect(outcome.reading.children.map(\.path) == ["a.mpd", "b.mpd", "c.mpd"])
    }

    @Test("A vector by URI is a key file like the key")
    func vectors() {
        let outcome = readMPD(
            mpd(
                """
                <BaseURL>v.mp4</BaseURL><ContentProtection schemeIdUri="urn:mpeg:dash:sea:2012">\
                <s:SegmentEncryption xmlns:s="urn:mpeg:dash:schema:sea:2012">\
                <s:CryptoPeriod keyUriTemplate="k.bin" IVUriTemplate="iv.bin"/></s:SegmentEncryption></ContentProtection>
                """))
        #expect(outcome.references == ["key k.bin", "key iv.bin", "segment v.mp4"])
        #expect(outcome.findings == [])
    }

    @Test("A live stream without an end names no files, and one error says so")
    func live() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"
            type="dynamic" minimumUpdatePeriod="PT2S"><Period><AdaptationSet><Representation id="v" bandwidth="1">
            <SegmentTemplate media="$Number$.m4s" initialization="i.mp4" duration="2"/></Representation></AdaptationSet></Period>
            </MPD>
            """)
        #expect(outcome.references == [])
        #expect(
            outcome.findings == [
                "2:1 error dash.dynamic: the MPD is dynamic: it describes a live stream | upload the MPD after the stream has "
                    + "ended"
            ])
    }
}

@Suite("Names of the MPD in other namespaces, and other names in its own")
struct DASHNameTests {
    @Test("Attributes of another namespace are none of the MPD's")
    func attributes() {
        let outcome = readMPD(
            mpd(
                """
                <SegmentTemplate xmlns:x="urn:x" x:media="no" x:duration="1" x:startNumber="9" x:initialization="no" \
                media="$Number$" duration="5"/>
                """))
        #expect(outcome.references == ["segment 1", "segment 2"])
        #expect(outcome.findings == [])
    }

    @Test("A Period is no MPD")
    func period() {
        let outcome = readMPD(#"<Period xmlns="urn:mpeg:dash:schema:mpd:2011"/>"#)
        #expect(outcome.findings == ["1:1 error dash.root: the root element is `Period`; `MPD` is expected"])
        #expect(outcome.references == [])
    }

    @Test("The namespace of an old draft is a warning, and its elements are read")
    func draft() {
        let outcome = readMPD(
            """
            <d:MPD xmlns:d="urn:mpeg:mpegB:schema:DASH:MPD:DIS2011"><d:Period><d:AdaptationSet><d:Representation id="v">
            <d:BaseURL>v.mp4</d:BaseURL></d:Representation></d:AdaptationSet></d:Period></d:MPD>
            """)
        #expect(outcome.references == ["segment v.mp4"])
        #expect(
            outcome.findings == [
                "1:1 warning dash.namespace: the namespace of the MPD is `urn:mpeg:mpegB:schema:DASH:MPD:DIS2011`; "
                    + "`urn:mpeg:dash:schema:mpd:2011` is expected | write `xmlns=\"urn:mpeg:dash:schema:mpd:2011\"`: players "
                    + "may refuse the MPD otherwise"
            ])
    }
}
