/// What a service model holds beside its rules, in a form that can be put away and taken up again: an emulator that is
/// restarted on its folder knows its sessions, uploads and media as the service does.
struct ServiceBooks: Sendable, Codable {
    private var random: SeededGenerator
    private var buckets: [String: BucketState]
    private var sessions: [String: UploadSession]
    private var sessionOfCredential: [String: String]
    private var media: [CommittedMedium]
    private var edited: [String: MediumDetails]
    private var deleted: Set<String>
    private var abortedUploads: [UploadSummary]
    private var duplicateCommits: Int
    private var openSessions: Int
    private var peakOpenSessions: Int
    private var nextNumber: UInt64
    /// The number of the blob that is written next.
    private(set) var nextBlob: UInt64

    /// The books of `model`, whose bytes are kept under numbers below `nextBlob`.
    init(_ model: ServiceModel, nextBlob: UInt64) {
        random = model.random
        buckets = model.buckets
        sessions = model.sessions
        sessionOfCredential = model.sessionOfCredential
        media = model.media
        edited = model.edited
        deleted = model.deleted
        abortedUploads = model.abortedUploads
        duplicateCommits = model.duplicateCommits
        openSessions = model.openSessions
        peakOpenSessions = model.peakOpenSessions
        nextNumber = model.nextNumber
        self.nextBlob = nextBlob
    }

    /// Has `model` go on from these books.
    func restore(_ model: inout ServiceModel) {
        model.random = random
        model.buckets.merge(buckets) { $1 }
        model.sessions = sessions
        model.sessionOfCredential = sessionOfCredential
        model.media = media
        model.edited = edited
        model.deleted = deleted
        model.abortedUploads = abortedUploads
        model.duplicateCommits = duplicateCommits
        model.openSessions = openSessions
        model.peakOpenSessions = peakOpenSessions
        model.nextNumber = nextNumber
    }
}
