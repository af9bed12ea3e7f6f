import Foundation

/// What an emulator stands for: accounts, applications, limits, and where its objects lie.
public struct EmulatorConfiguration: Sendable {
    /// A key pair that the API takes.
    public struct Account: Hashable, Sendable, Codable {
        /// Id of the key.
        public var secretId: String
        /// The key itself.
        public var secretKey: String
        /// Where set, this is a temporary credential: requests must carry this token.
        public var token: String?

        /// The key `secretId`.
        public init(secretId: String, secretKey: String, token: String? = nil) {
            self.secretId = secretId
            self.secretKey = secretKey
            self.token = token
        }

        /// The account that tests and `run --emulator` use.
        public static let example = Account(
            secretId: "AKIDEMULATOREXAMPLE", secretKey: "EMULATORSECRETKEYEXAMPLE0123456789")
    }

    /// A bucket that exists before any upload is asked for.
    public struct Bucket: Hashable, Sendable {
        /// Full name, with the account's number: `name-1250000000`.
        public var name: String
        /// Region in its host name.
        public var region: String

        /// The bucket `name` in `region`.
        public init(name: String, region: String) {
            self.name = name
            self.region = region
        }
    }

    /// Where the bytes of objects are kept.
    public enum Storage: Hashable, Sendable {
        /// In memory, until the emulator ends.
        case memory
        /// Below this folder, which is made where missing: `objects/BUCKET/KEY`. Objects stay when the emulator ends; what
        /// else it knew does not.
        case folder(String)
        /// The same, and the next emulator on the folder goes on where this one ended: sessions, uploads, media. Only an
        /// emulator that is ended in order keeps its books.
        case lastingFolder(String)
    }

    /// A proxy in front of the emulator, for clients that know only the service's real addresses.
    public struct Proxy: Sendable {
        /// Port to listen on; 0 takes a free one.
        public var port = 0
        /// Where the certificate that clients are to trust is written, over a former file; nil is a new file in the folder
        /// for temporary files.
        public var certificateFile: String?
        /// `NAME:PASSWORD` that clients must give; nil asks for none.
        public var user: String?
        /// Unix seconds that certificates are made at: the clients' clock, not the emulator's, and thus this machine's.
        public var now: @Sendable () -> Double = { Date().timeIntervalSince1970 }

        /// A free port and a temporary file.
        public init() {}

        /// True where `authorization`, a client's Proxy-Authorization, names the user (RFC 7617).
        func admits(_ authorization: String?) -> Bool {
            guard let user else { return true }
            let words = (authorization ?? "").split(separator: " ")
            return words.count == 2 && words[0].lowercased() == "basic"
                && words[1] == Data(user.utf8).base64EncodedString()
        }
    }

    /// What a second CommitUpload of one session does; the service does not document it (vod-api 14, 22).
    public enum CommitRepeat: String, Hashable, Sendable, CaseIterable, Codable {
        /// Answers as the first time.
        case sameFileId
        /// Answers `InvalidParameterValue.VodSessionKey`.
        case invalidSessionKey
        /// Makes a second medium of the same objects.
        case newFileId
    }

    /// Key pairs that the API takes.
    public var accounts: [Account] = [.example]
    /// Number of the account: the id of its primary application, and the end of every bucket's name (vod-api 11).
    public var appId: UInt64 = 1_250_000_000
    /// Applications; the primary one, whose id is `appId`, is there even where not listed.
    public var applications: [EmulatedApplication] = [EmulatedApplication(id: 1_500_012_345)]
    /// True for an account opened since 2023-12-25: every call must name its application (vod-api 11).
    public var requireSubAppId = false
    /// Actions of the API that none of the accounts has a right to: `AuthFailure.UnauthorizedOperation` (vod-api 13.1).
    public var deniedToAccounts: Set<EmulatedAction> = []
    /// Roles that AssumeRole and AssumeRoleWithWebIdentity hand out keys of (vod-api 6.4).
    public var roles: [EmulatedRole] = [.example]
    /// Name of the role that is bound to this machine, for the metadata service; nil where none is (vod-api 6.4).
    public var machineRole: String?
    /// Seconds that a key of the machine's role lives.
    public var machineKeyLifetime: Double = 7_200
    /// Buckets beside those that ApplyUpload makes.
    public var buckets: [Bucket] = []
    /// Host names, with their ports where they have one, that stand for a bucket (COS custom domains).
    public var customDomains: [String: Bucket] = [:]

    /// Address to listen on.
    public var host = "127.0.0.1"
    /// Port to listen on; 0 takes a free one.
    public var port = 0
    /// The proxy; nil runs none.
    public var proxy: Proxy?
    /// Where objects are kept.
    public var storage = Storage.memory

    /// Seconds until a session's temporary credential expires; the samples of the service show two hours.
    public var sessionLifetime: Double = 7_200
    /// Seconds until a session can no longer be committed.
    public var sessionKeyLifetime: Double = 86_400
    /// False answers ApplyUpload with a null TempCertificate, so that the account's own key is used (vod-api 7).
    public var issuesTemporaryCredentials = true
    /// False answers ApplyUpload with an empty CoverStoragePath even where a cover was announced (vod-api 7).
    public var allotsCoverPaths = true
    /// Actions that a temporary credential may not do, even on its own keys.
    public var deniedToTemporaryCredentials: Set<EmulatedAction> = [.deleteObject]
    /// What a second CommitUpload does.
    public var commitRepeat = CommitRepeat.sameFileId
    /// True takes `MP4` for `mp4`; whether the service does is not known (vod-api 10).
    public var acceptsUpperCaseTypes = true
    /// True demands that host and every query parameter are signed (cos-api 5.3).
    public var strictSignatures = false
    /// True answers RequestLimitExceeded above the documented calls per second (vod-api 12).
    public var enforcesRateLimits = false
    /// Least bytes of a part that is not the last, judged when an upload is completed (cos-api 9).
    public var smallestPart = 1_048_576

    /// Seconds before each answer.
    public var latency: Double = 0
    /// Seconds that the emulator's clock is ahead of `now`.
    public var clockOffset: Double = 0
    /// Unix seconds of the clock: this machine's, unless a test gives another.
    public var now: @Sendable () -> Double = { Date().timeIntervalSince1970 }
    /// Waits so many seconds: for latency and for faults that wait.
    public var sleep: @Sendable (Double) async throws -> Void = { try await ContinuousClock().sleep(for: .seconds($0)) }
    /// Start of the generator behind ids, keys and file numbers: the same seed and requests give the same answers.
    public var seed: UInt64 = 1
    /// Faults from the start.
    public var faults = FaultPlan()

    /// One account, one application, memory, a free port.
    public init() {}
}
