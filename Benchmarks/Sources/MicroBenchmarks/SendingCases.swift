import Checksums
import IngestPolicy
import RequestSigning

/// What every request passes: checksum, signature, limits.
enum SendingCases {
    static let all: [String: MicroBenchmarks.Case] = [
        "crc64-1-mib": { _ in
            let bytes = [UInt8](repeating: 0xA5, count: 1 << 20)
            return { Int(truncatingIfNeeded: CRC64(bytes).value) }
        },
        "crc64-combine": { _ in
            {
                Int(
                    truncatingIfNeeded: CRC64.combine(
                        0x1234_5678_9ABC_DEF0, 0x0FED_CBA9_8765_4321, lengthOfSecond: Int64(8_388_608)))
            }
        },
        "sign-store-request": { _ in storeSignature },
        "sign-api-request": { _ in
            let key = TC3Signer.DayKey(
                secretId: "AKIDbench", secretKey: "secretsecretsecretsecretsecret00", service: "vod",
                timestamp: 1_782_864_000)
            return { apiSignature(key) }
        },
        "limits-64-uploads": { _ in limits },
    ]

    @Sendable private static func storeSignature() -> Int {
        let request = COSCanonicalRequest(
            method: "PUT", path: "/6c0f1c00vodgzp251000333/dee2125c24820810452266399/segments/segment-00001.ts",
            parameters: [],
            headers: [
                NamedValue("Content-Type", "video/mp2t"), NamedValue("Content-Length", "65536"),
                NamedValue("Host", "sink-1250000000.cos.ap-guangzhou.myqcloud.com"),
                NamedValue("x-cos-security-token", String(repeating: "t", count: 512)),
            ])
        return COSSigner.authorization(
            request, secretId: "AKIDbench", secretKey: "secretsecretsecretsecretsecret00",
            window: COSSigner.Window(around: 1_782_864_000, keyExpiresAt: nil)
        ).utf8.count
    }

    private static func apiSignature(_ key: TC3Signer.DayKey) -> Int {
        let body = Array(#"{"MediaType":"mp4","MediaName":"Film number 7","SubAppId":1500012345}"#.utf8)
        let request = TC3CanonicalRequest(
            method: "POST",
            headers: [NamedValue("Content-Type", "application/json"), NamedValue("Host", "vod.tencentcloudapi.com")],
            hashedPayload: TC3Signer.hashedPayload(body))
        return TC3Signer.authorization(request, timestamp: 1_782_864_000, key: key).utf8.count
    }

    /// 64 uploads of eight files pass a ledger with room for 32, 5 of a file.
    @Sendable private static func limits() -> Int {
        var ledger = LimitLedger(global: 32, entries: 16)
        var granted: [TicketID] = []
        for number in 0..<64 {
            granted += ledger.request(
                TicketID(rawValue: UInt64(number)), .upload(file: FileKey(rawValue: UInt64(number % 8)), limit: 5))
        }
        var next = 0
        while next < granted.count {
            granted += ledger.release(granted[next])
            next += 1
        }
        return granted.count
    }
}
