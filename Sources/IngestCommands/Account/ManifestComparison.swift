import Diagnostics
import Foundation
import IngestModel
import StreamingManifest
import TencentClient

/// What the service finds in the manifests of an asset, beside what this program finds.
struct ManifestComparison {
    /// One manifest.
    struct Row: Hashable, Encodable {
        /// Its path, relative to the top manifest's folder.
        var manifest: String
        /// Files that both name.
        var both = 0
        /// Files that the service alone names, relative to the top manifest's folder.
        var onlyService: [String] = []
        /// Files that this program alone names.
        var onlyProgram: [String] = []
        /// Why the service gave no answer.
        var refusal: String?

        /// True where both find the same.
        var agrees: Bool { onlyService.isEmpty && onlyProgram.isEmpty && refusal == nil }
    }

    /// The most bytes of a manifest: it travels in a call of 10 MB (vod-api 3), in which some characters take two.
    private static let largest = 9 << 20

    private let survey: ManifestSurvey
    private let folder: String
    private let isDASH: Bool

    /// A comparison of the manifests of `survey`, whose top one lies in the folder `folder`.
    init(_ survey: ManifestSurvey, folder: String, kind: ManifestKind) {
        self.survey = survey
        self.folder = folder
        isDASH = kind == .dash
    }

    /// Asks about each manifest that could be read, the top one first.
    func run(_ account: VODAccount) async throws(CommandEnd) -> [Row] {
        var rows: [Row] = []
        for manifest in manifests { rows.append(try await compare(manifest, account)) }
        return rows
    }

    /// Every manifest of the asset, each once.
    private var manifests: [String] {
        var found: [String] = []
        let others = survey.rows.filter { [.manifest, .playlist].contains($0.reference.role) }.compactMap(
            \.reference.path)
        for path in survey.files.prefix(1) + others where !found.contains(path) && survey.files.contains(path) {
            found.append(path)
        }
        return found
    }

    private func compare(_ manifest: String, _ account: VODAccount) async throws(CommandEnd) -> Row {
        var row = Row(manifest: manifest)
        guard let bytes = FileManager.default.contents(atPath: folder + "/" + manifest),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            row.refusal = "the manifest cannot be read as UTF-8"
            return row
        }
        guard bytes.count <= Self.largest else {
            row.refusal = "the manifest is larger than the service's parser takes"
            return row
        }
        let names: [String]
        do throws(ServiceFault) {
            names = try await account.service.names(
                inManifest: text, isDASH: isDASH, region: account.region)
        } catch {
            guard error.faultClass == .rejected else { throw VODAccount.end(error) }
            row.refusal = error.description
            return row
        }
        let own = Set(survey.rows.map(\.reference).filter { $0.location.file == manifest }.compactMap(\.path))
        let theirs = Set(names.map { Self.path($0, of: manifest) })
        row.both = own.intersection(theirs).count
        row.onlyService = theirs.subtracting(own).sorted()
        row.onlyProgram = own.subtracting(theirs).sorted()
        return row
    }

    /// The file that `name` in `manifest` means: decoded, without a query, relative to the top manifest's folder.
    private static func path(_ name: String, of manifest: String) -> String {
        let bare = String(name.prefix { $0 != "?" && $0 != "#" })
        let decoded = bare.removingPercentEncoding ?? bare
        let parent = PathText.folder(of: manifest)
        var parts: [Substring] = []
        for part in (parent.isEmpty ? decoded : parent + "/" + decoded).split(separator: "/") {
            if part == ".." { parts = parts.dropLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}

extension ManifestComparison.Row {
    /// Lines for a person.
    var lines: [String] {
        if let refusal { return ["\(manifest): the service gave no names: \(refusal)"] }
        if agrees { return ["\(manifest): the service names the same \(Amount.count(both, "file", "files"))"] }
        return onlyService.map { "\(manifest): the service alone names `\($0)`" }
            + onlyProgram.map { "\(manifest): this program alone names `\($0)`" }
    }
}
