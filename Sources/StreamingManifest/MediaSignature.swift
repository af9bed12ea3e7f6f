import IngestModel

/// Tells by its first bytes whether a file can be what a manifest takes it for (manifests 5). It finds an HTML error page
/// saved as a segment, not a damaged segment.
enum MediaSignature {
    /// What the bytes should begin like; nil when they do, or when there are too few to tell.
    static func mismatch(_ bytes: [UInt8], role: FileRole) -> String? {
        guard bytes.count >= 8 else { return nil }
        switch role {
        case .segment: return isMedia(bytes) || isText(bytes) ? nil : "a media segment"
        case .`init`:
            return isBoxes(bytes) || isMatroska(bytes) || isTransportStream(bytes) ? nil : "an initialisation section"
        case .subtitle: return isText(bytes) || isMedia(bytes) ? nil : "subtitles"
        case .image: return isPicture(bytes) ? nil : "a picture"
        case .index: return isBoxes(bytes) || isMatroska(bytes) ? nil : "a segment index"
        case .media, .manifest, .playlist, .key, .other, .cover: return nil
        }
    }

    private static func isMedia(_ bytes: [UInt8]) -> Bool {
        isTransportStream(bytes) || isBoxes(bytes) || isPackedAudio(bytes) || isMatroska(bytes)
    }

    /// A sync byte at the begin of every packet.
    private static func isTransportStream(_ bytes: [UInt8]) -> Bool {
        let packet = 188
        return stride(from: 0, to: bytes.count, by: packet).allSatisfy { bytes[$0] == 0x47 }
    }

    /// A box of ISO base media at the front.
    private static func isBoxes(_ bytes: [UInt8]) -> Bool {
        let types = [
            "ftyp", "styp", "moof", "moov", "sidx", "ssix", "emsg", "prft", "mdat", "free", "skip", "uuid", "wide",
            "pdin",
        ]
        return types.contains { bytes[4..<8].elementsEqual($0.utf8) }
    }

    /// An ID3 tag, or the sync word of ADTS, MPEG audio, AC-3 or AC-4.
    private static func isPackedAudio(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: "ID3".utf8) { return true }
        return switch (bytes[0], bytes[1]) {
        case (0xFF, 0xE0...0xFF), (0x0B, 0x77), (0xAC, 0x40...0x41): true
        default: false
        }
    }

    private static func isMatroska(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) }

    /// WebVTT or TTML, perhaps behind a byte order mark.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return text.starts(with: "WEBVTT".utf8) || firstElement(of: text) == "tt"
    }

    /// The local name of the first element of an XML text, whatever declaration and comments stand before it; nil for other
    /// texts. An error page of the store is XML as well.
    private static func firstElement(of text: ArraySlice<UInt8>) -> String? {
        var rest = text
        while true {
            rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
            guard rest.popFirst() == UInt8(ascii: "<") else { return nil }
            guard rest.first == UInt8(ascii: "?") || rest.starts(with: "!--".utf8) else { break }
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
            rest = rest[(end + 1)...]
        }
        let name = rest.prefix { byte in
            byte > 0x20 && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
        }
        return name.split(separator: UInt8(ascii: ":")).last.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isPicture(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xFF, 0xD8]) || bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
            || bytes.starts(with: "GIF8".utf8)
            || bytes.starts(with: "RIFF".utf8) || isBoxes(bytes) || isTransportStream(bytes)
    }
}
