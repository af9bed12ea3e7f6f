import Foundation
import IngestEngine
import IngestModel
import JobFile
import StreamingManifest

/// Looks for media in a folder.
struct ArchiveSurvey {
    private let root: String

    /// A survey of the folder at the absolute path `root`.
    init(root: String) { self.root = root }

    /// The files that are worth an entry, relative to the folder, in order: those of a supported type that no manifest beside
    /// them leads to. Hidden files and folders are passed over, and links to folders are not followed.
    func media() throws(CommandEnd) -> [String] {
        let types = Set(SupportedMedia.types)
        let files = try files("").filter { path in PathText.lowercasedExtension(of: path).map(types.contains) ?? false }
        // A cover beside its film is no medium of its own.
        let covers = Set(SupportedMedia.coverTypes)
        let candidates = files.filter { path in !(PathText.lowercasedExtension(of: path).map(covers.contains) ?? false)
        }
        var led: Set<String> = []
        for path in candidates { led.formUnion(mentions(in: path)) }
        return candidates.filter { !led.contains($0) }
    }

    /// Files below `folder`, which is relative to the root.
    private func files(_ folder: String) throws(CommandEnd) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: absolute(folder)).sorted()
        } catch {
            throw CommandEnd(.invalid, "cannot list the folder `\(absolute(folder))`")
        }
        var result: [String] = []
        for name in names where !name.hasPrefix(".") {
            let path = folder.isEmpty ? name : folder + "/" + name
            switch type(of: path) {
            case .typeDirectory: result += try files(path)
            case .typeRegular: result.append(path)
            case .typeSymbolicLink where LocalFiles.plainFile(at: absolute(path)).mark != nil: result.append(path)
            default: continue
            }
        }
        return result
    }

    private func type(of path: String) -> FileAttributeType? {
        do {
            return try FileManager.default.attributesOfItem(atPath: absolute(path))[.type] as? FileAttributeType
        } catch {
            // It vanished since it was listed.
            return nil
        }
    }

    /// What the manifest at `path` leads to, relative to the root; nothing for other files.
    private func mentions(in path: String) -> [String] {
        let kind: ManifestKind
        switch PathText.lowercasedExtension(of: path) {
        case "m3u8": kind = .hls
        case "mpd": kind = .dash
        default: return []
        }
        let folder = PathText.folder(of: path)
        guard let local = LocalFiles(root: absolute(folder)) else { return [] }
        // What a job refuses is mentioned all the same.
        var options = ExpansionOptions()
        options.parentReferences = .allow
        let result = local.expand(PathText.lastPart(of: path), kind: kind, options: options)
        return result.files.map { folder.isEmpty ? $0.path : folder + "/" + $0.path }
    }

    private func absolute(_ path: String) -> String {
        path.isEmpty ? root : root + (root.hasSuffix("/") ? "" : "/") + path
    }
}
