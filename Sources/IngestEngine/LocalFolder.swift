import StreamingManifest

/// One folder of an asset, listed once.
struct LocalFolder {
    /// Its path without links; nil when there is no such folder.
    let real: String?
    /// True when that lies below the root.
    let isInside: Bool
    private let names: Set<ExactName>
    /// Names by what a case-folding, form-folding file system would take them for.
    private let folded: [String: String]

    /// A name compared by its bytes; `String` compares canonically, so that both forms of `é` would be equal.
    private struct ExactName: Hashable {
        let bytes: [UInt8]
        init(_ name: String) { bytes = Array(name.utf8) }
    }

    init(_ name: String, real: String?, realRoot: String) {
        self.real = real
        isInside = real.map { LocalFiles.isInside($0, realRoot) } ?? false
        let listed = isInside ? real.flatMap { FileSystem.list($0) } ?? [] : []
        names = Set(listed.map(ExactName.init))
        folded = Dictionary(listed.map { (Self.fold($0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What may be meant by `name`, which is not there and stands in the manifest as `written`.
    func near(_ name: String, written: String) -> FileFacts.NearName? {
        if let other = folded[Self.fold(name)] { return .otherForm(other) }
        return names.contains(ExactName(written)) ? .asWritten(written) : nil
    }

    /// The name under which `name`, which could be opened, is listed; nil when it is the same.
    func listedName(_ name: String) -> String? {
        names.contains(ExactName(name)) ? nil : folded[Self.fold(name)]
    }

    private static func fold(_ name: String) -> String { name.lowercased() }
}
