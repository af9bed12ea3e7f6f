import IngestModel
import JobFile

/// A plan as `plan --output` saves it and `run --plan` holds a job to it. docs/plan-file.md describes the file.
enum SavedPlan {
    /// The version of the format that is written, and the only one that is read.
    static let schemaVersion = 1

    /// What stands before the entries.
    struct Head: Codable, Hashable {
        /// Who wrote it.
        struct Tool: Codable, Hashable {
            var name: String
            var version: String
        }

        /// The job file that was planned.
        struct Job: Codable, Hashable {
            /// The job's name.
            var name: String
            /// The job file as the user named it.
            var file: String
            /// SHA-256 of its bytes, hex.
            var sha256: String
        }

        var schemaVersion: Int
        var tool: Tool
        var job: Job
        /// UTC, ISO 8601.
        var createdAt: String
        /// Whether entries that changed since their commit are uploaded again.
        var update: Bool
        /// Every setting in force that has a value.
        var settings: [String: String]
    }

    /// One entry.
    struct Entry: Codable, Hashable {
        var line: Int
        var id: String
        /// Its own access region.
        var region: String?
        var kind: EntryKind
        /// The request by field name, defaults included.
        var request: [String: String]
        var files: [File]
    }

    /// One file of an entry.
    struct File: Codable, Hashable {
        /// Where it goes below the entry's folder.
        var path: String
        var role: FileRole
        /// Bytes.
        var size: Int64
        /// Nanoseconds since 1970.
        var modified: Int64
        /// Bytes of each part; nil for one PUT.
        var partSize: Int64?
        /// SHA-256 of a manifest's or playlist's bytes, hex; nil for others, whose size and time stand for them.
        var sha256: String?
    }

    /// What stands after the entries.
    struct Tail: Codable, Hashable {
        var totals: Totals
    }

    /// What the entries add up to; also tells that none is missing.
    struct Totals: Codable, Hashable {
        var entries = 0
        var files = 0
        var bytes: Int64 = 0
        var requests = 0
    }

    /// The settings that change what is sent, and where to. Others (how fast, how often, when) may differ between a plan and
    /// its run.
    static let binding: Set<String> = [
        "region", "base", "credentials.profile", "service.api", "service.storage", "upload.partSize",
        "upload.multipartFrom", "manifests.parentReferences",
    ]
}

extension SavedPlan.Entry {
    /// What is saved of `plan`; `digest` gives the SHA-256 of a local file.
    init(_ plan: EntryPlan, digest: (String) throws(CommandEnd) -> String) throws(CommandEnd) {
        line = plan.spec.line
        id = plan.spec.id.rawValue
        region = plan.spec.region
        kind = plan.kind
        request = plan.spec.request.texts
        files = try plan.files.map { file throws(CommandEnd) in
            SavedPlan.File(
                path: file.path, role: file.role, size: file.mark.size, modified: file.mark.modified,
                partSize: file.parts?.partSize,
                sha256: [.manifest, .playlist].contains(file.role) ? try digest(file.localPath) : nil)
        }
    }
}

extension SavedPlan.Totals {
    /// Counts `plan`.
    mutating func add(_ plan: EntryPlan) {
        entries += 1
        files += plan.files.count
        bytes += plan.bytes
        requests += plan.requestCount
    }
}

extension UploadRequest {
    /// The fields that have a value, by the names of a job file.
    var texts: [String: String] {
        let fields: [(RequestField, String?)] = [
            (.mediaFilePath, mediaFilePath), (.mediaType, mediaType), (.mediaName, mediaName),
            (.coverFilePath, coverFilePath), (.coverType, coverType), (.procedure, procedure),
            (.expireTime, expireTime), (.classId, classId.map { String($0) }), (.sourceContext, sourceContext),
            (.sessionContext, sessionContext), (.subAppId, subAppId.map { String($0) }),
            (.storageRegion, storageRegion),
            (.concurrentUploadNumber, concurrentUploadNumber.map { String($0) }),
            (.mediaStoragePath, mediaStoragePath), (.extInfo, extInfo),
        ]
        return Dictionary(
            uniqueKeysWithValues: fields.compactMap { field, text in text.map { (field.rawValue, $0) } })
    }
}
