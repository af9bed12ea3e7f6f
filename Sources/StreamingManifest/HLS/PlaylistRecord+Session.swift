import Diagnostics
import IngestModel

extension PlaylistRecord {
    /// Reads `#EXT-X-SESSION-DATA`.
    mutating func readSessionData(_ value: Range<Int>, on line: PlaylistLine) {
        let list = attributes(of: .sessionData, value, on: line)
        require(["DATA-ID"], in: list, of: .sessionData, on: line)
        if (list["VALUE"] == nil) == (list["URI"] == nil) {
            error(
                .hlsSessionData, at: text.location(line),
                "`#EXT-X-SESSION-DATA` has \(list["URI"] == nil ? "neither `VALUE` nor" : "both `VALUE` and") `URI`; exactly one "
                    + "is expected")
        }
        guard let uri = uri("URI", in: list, role: .other, on: line) else { return }
        let mention = PlaylistMention(uri: uri.text, location: uri.location, role: .other)
        switch mentionAnywhere(mention) {
        case .file(let path):
            if list["FORMAT"]?.value ?? "JSON" == "JSON" { follow(path, as: .json, at: uri.location) }
        case .remote: noteRemote(mention, "session data")
        case .inline: noteInline(mention, "session data")
        case nil: break
        }
    }

    /// Reads `#EXT-X-CONTENT-STEERING`.
    mutating func readSteering(_ value: Range<Int>, on line: PlaylistLine) {
        let list = attributes(of: .contentSteering, value, on: line)
        guard let uri = requiredURI("SERVER-URI", in: list, of: .contentSteering, role: .other, on: line) else {
            return
        }
        let mention = PlaylistMention(uri: uri.text, location: uri.location, role: .other)
        switch mentionAnywhere(mention) {
        case .file(let path):
            warn(
                .hlsStoredSteering, at: uri.location,
                "the steering manifest \(QuotedText.quote(path)) is stored with the media and will never change",
                hint: "let a server answer for it, or drop `#EXT-X-CONTENT-STEERING`")
        case .remote: noteRemote(mention, "steering manifest")
        case .inline: noteInline(mention, "steering manifest")
        case nil: break
        }
    }

    /// Reads `#EXT-X-DATERANGE`: an interstitial leads to a playlist, or to a list of them.
    mutating func readDateRange(_ value: Range<Int>, on line: PlaylistLine) {
        let list = attributes(of: .dateRange, value, on: line)
        guard list["CLASS"]?.value == "com.apple.hls.interstitial" else { return }
        if list["X-ASSET-URI"] != nil, let both = list["X-ASSET-LIST"] {
            error(
                .hlsInterstitial, at: text.location(both.range, of: line),
                "the interstitial has both `X-ASSET-URI` and `X-ASSET-LIST`; exactly one is expected")
        }
        if let uri = uri("X-ASSET-URI", in: list, role: .manifest, on: line) {
            readInterstitial(uri, role: .manifest, as: .any)
        }
        if let uri = uri("X-ASSET-LIST", in: list, role: .other, on: line) {
            readInterstitial(uri, role: .other, as: .assetList)
        }
    }

    /// Takes the mention of an interstitial or of a list of them.
    mutating func readInterstitial(_ uri: WrittenURI, role: FileRole, as expectation: ChildDocument.Expectation) {
        let mention = PlaylistMention(uri: uri.text, location: uri.location, role: role)
        switch mentionAnywhere(mention) {
        case .file(let path): follow(path, as: expectation, at: uri.location)
        case .remote: noteRemote(mention, "interstitial")
        case .inline: refuse(mention, .inline())
        case nil: break
        }
    }

    /// Takes the mention of what stands in the playlist itself, as a `data:` URL.
    mutating func noteInline(_ mention: PlaylistMention, _ noun: String) {
        report(
            .hlsInline, .note, at: mention.location,
            "the \(noun) stands in the playlist itself, as a `data:` URL; nothing is uploaded for it")
        mentionOutside(mention, need: .external, reason: .hlsInline)
    }

    private mutating func noteRemote(_ mention: PlaylistMention, _ noun: String) {
        report(
            .hlsRemote, .note, at: mention.location,
            "the \(noun) stays at \(QuotedText.quote(mention.uri)), it is not uploaded")
        mentionOutside(mention, need: .external, reason: .hlsRemote)
    }
}
