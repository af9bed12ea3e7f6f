import StreamingManifest

/// One folder of an asset, listed once.
struct LocalFolder: Sendable {
    /// Its path without links; nil when there is no such folder.
    let real: String?
    /// True when that lies below the root.
    let isInside: Bool
    private let listing: FolderListing

    init(real: String?, realRoot: String, listings: FolderListings) {
        self.real = real
        isInside = real.map { LocalFiles.isInside($0, realRoot) } ?? false
        listing = isInside ? real.map { listings.listing(of: $0) } ?? FolderListing([]) : FolderListing([])
    }

    /// True when the folder says that `name` is a regular file in it.
    func hasRegular(_ name: String) -> Bool { listing.hasRegular(name) }

    /// What may be meant by `name`, which is not there and stands in the manifest as `written`.
    func near(_ name: String, written: String) -> FileFacts.NearName? {
        if let other = listing.otherForm(of: name) { return .otherForm(other) }
        return listing.has(written) ? .asWritten(written) : nil
    }

    /// The name under which `name`, which could be opened, is listed; nil when it is the same.
    func listedName(_ name: String) -> String? { listing.has(name) ? nil : listing.otherForm(of: name) }
}
