import Foundation
import IngestModel
import TencentWire
import Testing

@Suite("FaultCatalogue")
struct FaultCatalogueTests {
    struct ListedCode: Sendable, CustomTestStringConvertible {
        var columns: [String]
        var testDescription: String { columns.joined(separator: " ") }

        static func read(_ name: String) -> [ListedCode] {
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
            guard let text = String(data: FileManager.default.contents(atPath: file.path) ?? Data(), encoding: .utf8)
            else { return [] }
            return text.split(separator: "\n").map {
                ListedCode(columns: $0.split(separator: "\t").map(String.init))
            }
        }
    }

    static let vodCodes = ListedCode.read("vod-fault-codes.tsv")
    static let cosCodes = ListedCode.read("cos-fault-codes.tsv")

    /// Where the class is finer than the verdict says.
    static let vodExceptions: [String: FaultClass] = [
        "AuthFailure.SignatureExpire": .clock, "InvalidParameterValue.VodSessionKey": .expired,
        "InvalidParameterValue.AppId": .account,
    ]

    @Test("The fixtures list 105 and 66 codes")
    func fixturesAreWhole() {
        #expect(Self.vodCodes.count == 105)
        #expect(Self.cosCodes.count == 66)
    }

    @Test("Every listed code of the API has a row of its own, in the class of its verdict", arguments: vodCodes)
    func vodRow(_ listed: ListedCode) throws {
        let (code, verdict) = (listed.columns[0], listed.columns[1])
        #expect(FaultCatalogue.vod.contains { $0.code == code })
        let found = FaultCatalogue.classify(vodCode: code)
        if let exception = Self.vodExceptions[code] {
            #expect(found == exception)
            return
        }
        let allowed: [String: Set<FaultClass>] = [
            "T": code.hasPrefix("RequestLimitExceeded") ? [.throttled] : [.transient], "N": [.rejected],
            "C": [.account], "?": [.uncertain], "N/C": [.rejected, .account],
        ]
        #expect(try #require(allowed[verdict]).contains(found))
    }

    @Test("Every listed code of the store has a row of its own, in a class of its verdict", arguments: cosCodes)
    func cosRow(_ listed: ListedCode) throws {
        let (status, code) = (try #require(Int(listed.columns[0].prefix(3))), listed.columns[1])
        let message = listed.columns[2] == "-" ? nil : listed.columns[2]
        let found = FaultCatalogue.classify(cosCode: code == "-" ? nil : code, status: status, message: message)
        if code != "-" { #expect(FaultCatalogue.cos.contains { $0.code == code }) }
        let allowed: [String: Set<FaultClass>] = [
            "yes": [.transient, .throttled, .uncertain], "no": [.rejected, .account],
            "fix": [.rejected, .expired, .clock], "depends": [.rejected],
        ]
        #expect(try #require(allowed[listed.columns[3]]).contains(found))
    }

    @Test("No code has two rows, and each names its source")
    func rowsAreUnique() {
        for rows in [FaultCatalogue.vod, FaultCatalogue.cos] {
            #expect(Set(rows.map(\.code)).count == rows.count)
            #expect(rows.allSatisfy { $0.source.hasPrefix("vod-api 13.") || $0.source == "cos-api 10.2" })
        }
    }

    @Test("Rate limits wait longer than other trouble")
    func throttled() {
        #expect(FaultCatalogue.classify(vodCode: "RequestLimitExceeded.UinLimitExceeded") == .throttled)
        #expect(FaultCatalogue.classify(cosCode: "SlowDown", status: 503, message: nil) == .throttled)
        #expect(FaultCatalogue.classify(status: 429) == .throttled)
    }

    @Test("An unlisted code of the API is judged by its family, else rejected")
    func unlistedVOD() {
        #expect(FaultCatalogue.classify(vodCode: "InternalError.SomethingNew") == .transient)
        #expect(FaultCatalogue.classify(vodCode: "AuthFailure.SomethingNew") == .account)
        #expect(FaultCatalogue.classify(vodCode: "InvalidParameterValue.SomethingNew") == .rejected)
        #expect(FaultCatalogue.classify(vodCode: "SomethingNew") == .rejected)
        #expect(FaultCatalogue.classify(vodCode: "") == .rejected)
    }

    @Test("An unlisted code or none is judged by its status: 4xx rejected, 5xx transient", arguments: [nil, "New"])
    func unlistedCOS(code: String?) {
        #expect(FaultCatalogue.classify(cosCode: code, status: 418, message: nil) == .rejected)
        #expect(FaultCatalogue.classify(cosCode: code, status: 599, message: nil) == .transient)
        #expect(FaultCatalogue.classify(cosCode: code, status: 302, message: nil) == .rejected)
        #expect(FaultCatalogue.classify(cosCode: code, status: 408, message: nil) == .transient)
    }

    @Test("An error in an answer with status 200 is the service's own trouble, a listed one keeps its class")
    func errorInSuccess() {
        #expect(FaultCatalogue.classify(cosCode: "New", status: 200, message: nil) == .transient)
        #expect(FaultCatalogue.classify(cosCode: "EntityTooSmall", status: 200, message: nil) == .rejected)
        #expect(FaultCatalogue.noAnswer == .transient)
    }

    @Test("AccessDenied is the clock's only when its message says that the request has expired")
    func accessDenied() {
        let expired = "Request has expired"
        #expect(FaultCatalogue.classify(cosCode: "AccessDenied", status: 403, message: expired) == .clock)
        #expect(FaultCatalogue.classify(cosCode: "AccessDenied", status: 403, message: "Access Denied.") == .rejected)
        #expect(FaultCatalogue.classify(cosCode: "NoSuchKey", status: 404, message: expired) == .rejected)
    }
}
