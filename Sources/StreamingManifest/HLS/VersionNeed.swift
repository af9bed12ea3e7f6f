import Diagnostics

/// The protocol version that a playlist's features need (manifests 13), beside the one it declares.
struct VersionNeed {
    /// What EXT-X-VERSION says; nil when it is absent.
    var declared: UInt64?
    private var highest: UInt64 = 1
    private var feature = ""
    private var location: SourceLocation?

    /// Notes that `feature`, a few words or a literal in backticks, needs `version`.
    mutating func need(
        _ version: UInt64, for feature: @autoclosure () -> String, at place: @autoclosure () -> SourceLocation
    ) {
        guard version > highest else { return }
        highest = version
        self.feature = feature()
        location = place()
    }

    /// A warning when the declared version is too low.
    var diagnostic: Diagnostic? {
        let version = declared ?? 1
        guard highest > version, let location else { return nil }
        return Diagnostic(
            .hlsVersionTooLow, .warning, at: location,
            "\(feature) needs `#EXT-X-VERSION:\(highest)`, but the playlist "
                + (declared == nil ? "declares no version" : "declares version \(version)"))
    }
}

extension PlaylistRecord {
    /// Reads `#EXT-X-VERSION`.
    mutating func readVersion(_ value: Range<Int>, on line: PlaylistLine) {
        if versions.declared != nil {
            error(.hlsVersionTwice, at: text.location(line), "`#EXT-X-VERSION` stands twice; players refuse that")
            return
        }
        let value = plainValue(value, of: .version, on: line)
        guard let number = PlaylistNumbers.integer(text.bytes[value]), number > 0 else {
            warn(
                .hlsVersionNumber, at: text.location(line),
                "\(QuotedText.quote(text.string(value))) is no version; a positive integer is expected")
            return
        }
        versions.declared = number
    }

    /// Reads `#EXT-X-DEFINE` (manifests 11).
    mutating func readDefine(_ value: Range<Int>, on line: PlaylistLine, canImport: Bool) {
        versions.need(8, for: "`#EXT-X-DEFINE`", at: text.location(line))
        let list = attributes(of: .define, value, on: line)
        let forms = ["NAME", "IMPORT", "QUERYPARAM"].compactMap { list[$0] }
        guard let form = forms.first, forms.count == 1 else {
            error(
                .hlsDefine, at: text.location(line),
                "`#EXT-X-DEFINE` has \(forms.isEmpty ? "none" : "more than one") of `NAME`, `IMPORT` and `QUERYPARAM`; exactly "
                    + "one is expected")
            return
        }
        let location = text.location(form.range, of: line)
        guard PlaylistVariables.isName(form.value.utf8) else {
            error(
                .hlsDefine, at: location,
                "\(QuotedText.quote(form.value)) is no name of a variable; letters, digits, `-` and `_` are expected")
            return
        }
        switch form.name {
        case "NAME": defineByValue(form, list["VALUE"], location)
        case "IMPORT": importVariable(form, location, canImport: canImport)
        default:
            versions.need(11, for: "`QUERYPARAM`", at: location)
            error(
                .hlsQueryParameter, at: location,
                "the variable \(QuotedText.quote(form.value)) comes from the query of the playlist's URL, and a stored playlist has none",
                hint: "define it with `NAME` and `VALUE`")
        }
    }

    private mutating func defineByValue(
        _ name: PlaylistAttribute, _ value: PlaylistAttribute?, _ location: SourceLocation
    ) {
        guard let value else {
            error(.hlsDefine, at: location, "the variable \(QuotedText.quote(name.value)) has no `VALUE`")
            return
        }
        define(name.value, value.value, at: location)
    }

    private mutating func importVariable(_ name: PlaylistAttribute, _ location: SourceLocation, canImport: Bool) {
        guard canImport else {
            error(
                .hlsImport, at: location,
                "the variable \(QuotedText.quote(name.value)) is imported into a multivariant playlist, "
                    + "which has none above it")
            return
        }
        guard context.expectation != nil else {
            error(
                .hlsImport, at: location,
                "the variable \(QuotedText.quote(name.value)) is imported, but the entry begins with this media playlist",
                hint: "name the multivariant playlist as `MediaFilePath`")
            return
        }
        guard let value = context.variables[name.value] else {
            error(
                .hlsImport, at: location,
                "the variable \(QuotedText.quote(name.value)) is imported, "
                    + "but the multivariant playlist does not define it")
            return
        }
        define(name.value, value, at: location)
    }

    private mutating func define(_ name: String, _ value: String, at location: SourceLocation) {
        if !variables.define(name, value) {
            error(.hlsVariableTwice, at: location, "the variable \(QuotedText.quote(name)) is defined twice")
        }
    }
}
