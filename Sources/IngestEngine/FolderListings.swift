import Synchronization

/// The listings of folders, so that a thousand playlists side by side in one folder do not list it a thousand times.
///
/// A listing is taken once and not again: it says what a missing name may have been meant for, never whether a file is there.
public final class FolderListings: Sendable {
    private struct State {
        var listings: [String: FolderListing] = [:]
        var names = 0
    }

    private let state = Mutex(State())

    /// Names that are remembered at most; beyond them every folder is forgotten, so that memory stays bounded.
    static let mostNames = 200_000

    /// No listings yet.
    public init() {}

    /// The listing of the folder at the real path `path`; empty for one that cannot be listed.
    func listing(of path: String) -> FolderListing {
        if let known = state.withLock({ $0.listings[path] }) { return known }
        let listing = FolderListing(FileSystem.list(path) ?? [])
        state.withLock { state in
            if state.names + listing.count > Self.mostNames { state = State() }
            guard listing.count <= Self.mostNames, state.listings[path] == nil else { return }
            state.listings[path] = listing
            // A folder without names takes room as well.
            state.names += listing.count + 1
        }
        return listing
    }
}

/// The names in one folder.
struct FolderListing: Sendable {
    /// Each with whether the folder itself says that it is a regular file.
    private let names: [ExactName: Bool]
    /// Names by what a case-folding, form-folding file system would take them for.
    private let folded: [String: String]

    /// A name compared by its bytes; `String` compares canonically, so that both forms of `é` would be equal.
    private struct ExactName: Hashable {
        let bytes: [UInt8]
        init(_ name: String) { bytes = Array(name.utf8) }
    }

    init(_ listed: [FileSystem.Listed]) {
        names = Dictionary(listed.map { (ExactName($0.name), $0.isRegular) }, uniquingKeysWith: { first, _ in first })
        folded = Dictionary(listed.map { (Self.fold($0.name), $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// How many names there are.
    var count: Int { names.count }

    /// True when `name` is listed, byte by byte.
    func has(_ name: String) -> Bool { names[ExactName(name)] != nil }

    /// True when `name` is listed as a regular file, which no link is.
    func hasRegular(_ name: String) -> Bool { names[ExactName(name)] ?? false }

    /// A listed name that such a file system takes for the same as `name`.
    func otherForm(of name: String) -> String? { folded[Self.fold(name)] }

    private static func fold(_ name: String) -> String { name.lowercased() }
}
