import Diagnostics
import IngestModel

/// Reads the JSON documents that playlists lead to: lists of interstitials, and session data (manifests 8).
enum AssetList {
    /// The interstitials that `bytes` name; none for session data, of which only the form is judged.
    static func read(_ bytes: [UInt8], context: ReadContext) -> DocumentReading {
        let text = PlaylistText(bytes: bytes, file: context.file)
        var record = PlaylistRecord(text, context)
        let value: JSONValue
        do {
            value = try JSONText.read(bytes)
        } catch {
            record.error(
                .hlsJSON, at: location(of: error.offset, in: text),
                "the document is no JSON: something else is expected here")
            return record.finish()
        }
        guard context.expectation == .assetList else { return record.finish() }
        guard case .array(let assets)? = value["ASSETS"] else {
            record.error(
                .hlsAssetList, at: location(of: 0, in: text), "the list of interstitials has no array `ASSETS`")
            return record.finish()
        }
        var finder = OffsetFinder(text)
        for (index, asset) in assets.enumerated() {
            guard case .string(let uri, let offset)? = asset["URI"] else {
                record.error(
                    .hlsAssetList, at: location(of: 0, in: text), "asset \(index + 1) of the list has no text `URI`")
                continue
            }
            let place = finder.location(of: offset)
            record.readInterstitial(WrittenURI(text: uri, location: place), role: .manifest, as: .any)
        }
        return record.finish()
    }

    private static func location(of offset: Int, in text: PlaylistText) -> SourceLocation {
        var finder = OffsetFinder(text)
        return finder.location(of: offset)
    }

    /// Turns offsets that grow into places, each byte being looked at once.
    private struct OffsetFinder {
        private let text: PlaylistText
        private var position = 0
        private var mark = SourceMark(line: 1, column: 1)

        init(_ text: PlaylistText) { self.text = text }

        mutating func location(of offset: Int) -> SourceLocation {
            while position < offset {
                let byte = text.bytes[position]
                if byte == UInt8(ascii: "\n") {
                    mark = SourceMark(line: mark.line + 1, column: 1)
                } else if byte & 0xC0 != 0x80 {
                    mark.column += 1
                }
                position += 1
            }
            return SourceLocation(file: text.file, start: mark)
        }
    }
}
