import Diagnostics
import IngestModel

/// One file that an asset needs, whatever the number of its mentions.
public struct FileRequirement: Hashable, Sendable {
    /// Relative to the top manifest's folder; also the tail of the object key.
    public let path: String
    /// What it is to the asset, by its first mention.
    public let role: FileRole
    /// The strongest need of all mentions: required or optional.
    public internal(set) var need: ReferenceNeed
    /// The first mention as it stands in the manifest.
    public let written: String
    /// Where it is mentioned first.
    public let firstReference: SourceLocation
    /// The mentions that lead from the top manifest to the one that holds `firstReference`, outermost first; empty when
    /// that is the top manifest itself.
    public let chain: [SourceLocation]
    /// The range that ends last; nil when every mention means the whole file.
    public internal(set) var furthestRange: FurthestRange?
    /// What all mentions together say about the content.
    public internal(set) var content: ContentRule
    /// How often it is mentioned, 1 or more.
    public internal(set) var mentions: Int
    /// True when an error about this file has been given already, so that `judge` has nothing to add.
    public internal(set) var isReported = false

    /// The number of bytes that the furthest range needs the file to have; nil without ranges.
    public var highestByte: UInt64? { furthestRange?.bytes.upperBound }

    /// A range of the file and the place that asks for it.
    public struct FurthestRange: Hashable, Sendable {
        /// The bytes.
        public let bytes: Range<UInt64>
        /// Where it is asked for.
        public let location: SourceLocation
    }

    init(_ reference: ManifestReference, path: String, chain: [SourceLocation]) {
        self.path = path
        role = reference.role
        need = reference.need
        written = reference.uri
        firstReference = reference.location
        self.chain = chain
        furthestRange = reference.bytes.map { FurthestRange(bytes: $0, location: reference.location) }
        content = reference.content
        mentions = 1
    }

    /// Takes one more mention of the same file.
    mutating func merge(_ reference: ManifestReference) {
        mentions += 1
        if reference.need == .required { need = .required }
        content.formUnion(reference.content)
        if let bytes = reference.bytes, bytes.upperBound > furthestRange?.bytes.upperBound ?? 0 {
            furthestRange = FurthestRange(bytes: bytes, location: reference.location)
        }
    }

    /// `finding` as it is shown: at the mention it concerns, with the way to it.
    public func diagnostic(_ finding: FileFinding) -> Diagnostic {
        Diagnostic(
            finding.code, finding.severity, at: finding.location ?? firstReference, finding.message, hint: finding.hint,
            notes: Expansion.notes(chain))
    }
}

/// The files of one alternative base: not missed one by one, but together worth a warning (manifests 17).
public struct AlternativeFiles: Hashable, Sendable {
    /// The BaseURL as it is written.
    public let text: String
    /// Where it stands.
    public let location: SourceLocation
    /// The mentions that lead to the manifest that has it, outermost first.
    public let chain: [SourceLocation]
    /// Positions in `ExpansionResult.files`, ascending.
    public let files: [Int]
}

/// Everything that a manifest leads to.
public struct ExpansionResult: Sendable {
    /// Every mention: those of the top manifest first, then those of each further manifest in the order of reading.
    public let references: [ManifestReference]
    /// Every file once, in order of first mention; the top manifest is not among them.
    public let files: [FileRequirement]
    /// The alternatives to the main files, in order of mention.
    public let alternatives: [AlternativeFiles]
    /// What is wrong with the manifests, in order of finding. `file` of a location is relative to the top manifest's folder.
    public let diagnostics: [Diagnostic]
    /// How many manifests were read, the top one included.
    public let documents: Int
}
