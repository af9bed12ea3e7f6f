extension DiagnosticCode {
    /// `manifest.cycle`: manifest that includes itself.
    public static let manifestCycle = DiagnosticCode(rawValue: "manifest.cycle")
    /// `manifest.missing`: top manifest that does not exist.
    public static let manifestMissing = DiagnosticCode(rawValue: "manifest.missing")
    /// `manifest.too-deep`: manifests nested too deep.
    public static let manifestTooDeep = DiagnosticCode(rawValue: "manifest.too-deep")
    /// `manifest.too-large`: manifest that is too large.
    public static let manifestTooLarge = DiagnosticCode(rawValue: "manifest.too-large")
    /// `manifest.too-many`: too many manifests.
    public static let manifestTooMany = DiagnosticCode(rawValue: "manifest.too-many")
    /// `manifest.too-many-references`: too many references.
    public static let manifestTooManyReferences = DiagnosticCode(rawValue: "manifest.too-many-references")
    /// `manifest.two-roles`: file used as manifest and as medium.
    public static let manifestTwoRoles = DiagnosticCode(rawValue: "manifest.two-roles")
    /// `manifest.unreadable`: manifest that cannot be read.
    public static let manifestUnreadable = DiagnosticCode(rawValue: "manifest.unreadable")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `manifest`: how manifests of either format hang together.
    static let manifestPages: [CodePage] = [
        CodePage(
            .manifestCycle, .error, title: "manifest that includes itself",
            explanation: "A playlist leads, directly or through others, back to itself, by its name or through a link. "
                + "Players would read without end. The notes show the way.",
            example: "master.m3u8 with a variant master.m3u8", mend: "master.m3u8 with a variant video.m3u8"),
        CodePage(
            .manifestMissing, .error, title: "top manifest that does not exist",
            explanation: "The entry's manifest is not there.",
            example: "MediaFilePath: gone.m3u8", mend: "MediaFilePath: master.m3u8"),
        CodePage(
            .manifestTooDeep, .error, title: "manifests nested too deep",
            explanation: "Manifests lead from one to the next further than any real asset does. Following stops here.",
            example: "nine playlists, each leading to the next",
            mend: "one multivariant playlist and its media playlists"),
        CodePage(
            .manifestTooLarge, .error, title: "manifest that is too large",
            explanation: "A manifest beyond the bound is not read. Usually the file is no manifest at all.",
            example: "a film called master.m3u8", mend: "master.m3u8"),
        CodePage(
            .manifestTooMany, .error, title: "too many manifests",
            explanation:
                "An asset of this many playlists is beyond the bound that keeps a small text from asking for a huge "
                + "answer.",
            example: "10,001 variants", mend: "fewer variants"),
        CodePage(
            .manifestTooManyReferences, .error, title: "too many references",
            explanation:
                "An asset with this many references is beyond the bound that keeps a small text from asking for a "
                + "huge answer. A wrong duration or number in an MPD is the usual cause.",
            example: "an MPD of 1 kB that asks for 1,000,000,000 segments", mend: "an MPD with the right duration"),
        CodePage(
            .manifestTwoRoles, .error, title: "file used as manifest and as medium",
            explanation:
                "One file is mentioned as a playlist in one place and as a segment or other content in another. One "
                + "of the two mentions is wrong.",
            example: "a variant a.m3u8 and a segment a.m3u8", mend: "a variant a.m3u8 and a segment a.ts"),
        CodePage(
            .manifestUnreadable, .error, title: "manifest that cannot be read",
            explanation: "The manifest is there, but the system refuses to open or read it.",
            example: "master.m3u8 with mode 000", mend: "master.m3u8 with mode 644"),
    ]
}
