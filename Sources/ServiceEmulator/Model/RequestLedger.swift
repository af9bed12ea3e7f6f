/// Counts what comes in.
struct RequestLedger: Sendable {
    /// Calls a second that the API takes where it enforces a limit (vod-api 12).
    private static let rates: [EmulatedAction: Int] = [
        .applyUpload: 100, .commitUpload: 100, .parseStreamingManifest: 20, .describeMediaInfos: 100, .searchMedia: 100,
        .deleteMedia: 100, .modifyMediaInfo: 100, .describeSubAppIds: 100, .describeStorageRegions: 100,
    ]

    private(set) var requests: [String: Int] = [:]
    private(set) var refusals: [String: Int] = [:]
    private(set) var lastRefused: [String: String] = [:]
    private(set) var uploadsInFlight = 0
    private(set) var peakUploads = 0
    private var uploadsByKey: [String: Int] = [:]
    private(set) var peakByKey: [String: Int] = [:]
    var bytesReceived = 0
    private var callsOfSecond: [EmulatedAction: (second: Int, calls: Int)] = [:]

    /// A request has begun; `place` is `BUCKET/KEY`.
    mutating func begin(_ action: EmulatedAction?, place: String) {
        requests[action?.rawValue ?? "other", default: 0] += 1
        guard let action, action.isUpload else { return }
        uploadsInFlight += 1
        peakUploads = max(peakUploads, uploadsInFlight)
        let ofKey = uploadsByKey[place, default: 0] + 1
        uploadsByKey[place] = ofKey
        peakByKey[place] = max(peakByKey[place] ?? 0, ofKey)
    }

    /// The answer of a request has been written, or its connection is gone.
    mutating func end(_ action: EmulatedAction?, place: String) {
        guard let action, action.isUpload else { return }
        uploadsInFlight -= 1
        let ofKey = uploadsByKey[place, default: 1] - 1
        uploadsByKey[place] = ofKey == 0 ? nil : ofKey
    }

    /// The request `requestId` was refused with `code`.
    mutating func refuse(_ code: String, requestId: String) {
        refusals[code, default: 0] += 1
        lastRefused[code] = requestId
    }

    /// Counts a call within its second; false where it is one too many.
    mutating func isWithinRate(_ action: EmulatedAction, now: Double) -> Bool {
        guard let rate = Self.rates[action] else { return true }
        let second = Int(now)
        let calls = callsOfSecond[action].flatMap { $0.second == second ? $0.calls : nil } ?? 0
        callsOfSecond[action] = (second, calls + 1)
        return calls < rate
    }
}
