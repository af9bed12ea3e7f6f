import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import StreamingManifest

/// What another XML reader makes of a document: the same lines as ours, and whether it found a fault.
private final class ForeignEvents: NSObject, XMLParserDelegate {
    var lines: [String] = []
    var isFaulty = false

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let values = attributes.filter { !$0.key.contains(":") }.sorted { $0.key < $1.key }
        lines.append("\(namespaceURI ?? "") \(name) \(values.map { "\($0.key)=\($0.value)" })")
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        lines.append("end")
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { append(string) }

    func parser(_ parser: XMLParser, foundCDATA block: Data) { append(String(decoding: block, as: UTF8.self)) }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        // 99 and 100 are libxml2's remarks on namespace names that are no absolute URI, which is no fault of the document.
        if ![99, 100].contains((error as NSError).code) { isFaulty = true }
    }

    private func append(_ text: String) {
        if let last = lines.last, last.hasPrefix("text ") {
            lines[lines.count - 1] = last + text
        } else {
            lines.append("text " + text)
        }
    }

    static func read(_ bytes: [UInt8]) -> ForeignEvents {
        let events = ForeignEvents()
        let parser = XMLParser(data: Data(bytes))
        parser.shouldProcessNamespaces = true
        parser.delegate = events
        if !parser.parse() { events.isFaulty = true }
        return events
    }
}

@Suite("Our XML reader beside FoundationXML's")
struct MPDDifferentialTests {
    /// Our events in the same form; nil where there is a fault.
    private func read(_ bytes: [UInt8]) -> [String]? {
        var lines: [String] = []
        do throws(XMLFault) {
            var reader = try XMLReader(bytes)
            while let event = try reader.next() {
                switch event {
                case .start(let element):
                    let values = element.attributes.filter { $0.namespace == nil }.sorted { $0.name < $1.name }
                    lines.append(
                        "\(element.namespace ?? "") \(element.name) \(values.map { "\($0.name)=\($0.value)" })")
                case .end: lines.append("end")
                case .text(let text):
                    if let last = lines.last, last.hasPrefix("text ") {
                        lines[lines.count - 1] = last + text
                    } else {
                        lines.append("text " + text)
                    }
                }
            }
        } catch {
            return nil
        }
        return lines
    }

    private static func fixtures() throws -> [[UInt8]] {
        let root = TreeDriver.fixtures("generated")
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".mpd") }
        return try names.sorted().map { try [UInt8](Data(contentsOf: root.appendingPathComponent($0))) }
    }

    private func compare(_ bytes: [UInt8], _ name: String) {
        guard let ours = read(bytes) else { return }
        let foreign = ForeignEvents.read(bytes)
        #expect(!foreign.isFaulty, "taken by us alone: \(name)")
        #expect(ours == foreign.lines, "read otherwise: \(name)")
    }

    @Test("Whole manifests are read alike")
    func manifests() throws {
        let own = try Self.fixtures()
        #expect(own.count == 7)
        for (index, bytes) in own.enumerated() {
            #expect(read(bytes) != nil)
            compare(bytes, "fixture \(index)")
        }
        let corpus = ForeignCorpus()
        guard corpus.announce(54, "MPDs of others") != nil else { return }
        for name in corpus.names(below: "dash", ending: ".mpd") {
            let bytes = try corpus.bytes(name)
            #expect(read(bytes) != nil, "\(name)")
            compare(bytes, name)
        }
    }

    @Test("Whatever we take of a mutated manifest, the other takes as well and reads alike")
    func mutants() throws {
        var random = SplitMix64.fromEnvironment()
        // No processing instructions: the other reader reads a null pointer where one has no data, `<?p?>`.
        let sample = Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <m:MPD xmlns:m="urn:m" xmlns="urn:d" a="1&amp;2" m:b='&#65;"'><!-- c -->
            <S t="0" d="10"/><BaseURL>a &lt; b<![CDATA[<&>]]></BaseURL>\u{E9}\u{1F600}<x xmlns=""><y/></x></m:MPD>
            """.utf8)
        let words = [
            "<", ">", "&", "'", "\"", "/", "=", " ", "\n", "\r\n", "\t", ":", "xmlns", "]]>", "--", "-->", "<!--",
            "&#9;",
            "&#x10FFFF;", "&gt;", "\u{1}", "\u{85}", "\u{FFFF}", "m:", "a=\"1\"", "<S>", "</S>", "é", ";", "#",
        ].map { Array($0.utf8) }
        var taken = 0
        for round in 0..<4_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let start = Int.random(in: 39..<bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 0...3, using: &random))
                bytes.replaceSubrange(start..<end, with: words.randomElement(using: &random) ?? [])
            }
            if read(bytes) != nil { taken += 1 }
            compare(bytes, "seed \(random.seed), round \(round): \(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(taken > 100)
    }
}
