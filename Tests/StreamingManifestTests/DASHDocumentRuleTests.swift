import Testing

@testable import StreamingManifest

@Suite("What is reported about the XML, the levels and the times of an MPD")
struct DASHDocumentRuleTests {
    @Test("Each rule has its message", arguments: rules)
    func message(of rule: MPDRule) {
        #expect(readMPD(rule.text, present: rule.present).findings == rule.findings)
    }

    static let rules: [MPDRule] = [
        MPDRule(
            "a DOCTYPE",
            """
            <!DOCTYPE MPD [<!ENTITY a "b">]>
            <MPD/>
            """,
            [
                "1:1 error dash.xml-doctype: the MPD has a DOCTYPE, which is refused unread | remove the DOCTYPE: no MPD needs one, and it can hold entities that expand without bound"
            ]),
        MPDRule(
            "a DOCTYPE in small letters",
            """
            <!doctype html>
            <html/>
            """,
            [
                "1:1 error dash.xml-doctype: the MPD has a DOCTYPE, which is refused unread | remove the DOCTYPE: no MPD needs one, and it can hold entities that expand without bound"
            ]),
        MPDRule(
            "another encoding",
            """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <MPD/>
            """,
            [
                "1:21 error dash.xml-encoding: the XML declaration says `ISO-8859-1`; UTF-8 or UTF-16 is expected | save the MPD as UTF-8 and declare that"
            ]),
        MPDRule(
            "UTF-16 in the declaration of a UTF-8 text",
            """
            <?xml version="1.0" encoding="UTF-16"?>
            <MPD/>
            """,
            [
                "1:21 error dash.xml-encoding: the XML declaration says `UTF-16`, but the text is UTF-8 | save the MPD as UTF-8 and declare that"
            ]),
        MPDRule(
            "another root",
            """
            <html><body/></html>
            """,
            [
                "1:1 error dash.root: the root element is `html`; `MPD` is expected"
            ]),
        MPDRule(
            "a patch",
            """
            <Patch xmlns="urn:mpeg:dash:schema:mpd-patch:2020"/>
            """,
            [
                "1:1 error dash.root: the root element is `Patch`; `MPD` is expected | upload the whole MPD, not a patch of it"
            ]),
        MPDRule(
            "a namespace of a draft",
            """
            <MPD xmlns="urn:mpeg:DASH:schema:MPD:2011"><Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>
            """,
            [
                #"1:1 warning dash.namespace: the namespace of the MPD is `urn:mpeg:DASH:schema:MPD:2011`; `urn:mpeg:dash:schema:mpd:2011` is expected | write `xmlns="urn:mpeg:dash:schema:mpd:2011"`: players may refuse the MPD otherwise"#
            ]),
        MPDRule(
            "no namespace",
            """
            <MPD><Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>
            """,
            [
                #"1:1 warning dash.namespace: the MPD has no namespace; `urn:mpeg:dash:schema:mpd:2011` is expected | write `xmlns="urn:mpeg:dash:schema:mpd:2011"`: players may refuse the MPD otherwise"#
            ]),
        MPDRule(
            "no Period",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">

            </MPD>
            """,
            [
                "1:1 error dash.no-period: the MPD has no Period"
            ]),
        MPDRule(
            "no AdaptationSet",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period/>
            </MPD>
            """,
            [
                "2:1 warning dash.no-adaptation-set: the Period has no AdaptationSet"
            ]),
        MPDRule(
            "no Representation",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period><AdaptationSet/></Period>
            </MPD>
            """,
            [
                "2:9 warning dash.no-representation: the AdaptationSet has no Representation"
            ]),
        MPDRule(
            "a live stream",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S" type="dynamic" minimumUpdatePeriod="PT2S">
            <Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "1:78 error dash.dynamic: the MPD is dynamic: it describes a live stream | upload the MPD after the stream has ended"
            ]),
        MPDRule(
            "a live stream that has ended",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S" type="dynamic">
            <Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                #"1:78 error dash.dynamic: the MPD is dynamic: it describes a live stream | the stream has ended: write `type="static"`"#
            ]),
        MPDRule(
            "a list",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S" type="list">
            <Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "1:78 error dash.type: MPDs of the type `list` are not supported; `static` is expected"
            ]),
        MPDRule(
            "attributes of a live stream",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S" type="static" availabilityStartTime="2020-01-01T00:00:00Z" minimumUpdatePeriod="PT2S" timeShiftBufferDepth="PT1M">
            <Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "1:137 warning dash.live-attribute: `minimumUpdatePeriod` belongs to live streams; this MPD is static | remove the attribute",
                "1:92 warning dash.live-attribute: `availabilityStartTime` belongs to live streams; this MPD is static | remove the attribute",
                "1:164 warning dash.live-attribute: `timeShiftBufferDepth` belongs to live streams; this MPD is static | remove the attribute",
            ]),
        MPDRule(
            "Location",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Location>http://a.example/m.mpd</Location><PatchLocation>p.mpp</PatchLocation><Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "2:1 warning dash.location: `Location` names where updates come from; a stored MPD has none | remove it: some players would load the MPD from there",
                "2:44 warning dash.location: `PatchLocation` names where updates come from; a stored MPD has none | remove it: some players would load the MPD from there",
            ]),
        MPDRule(
            "a remote element",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="p.xml" xlink:actuate="onRequest"/>
            </MPD>
            """,
            [
                "2:52 error dash.xlink: `Period` is to be fetched from `p.xml`; its files cannot be known from this MPD | write the remote element into the MPD"
            ]),
        MPDRule(
            "an imported MPD",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period><ImportedMPD uri="ad.mpd"/></Period>
            </MPD>
            """,
            [
                "2:9 error dash.imported-mpd: `ImportedMPD` is not supported | write the imported periods into the MPD"
            ]),
        MPDRule(
            "a malformed integer",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="2s" timescale="-"/>
                """),
            [
                "2:53 error dash.integer: `timescale` is `-`; an integer of at most 64 bits is expected",
                "2:39 error dash.integer: `duration` is `2s`; an integer of at most 64 bits is expected",
            ]),
        MPDRule(
            "an integer below its least value",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="0" timescale="0"/>
                """),
            [
                "2:52 error dash.integer: `timescale` is 0; at least 1 is expected",
                "2:39 error dash.integer: `duration` is 0; at least 1 is expected",
            ]),
        MPDRule(
            "an integer beyond 64 bits",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="2" startNumber="99999999999999999999"/>
                """),
            [
                "2:52 error dash.integer: `startNumber` is `99999999999999999999`; an integer of at most 64 bits is expected"
            ]),
        MPDRule(
            "integers in another form",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" timescale="1000" duration="5000.0" presentationTimeOffset="-130000" eptDelta="-5"/>
                """),
            [
                "2:56 warning dash.integer-form: `duration` is `5000.0` where an unsigned integer is expected; it is taken for 5000",
                "2:74 warning dash.integer-form: `presentationTimeOffset` is `-130000` where an unsigned integer is expected; it is taken for -130000",
                "2:1 warning dash.sliver: segment 3, the last one, would show 5 ms: the duration was probably rounded when it was written | the file is uploaded when it exists and is not missed otherwise",
            ]),
        MPDRule(
            "a malformed duration",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="2"/>
                """, duration: "10s"),
            [
                "1:44 error dash.duration: `mediaPresentationDuration` is `10s`; a duration such as `PT1H2M3.5S` is expected"
            ]),
        MPDRule(
            "a duration with a month",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="86400"/>
                """, duration: "P1MT0.5S"),
            [
                "1:44 warning dash.duration-calendar: `mediaPresentationDuration` is `P1MT0.5S`; years, months and weeks have no length that all players agree on, 2592000.5 s are taken | write days, hours, minutes and seconds",
                "2:1 warning dash.sliver: segment 31, the last one, would show 500 ms: the duration was probably rounded when it was written | the file is uploaded when it exists and is not missed otherwise",
            ]),
        MPDRule(
            "malformed byte ranges",
            mpd(
                """
                <BaseURL>v.mp4</BaseURL><SegmentBase indexRange="5"><Initialization range="9-1"/></SegmentBase>
                """),
            [
                "2:38 error dash.byte-range: `indexRange` is `5`; a byte range such as `0-835` is expected",
                "2:69 error dash.byte-range: `range` is `9-1`: the last byte comes before the first",
            ]),
        MPDRule(
            "an id given twice",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation>
            <Representation id="v"><BaseURL>w.mp4</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "3:1 warning dash.duplicate-representation: the Representation id `v` is taken already, on line 2 | give each Representation of a period its own id: `$RepresentationID$` names the same files for both"
            ]),
        MPDRule(
            "unknown ids",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period><AdaptationSet id="1"><ContentComponent id="11"/><Representation id="v" dependencyId="u v w"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet>
            <Preselection preselectionComponents="1 11 2"/></Period>
            </MPD>
            """,
            [
                "2:81 warning dash.unknown-id: `dependencyId` names the Representation `u`, which the period does not have",
                "2:81 warning dash.unknown-id: `dependencyId` names the Representation `w`, which the period does not have",
                "3:15 warning dash.unknown-id: `preselectionComponents` names `2`, which no AdaptationSet of the period has",
            ]),
        MPDRule(
            "a byte range template",
            mpd(
                """
                <BaseURL byteRange="$base$?$first$-$last$">v.mp4</BaseURL>
                """),
            [
                "2:10 warning dash.base-byte-range: `byteRange` of a BaseURL makes further URLs of the same bytes; they are not followed | remove it: storage answers Range requests"
            ]),
        MPDRule(
            "added queries",
            mpd(
                """
                <BaseURL>v.mp4</BaseURL><EssentialProperty schemeIdUri="urn:mpeg:dash:urlparam:2014"/>
                """),
            [
                "2:25 warning dash.url-query: the property `urn:mpeg:dash:urlparam:2014` adds queries to requests, which storage may act on | remove it unless the delivery network needs the queries"
            ]),
        MPDRule(
            "an alternative",
            mpd(
                """
                <BaseURL>a/</BaseURL><BaseURL>b/</BaseURL><SegmentTemplate media="v.mp4"/>
                """),
            [
                "2:22 note dash.alternative-base: the BaseURL `b/` is an alternative to the one of line 2: its files are uploaded when they exist and not missed otherwise"
            ]),
        MPDRule(
            "too many alternatives",
            "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">" + String(repeating: "<BaseURL>a/</BaseURL>", count: 9)
                + "<Period>" + String(repeating: "<BaseURL>b/</BaseURL>", count: 9) + "</Period></MPD>",
            tooManyBases),
        MPDRule(
            "remote links",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <SupplementalProperty schemeIdUri="urn:mpeg:dash:chaining:2016" value="https://a.example/next.mpd"/><Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "2:65 note dash.remote: `https://a.example/next.mpd` is not a file of this asset; players fetch it from where it is"
            ]),
        MPDRule(
            "a key template",
            mpd(
                """
                <BaseURL>v.mp4</BaseURL><ContentProtection schemeIdUri="urn:mpeg:dash:sea:2012"><s:SegmentEncryption xmlns:s="urn:mpeg:dash:schema:sea:2012"><s:CryptoPeriod keyUriTemplate="k-$id$.bin" IVUriTemplate="iv.bin"/></s:SegmentEncryption></ContentProtection>
                """),
            [
                "2:158 error dash.key-template: `k-$id$.bin` is a template; the keys it names cannot be listed | write the URI of the key itself"
            ]),
        MPDRule(
            "TTML",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period><AdaptationSet mimeType="application/ttml+xml"><Representation id="t"><BaseURL>t.xml</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "2:9 note dash.ttml: TTML subtitles may refer to pictures and fonts, which are not looked for"
            ]),
        MPDRule(
            "an unknown start",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period/>
            <Period><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "3:1 error dash.period-start: the start of the period is unknown: it has no `start`, and the period before it no `duration`",
                "2:1 warning dash.no-adaptation-set: the Period has no AdaptationSet",
            ]),
        MPDRule(
            "periods out of order",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period start="PT8S"/>
            <Period start="PT5S"/>
            <Period start="PT11S"/>
            </MPD>
            """,
            [
                "3:1 error dash.period-order: the period starts at 5 s, before the one above it, which starts at 8 s",
                "4:1 error dash.period-order: the period starts at 11 s, but the presentation ends at 10 s",
                "2:1 warning dash.no-adaptation-set: the Period has no AdaptationSet",
                "3:1 warning dash.no-adaptation-set: the Period has no AdaptationSet",
                "4:1 warning dash.no-adaptation-set: the Period has no AdaptationSet",
            ]),
        MPDRule(
            "a period that is too long",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period duration="PT8S"/>
            <Period start="PT5S" duration="PT4S"/>
            </MPD>
            """,
            [
                "2:1 warning dash.period-duration: the period says that it lasts 8 s, but the next period starts after 5 s | players follow one or the other; files needed by only one of them are uploaded when they exist",
                "3:1 warning dash.period-duration: the period says that it lasts 4 s, but the presentation ends after 5 s | players follow one or the other; files needed by only one of them are uploaded when they exist",
                "2:1 warning dash.no-adaptation-set: the Period has no AdaptationSet",
                "3:1 warning dash.no-adaptation-set: the Period has no AdaptationSet",
            ]),
        MPDRule(
            "no time at all",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT0S"><Period/></MPD>
            """,
            [
                "1:1 error dash.period-empty: every period has the duration 0: nothing would be played",
                "1:77 warning dash.no-adaptation-set: the Period has no AdaptationSet",
            ]),
        MPDRule(
            "times that cannot be added",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT0.999999999999999989S"><Period duration="PT999999999999999999.999999999999999989S"/><Period start="PT999999999999999999H"/></MPD>
            """,
            [
                "1:1 error dash.number-range: the times of the periods are too large to be added up",
                "1:96 warning dash.no-adaptation-set: the Period has no AdaptationSet",
                "1:157 warning dash.no-adaptation-set: the Period has no AdaptationSet",
            ]),
        MPDRule(
            "no duration",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="2"/>
                """, duration: nil),
            [
                "2:1 error dash.no-duration: the segments cannot be counted: nothing gives the duration of the period | add `mediaPresentationDuration` to the MPD or `duration` to the Period"
            ]),
        MPDRule(
            "a bare ampersand",
            """
            <MPD>
            <BaseURL>a?b&c</BaseURL></MPD>
            """,
            [
                #"1:1 warning dash.namespace: the MPD has no namespace; `urn:mpeg:dash:schema:mpd:2011` is expected | write `xmlns="urn:mpeg:dash:schema:mpd:2011"`: players may refuse the MPD otherwise"#,
                "2:13 error dash.xml-syntax: the XML is not well-formed: a bare `&` | write `&amp;`",
            ]),
        MPDRule(
            "too many attributes",
            "<MPD " + (0..<1_001).map { "a\($0)=''" }.joined(separator: " ") + "/>",
            [
                "1:7896 error dash.xml-limit: an element has more than 1000 attributes"
            ]),
    ]
    /// Eight of each level are alternatives to the first; together they make 81 combinations.
    private static var tooManyBases: [String] {
        let alternatives = [("a/", 65), ("b/", 262)].flatMap { text, column in
            (0..<8).map { index in
                "1:\(column + 21 * index) note dash.alternative-base: the BaseURL `\(text)` is an alternative to the one of line "
                    + "1: its files are uploaded when they exist and not missed otherwise"
            }
        }
        return alternatives + [
            "1:241 error dash.too-many-bases: the BaseURL alternatives of all levels make more than 64 combinations",
            "1:233 warning dash.no-adaptation-set: the Period has no AdaptationSet",
        ]
    }
}
