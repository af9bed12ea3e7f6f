import Diagnostics

/// A scalar of the file with its place.
struct Scalar: Hashable, Sendable {
    var text: String
    /// Written without quotes and not as a block: what a number must be.
    var isPlain: Bool
    var start: SourceMark
    var end: SourceMark
    /// Where the text stands when it came through an alias; `start` is then the alias.
    var origin: SourceMark?
}

/// A piece of the settings as a tree. Entries of `media` are not built as trees unless aliases bring them.
indirect enum JobNode: Sendable {
    case scalar(Scalar)
    case sequence([JobNode], start: SourceMark, end: SourceMark)
    case mapping(JobMapping)
    /// Something that was reported already, or that nobody reads.
    case ignored(size: Int)

    /// How many nodes it holds, itself included.
    var size: Int {
        switch self {
        case .scalar: 1
        case .sequence(let items, _, _): items.reduce(1) { $0 + $1.size }
        case .mapping(let mapping): mapping.size
        case .ignored(let size): size
        }
    }

    var start: SourceMark? {
        switch self {
        case .scalar(let scalar): scalar.start
        case .sequence(_, let start, _): start
        case .mapping(let mapping): mapping.start
        case .ignored: nil
        }
    }

    var end: SourceMark? {
        switch self {
        case .scalar(let scalar): scalar.end
        case .sequence(_, _, let end): end
        case .mapping(let mapping): mapping.end
        case .ignored: nil
        }
    }

    /// As a message names it.
    var noun: String {
        switch self {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .ignored: "something else"
        }
    }
}

/// A mapping with the keys it got through `<<`.
struct JobMapping: Sendable {
    struct Pair: Sendable {
        var key: Scalar
        var value: JobNode
    }

    var start: SourceMark
    var end: SourceMark
    /// Own keys in order, repeated ones too.
    var own: [Pair] = []
    /// Keys that came through `<<` and are not among the own; each once.
    var merged: [Pair] = []

    var size: Int { (own + merged).reduce(1) { $0 + 1 + $1.value.size } }
}
