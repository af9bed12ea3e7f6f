import Diagnostics
import Testing

@testable import StreamingManifest

@Suite("Segment templates")
struct DASHTemplateTests {
    private func fill(_ text: String, number: Int = 7, time: Int = 900, subNumber: Int = 2) throws -> String {
        try SegmentTemplate(text).binding(id: "v/1", bandwidth: "64000").fill(
            number: number, time: time, subNumber: subNumber)
    }

    @Test(
        "Identifiers are replaced from left to right",
        arguments: [
            ("$Number$.m4s", "7.m4s"), ("$Number%05d$", "00007"), ("$Time%02d$", "900"), ("$Number%0d$", "7"),
            ("$RepresentationID$-$Bandwidth$", "v/1-64000"), ("$Bandwidth%07d$", "0064000"), ("a$$$Number$", "a$7"),
            ("$$", "$"), ("$$$$", "$$"), ("$$Number$$", "$Number$"), ("", ""), ("plain", "plain"),
            ("$Number$.$SubNumber%02d$", "7.02"), ("é$Number$é", "é7é"), ("$Number$$Number$", "77"),
        ])
    func filling(template: String, text: String) throws { #expect(try fill(template) == text) }

    @Test("A sign stands before the zeros")
    func negative() throws { #expect(try fill("$Time%06d$", time: -1_024) == "-01024") }

    @Test("A value is not scanned again")
    func noRescan() throws {
        let template = try SegmentTemplate("$RepresentationID$").binding(id: "$Number$", bandwidth: nil)
        #expect(template.fill(number: 7, time: 0, subNumber: 0) == "$Number$")
    }

    @Test(
        "What is no template is refused with its reason",
        arguments: [
            ("$", "dash.template-syntax"), ("$Number", "dash.template-syntax"), ("a$$$", "dash.template-syntax"),
            ("$Bandwidth%/init.mp4v", "dash.template-syntax"), ("$number$", "dash.template-syntax"),
            ("$Number $", "dash.template-syntax"), ("${Number}$", "dash.template-syntax"),
            ("$Number%d$", "dash.template-width"), ("$Number%5d$", "dash.template-width"),
            ("$Number%05x$", "dash.template-width"), ("$Time%014llu$", "dash.template-width"),
            ("$RepresentationID%05d$", "dash.template-width"), ("$Number%0$", "dash.template-width"),
            ("$Number%0-5d$", "dash.template-width"), ("$Number%0999999999d$", "dash.template-width"),
            ("$Number%05d %$", "dash.template-width"), ("$Number%$", "dash.template-width"),
        ])
    func faults(text: String, code: String) {
        do throws(SegmentTemplate.Fault) {
            Issue.record("\(try SegmentTemplate(text).parts) was taken")
        } catch {
            #expect(error.code.rawValue == code)
        }
    }

    @Test("An id may make folders, climb or make a scheme; the result is judged like any reference")
    func hostileIdentifiers() {
        let read = { (id: String) in
            readMPD(
                """
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><Representation id="\(id)">
                <SegmentTemplate media="$RepresentationID$/a.m4s"/></Representation></AdaptationSet></Period></MPD>
                """)
        }
        #expect(read("x/y").references == ["segment x/y/a.m4s"])
        #expect(read("..").references == ["segment forbidden ../a.m4s"])
        #expect(
            read("..").findings == [
                "2:18 error path.outside: `../a.m4s` leaves the folder of the top manifest | keep every file in the folder of "
                    + "the top manifest or below it"
            ])
        #expect(read("http:/").references == ["segment forbidden http://a.m4s"])
        #expect(read("%2e%2e").references == ["segment forbidden %2e%2e/a.m4s"])
        #expect(read("a b").references == ["segment a b/a.m4s"])
    }

    @Test("A fault of a template's text is reported once, whatever the number of its files")
    func once() {
        let outcome = readMPD(mpd(#"<SegmentTemplate media="/v/$Number$.m4s" duration="1"/>"#))
        #expect(
            outcome.findings == [
                "2:18 error path.absolute: `/v/1.m4s` is an absolute path; its place in storage cannot be derived from it | "
                    + "write the path relative to the manifest that holds it"
            ])
        #expect(outcome.references == (1...10).map { "segment forbidden /v/\($0).m4s" })
    }

    @Test("An index is one for each segment when it is numbered, else one for all")
    func indexes() {
        let read = { (index: String) in
            readMPD(mpd("<SegmentTemplate media=\"$Number$.m4s\" index=\"\(index)\" duration=\"5\"/>"))
        }
        #expect(
            read("$Number$.sidx").references == ["index 1.sidx", "index 2.sidx", "segment 1.m4s", "segment 2.m4s"])
        #expect(read("all.sidx").references == ["index all.sidx", "segment 1.m4s", "segment 2.m4s"])
    }
}
