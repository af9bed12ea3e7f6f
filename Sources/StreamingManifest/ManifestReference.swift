import Diagnostics
import IngestModel

/// The format of a manifest.
public enum ManifestKind: String, Hashable, Sendable, Codable {
    /// An HLS playlist.
    case hls
    /// A DASH MPD.
    case dash
}

/// What a reference asks of the file it names (manifests 2).
public enum ReferenceNeed: String, Hashable, Sendable, Codable {
    /// Must be a good local file; uploaded.
    case required
    /// Uploaded when it is there, not missed otherwise.
    case optional
    /// Not a file of this asset.
    case none
    /// Allowed to be remote or inline.
    case external
    /// Breaks a path rule; an error says why.
    case forbidden
}

/// One mention of something in a manifest.
public struct ManifestReference: Hashable, Sendable {
    /// As it results from variables and templates, before it is resolved.
    public var uri: String
    /// Where it stands; `file` is the path of the manifest that holds it, relative to the top manifest's folder.
    public var location: SourceLocation
    /// What it is to the asset.
    public var role: FileRole
    /// What it asks of the file.
    public var need: ReferenceNeed
    /// The file relative to the top manifest's folder, which is also the tail of its object key; nil when it names none.
    public var path: String?
    /// The bytes it means; nil for the whole file.
    public var bytes: Range<UInt64>?
    /// Why it is forbidden, external or no file; nil for a plain file.
    public var reason: DiagnosticCode?
    /// What the file's content has to be, beyond its role.
    var content = ContentRule()

    /// A mention of `uri`.
    public init(
        uri: String, location: SourceLocation, role: FileRole, need: ReferenceNeed, path: String?,
        bytes: Range<UInt64>? = nil, reason: DiagnosticCode? = nil
    ) {
        self.uri = uri
        self.location = location
        self.role = role
        self.need = need
        self.path = path
        self.bytes = bytes
        self.reason = reason
    }
}

/// What a mention says about the content of the file it names (manifests 5 and 10).
public struct ContentRule: OptionSet, Hashable, Sendable {
    /// One bit for each rule.
    public let rawValue: UInt8
    /// The rules whose bits are set.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A key of exactly 16 bytes: AES-128, SAMPLE-AES.
    public static let key16 = ContentRule(rawValue: 1)
    /// A key of exactly 32 bytes: AES-256.
    public static let key32 = ContentRule(rawValue: 2)
    /// Encrypted as a whole with AES in CBC mode: a multiple of 16 bytes, and nothing about its first bytes is known.
    public static let aesBlocks = ContentRule(rawValue: 4)
}

/// A further manifest that one manifest leads to.
struct ChildDocument: Hashable, Sendable {
    /// Its path relative to the top manifest's folder.
    var path: String
    /// Its format.
    var kind: ManifestKind
    /// What the mention says it must be.
    var expectation: Expectation
    /// Variables that it may import (manifests 11).
    var variables: [String: String]
    /// Where it is mentioned.
    var location: SourceLocation

    /// What a mention says about the manifest it names.
    enum Expectation: Hashable, Sendable {
        /// A media playlist: variants and renditions.
        case mediaPlaylist
        /// A media playlist of subtitles.
        case subtitlePlaylist
        /// A playlist with EXT-X-I-FRAMES-ONLY.
        case iFramePlaylist
        /// A playlist with EXT-X-IMAGES-ONLY.
        case imagePlaylist
        /// Anything of its kind: interstitials, chained manifests.
        case any
        /// A list of interstitials, in JSON.
        case assetList
        /// Session data in JSON: read to see whether it is JSON, leads nowhere.
        case json
    }
}

/// What reading one manifest gave. Both readers return this; `Expansion` joins the readings.
struct DocumentReading: Sendable {
    /// Every mention in order.
    var references: [ManifestReference] = []
    /// The manifests to read next, in order of mention.
    var children: [ChildDocument] = []
    /// What is wrong with the text itself and with its references.
    var diagnostics: [Diagnostic] = []
    /// The alternatives that it offers to its main files.
    var alternatives: [Alternative] = []

    /// A base that players may use in the place of the main one (manifests 17).
    struct Alternative: Sendable {
        /// The BaseURL as it is written.
        var text: String
        /// Where it stands.
        var location: SourceLocation
        /// Those of `references` that make it complete, as runs of positions.
        var mentions: [Range<Int>]
    }
}

/// What a reader has to know about the manifest it reads.
struct ReadContext: Sendable {
    /// Its path relative to the top manifest's folder: `master.m3u8`, `video/hi.m3u8`.
    var file: String
    /// What the mention says it must be; nil for the top manifest.
    var expectation: ChildDocument.Expectation?
    /// Variables of the playlist through which it was reached.
    var variables: [String: String]
    /// The job's choices and bounds.
    var options: ExpansionOptions
    /// Whether there is a file at a path relative to the top manifest's folder. It is asked where a manifest can be read in two
    /// ways and the files tell which one is meant.
    var exists: @Sendable (String) -> Bool = { _ in false }
}

/// The job's choices about manifests and the bounds that keep a small text from asking for a huge answer.
public struct ExpansionOptions: Hashable, Sendable {
    /// What happens to `..`.
    public var parentReferences: JobSettings.ParentReferences = .refuse
    /// References in one asset.
    public var maximumReferences = 2_000_000
    /// Manifests in one asset.
    public var maximumDocuments = 10_000
    /// Bytes of one manifest.
    public var maximumDocumentBytes = 128 << 20
    /// Depth of manifests below the top one.
    public var maximumDepth = 8

    /// The defaults.
    public init() {}
}
