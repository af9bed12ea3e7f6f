/// The two services as a value: what exists, and what each operation does to it. It reads no clock and touches no disk; the
/// operations are extensions in `Operations`.
struct ServiceModel: Sendable {
    let rules: ServiceRules
    var random: SeededGenerator
    var buckets: [String: BucketState] = [:]
    var sessions: [String: UploadSession] = [:]
    /// Session of each temporary key, by SecretId.
    var sessionOfCredential: [String: String] = [:]
    var media: [CommittedMedium] = []
    /// What was changed of media after their commits, by FileId.
    var edited: [String: MediumDetails] = [:]
    /// FileIds of media that were deleted.
    var deleted: Set<String> = []
    var abortedUploads: [UploadSummary] = []
    var duplicateCommits = 0
    /// Sessions applied for and not committed.
    var openSessions = 0
    var peakOpenSessions = 0
    /// FileId of the next medium; a cover takes the number after its medium's (vod-api 7).
    var nextNumber: UInt64
    /// Bytes that nothing refers to any more, for the object store to drop.
    var released: [Blob] = []
    /// Objects that were deleted otherwise than by the store's own operation, for the object store to hide.
    var withdrawn: [WithdrawnObject] = []

    init(_ configuration: EmulatorConfiguration) {
        rules = ServiceRules(configuration)
        random = SeededGenerator(seed: configuration.seed)
        // 19 digits: beyond what a double holds exactly, within what 64 bits hold.
        nextNumber = 5_145_403_700_000_000_000 + random.next() % 1_000_000_000
        for bucket in configuration.buckets + Array(configuration.customDomains.values) {
            buckets[bucket.name] = BucketState(region: bucket.region)
        }
    }

    /// The store's view of a key: a temporary one, or an account's own, which may touch everything.
    func credential(_ secretId: String) -> COSVerifier.Credential? {
        if let session = sessionOfCredential[secretId].flatMap({ sessions[$0] }) { return session.credential }
        return rules.accounts.first { $0.secretId == secretId }.map {
            COSVerifier.Credential(secretId: $0.secretId, secretKey: $0.secretKey, token: $0.token)
        }
    }

    /// Notes that `key` was stored: for the session whose credential did it, else for those that it belongs to.
    mutating func noteStored(_ key: String, in bucket: String, by session: String?) {
        if let session {
            sessions[session]?.storedKeys.insert(key)
        } else {
            for (name, session) in sessions where session.bucket == bucket && session.covers(key) {
                sessions[name]?.storedKeys.insert(key)
            }
        }
    }
}

/// The part of a configuration that the model is bound by.
struct ServiceRules: Sendable {
    let accounts: [EmulatorConfiguration.Account]
    let appId: UInt64
    let applications: [UInt64: EmulatedApplication]
    let requireSubAppId: Bool
    let sessionLifetime: Double
    let sessionKeyLifetime: Double
    let issuesTemporaryCredentials: Bool
    let allotsCoverPaths: Bool
    let denied: Set<EmulatedAction>
    let commitRepeat: EmulatorConfiguration.CommitRepeat
    let acceptsUpperCaseTypes: Bool
    let smallestPart: Int
    let enforcesRateLimits: Bool

    init(_ configuration: EmulatorConfiguration) {
        accounts = configuration.accounts
        appId = configuration.appId
        var applications = Dictionary(configuration.applications.map { ($0.id, $0) }) { _, last in last }
        if applications[appId] == nil { applications[appId] = EmulatedApplication(id: appId) }
        self.applications = applications
        requireSubAppId = configuration.requireSubAppId
        sessionLifetime = configuration.sessionLifetime
        sessionKeyLifetime = configuration.sessionKeyLifetime
        issuesTemporaryCredentials = configuration.issuesTemporaryCredentials
        allotsCoverPaths = configuration.allotsCoverPaths
        denied = configuration.deniedToTemporaryCredentials
        commitRepeat = configuration.commitRepeat
        acceptsUpperCaseTypes = configuration.acceptsUpperCaseTypes
        smallestPart = configuration.smallestPart
        enforcesRateLimits = configuration.enforcesRateLimits
    }
}
