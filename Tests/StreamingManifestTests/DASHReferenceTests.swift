import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

@Suite("References outside of segment information, and roles")
struct DASHReferenceTests {
    private func read(_ set: String, content: String = "") -> MPDOutcome {
        readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet\(set)>\(content)
            </AdaptationSet></Period></MPD>
            """)
    }

    @Test(
        "The kind of content gives the role",
        arguments: [
            (#" contentType="video""#, "", "segment"), (#" contentType="image""#, "", "image"),
            (#" mimeType="image/jpeg""#, "", "image"), (#" contentType="text""#, "", "subtitle"),
            (#" mimeType="text/vtt""#, "", "subtitle"),
            (#" mimeType="application/mp4" codecs="stpp.ttml""#, "", "subtitle"),
            (#" mimeType="application/mp4""#, #" codecs="wvtt""#, "subtitle"), ("", #" mimeType="image/png""#, "image"),
            (#" mimeType="text/vtt""#, #" mimeType="video/mp4""#, "segment"),
        ])
    func roles(set: String, representation: String, role: String) {
        let outcome = read(
            set,
            content:
                "<Representation id=\"r\"\(representation)><SegmentTemplate initialization=\"i\" media=\"m\"/></Representation>"
        )
        #expect(outcome.references == ["init i", "\(role) m"])
    }

    @Test("Thumbnails are counted like any segment, whatever their tiles")
    func thumbnails() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT60S"><Period>
            <AdaptationSet mimeType="image/jpeg"><SegmentTemplate media="$Number$.jpg" duration="20"/>
            <Representation id="t"><EssentialProperty schemeIdUri="http://dashif.org/guidelines/thumbnail_tile" value="5x4"/>
            </Representation></AdaptationSet></Period></MPD>
            """)
        #expect(outcome.references == ["image 1.jpg", "image 2.jpg", "image 3.jpg"])
    }

    @Test("A relative link leads to a further MPD, a remote one to none")
    func links() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>sub/</BaseURL>
            <EssentialProperty schemeIdUri="urn:mpeg:dash:fallback:2016" value="low.mpd https://a.example/x.mpd"/>
            <Period/></MPD>
            """)
        #expect(outcome.references == ["manifest sub/low.mpd", "manifest external https://a.example/x.mpd"])
        #expect(outcome.reading.children.map(\.path) == ["sub/low.mpd"])
        #expect(outcome.reading.children.map(\.kind) == [.dash])
        #expect(outcome.reading.children.map(\.expectation) == [.any])
        #expect(outcome.reading.children.map(\.location.start.line) == [2])
    }

    @Test("An event that inserts an MPD names it; the data of other events is not followed")
    func events() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period>
            <EventStream schemeIdUri="urn:mpeg:dash:event:alternativeMPD:insert:2025"><Event>
            <InsertPresentation url="ad.mpd"/></Event></EventStream>
            <EventStream schemeIdUri="urn:x"><Event>http://a.example/b<BaseURL>c</BaseURL></Event></EventStream>
            </Period></MPD>
            """)
        #expect(outcome.references == ["manifest ad.mpd"])
        #expect(outcome.reading.children.map(\.path) == ["ad.mpd"])
    }

    @Test("Key URIs of segment encryption are keys: files, or external")
    func keys() {
        let key = { (uri: String) in
            mpd(
                """
                <BaseURL>v.mp4</BaseURL><ContentProtection schemeIdUri="urn:mpeg:dash:sea:2012">\
                <s:SegmentEncryption xmlns:s="urn:mpeg:dash:schema:sea:2012"><s:CryptoPeriod keyUriTemplate="\(uri)"/>\
                </s:SegmentEncryption></ContentProtection>
                """)
        }
        #expect(readMPD(key("k/1.bin")).references == ["key k/1.bin", "segment v.mp4"])
        #expect(
            readMPD(key("https://k.example/1")).references == ["key external https://k.example/1", "segment v.mp4"])
        #expect(readMPD(key("data:;base64,AAAA")).references == ["key external data:;base64,AAAA", "segment v.mp4"])
        #expect(readMPD(key("../1.bin")).references == ["key forbidden ../1.bin", "segment v.mp4"])
    }

    @Test("Fonts to download are files of the asset")
    func fonts() {
        let outcome = read(
            #" xmlns:dvb="urn:dvb:dash:dash-extensions:2014-1""#,
            content: """
                <SupplementalProperty schemeIdUri="urn:dvb:dash:fontdownload:2016" dvb:url="f.woff" dvb:fontFamily="F"/>
                <Representation id="r"><BaseURL>t.vtt</BaseURL></Representation>
                """)
        #expect(outcome.references == ["other f.woff", "segment t.vtt"])
    }

    @Test("An initialisation set names an init section")
    func initializationSets() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>b/</BaseURL><InitializationSet id="1" initialization="i.mp4"/>
            <Period/></MPD>
            """)
        #expect(outcome.references == ["init b/i.mp4"])
    }

    @Test("Protection data, servers, descriptions and elements of other namespaces are no files")
    func noFiles() {
        let outcome = readMPD(
            """
            <m:MPD xmlns:m="urn:mpeg:dash:schema:mpd:2011" xmlns:x="urn:x" xmlns="urn:y">
            <m:ProgramInformation moreInformationURL="http://a.example/"/><x:BaseURL>http://b.example/</x:BaseURL>
            <BaseURL>http://c.example/</BaseURL><m:UTCTiming schemeIdUri="urn:u" value="http://t.example/"/>
            <m:Period><m:AdaptationSet><m:ContentProtection schemeIdUri="urn:p"><x:Laurl>http://l.example/</x:Laurl>
            </m:ContentProtection><m:Representation id="v"><m:BaseURL>v.mp4</m:BaseURL><x:SegmentTemplate media="n"/>
            </m:Representation></m:AdaptationSet></m:Period></m:MPD>
            """)
        #expect(outcome.references == ["segment v.mp4"])
        #expect(outcome.findings == [])
    }

    @Test("A link that resolves to zero takes its element out")
    func resolveToZero() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:l="http://www.w3.org/1999/xlink">
            <Period l:href="urn:mpeg:dash:resolve-to-zero:2013"><AdaptationSet><Representation><BaseURL>no.mp4</BaseURL>
            </Representation></AdaptationSet></Period>
            <Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>
            """)
        #expect(outcome.references == ["segment v.mp4"])
        #expect(outcome.findings == [])
    }

    @Test("More references than allowed: one too many is handed on for the expansion to report")
    func manyReferences() {
        var options = ExpansionOptions()
        options.maximumReferences = 3
        let files = (1...9).map { "<Representation id=\"\($0)\"><BaseURL>\($0).mp4</BaseURL></Representation>" }
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet>\(files.joined())</AdaptationSet></Period></MPD>
            """, options: options)
        #expect(outcome.references == ["segment 1.mp4", "segment 2.mp4", "segment 3.mp4", "segment 4.mp4"])
    }
}
