import Crypto

/// The signature of the VOD API: TC3-HMAC-SHA256 (vod-api 4).
public enum TC3Signer {
    /// The algorithm's name on the wire.
    public static let algorithm = "TC3-HMAC-SHA256"
    /// What is hashed in place of a body that is not signed.
    public static let unsignedPayload = "UNSIGNED-PAYLOAD"

    /// The key derived from a secret key for one UTC day and one service. It may be kept for that day.
    public struct DayKey: Sendable {
        /// Id of the secret key.
        public let secretId: String
        /// `YYYY-MM-DD`, UTC.
        public let date: String
        /// `vod`.
        public let service: String
        let key: SymmetricKey

        /// The key for the UTC day of `timestamp` (unix seconds).
        public init(secretId: String, secretKey: String, service: String, timestamp: Int64) {
            let date = TC3Signer.utcDate(timestamp)
            let dateKey = Self.code(SymmetricKey(data: Array("TC3\(secretKey)".utf8)), date)
            let serviceKey = Self.code(SymmetricKey(data: dateKey), service)
            self.secretId = secretId
            self.date = date
            self.service = service
            self.key = SymmetricKey(data: Self.code(SymmetricKey(data: serviceKey), "tc3_request"))
        }

        /// True while it signs requests of `timestamp`.
        public func covers(timestamp: Int64) -> Bool { date == TC3Signer.utcDate(timestamp) }

        var scope: String { "\(date)/\(service)/tc3_request" }

        static func code(_ key: SymmetricKey, _ message: String) -> [UInt8] {
            Array(HMAC<SHA256>.authenticationCode(for: Array(message.utf8), using: key))
        }
    }

    /// The hash of a body's exact bytes, lower-case hex.
    public static func hashedPayload(_ body: [UInt8]) -> String { Hex.sha256(body) }

    /// The hash of ``unsignedPayload``.
    public static func hashedUnsignedPayload() -> String { Hex.sha256(unsignedPayload.utf8) }

    /// What is signed for `request` at `timestamp` (unix seconds).
    public static func stringToSign(_ request: TC3CanonicalRequest, timestamp: Int64, key: DayKey) -> String {
        [algorithm, String(timestamp), key.scope, Hex.sha256(request.text.utf8)].joined(separator: "\n")
    }

    /// The value of the Authorization header. `key` must cover `timestamp`, which goes out as X-TC-Timestamp.
    public static func authorization(_ request: TC3CanonicalRequest, timestamp: Int64, key: DayKey) -> String {
        let signature = DayKey.code(key.key, stringToSign(request, timestamp: timestamp, key: key)).withUnsafeBytes(
            Hex.text)
        return
            "\(algorithm) Credential=\(key.secretId)/\(key.scope), SignedHeaders=\(request.signedHeaders), Signature=\(signature)"
    }

    /// The UTC calendar date of unix seconds, `YYYY-MM-DD`.
    ///
    /// Proleptic Gregorian, by days since 0000-03-01 so that the leap day is the last of its year; years 0 to 9999.
    public static func utcDate(_ timestamp: Int64) -> String {
        let days = Int64((Double(timestamp) / 86_400).rounded(.down)) + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
