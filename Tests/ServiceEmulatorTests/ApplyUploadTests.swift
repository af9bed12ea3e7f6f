import Testing

@testable import ServiceEmulator

/// Rows of the API's checklist that concern ApplyUpload, on the model alone.
@Suite struct ApplyUploadTests {
    static func model(_ configure: (inout EmulatorConfiguration) -> Void = { _ in }) -> ServiceModel {
        var configuration = EmulatorConfiguration()
        configure(&configuration)
        return ServiceModel(configuration)
    }

    static func call(
        _ action: EmulatedAction, _ json: String, region: String? = "ap-guangzhou", now: Double = Double(testNow)
    ) -> APICall {
        APICall(action: action, fields: JSONValue.fields(Array(json.utf8)) ?? [:], region: region, now: now)
    }

    static func refusal(_ model: ServiceModel, _ call: APICall) -> String? {
        var model = model
        do {
            _ = try model.answer(call)
            return nil
        } catch {
            return "\(error.code): \(error.message)"
        }
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var json: String
        var refusal: String?
        var testDescription: String { json }
    }

    static let rows = [
        Row(json: #"{"MediaType": "mp4"}"#, refusal: nil),
        Row(json: #"{"MediaType": "mpd", "CoverType": "heif", "ClassId": -1, "ExtInfo": "x"}"#, refusal: nil),
        Row(json: #"{"MediaType": "MP4"}"#, refusal: nil),
        Row(json: #"{"MediaType": "jpg", "MediaName": null}"#, refusal: nil),
        Row(json: #"{"MediaType": "mp4", "SubAppId": 1500012345, "StorageRegion": "ap-guangzhou"}"#, refusal: nil),
        Row(json: #"{"MediaType": "mp4", "SubAppId": 1250000000, "Procedure": "LongVideoPreset"}"#, refusal: nil),
        Row(json: "{}", refusal: "MissingParameter: the parameter `MediaType` is missing"),
        Row(json: #"{"MediaType": null}"#, refusal: "MissingParameter: the parameter `MediaType` is missing"),
        Row(
            json: #"{"MediaType": "mp4", "ClientToken": "x"}"#,
            refusal: "UnknownParameter: the parameter `ClientToken` is not known"),
        Row(
            json: #"{"MediaType": "mp4", "mediaName": "x"}"#,
            refusal: "UnknownParameter: the parameter `mediaName` is not known"),
        Row(
            json: #"{"MediaType": 4}"#,
            refusal: "InvalidParameter: the parameter `MediaType` has a value of another type"),
        Row(
            json: #"{"MediaType": "mp4", "ClassId": "7"}"#,
            refusal: "InvalidParameter: the parameter `ClassId` has a value of another type"),
        Row(
            json: #"{"MediaType": "mp4", "ClassId": 7.5}"#,
            refusal: "InvalidParameter: the parameter `ClassId` has a value of another type"),
        Row(
            json: #"{"MediaType": "mp4", "ClassId": true}"#,
            refusal: "InvalidParameter: the parameter `ClassId` has a value of another type"),
        Row(
            json: #"{"MediaType": "mp4", "SubAppId": "1500012345"}"#,
            refusal: "InvalidParameter: the parameter `SubAppId` has a value of another type"),
        Row(json: #"{"MediaType": "test"}"#, refusal: "InvalidParameterValue.MediaType: invalid media type"),
        Row(json: #"{"MediaType": ""}"#, refusal: "InvalidParameterValue.MediaType: invalid media type"),
        Row(
            json: #"{"MediaType": "mp4", "CoverType": "mp4"}"#,
            refusal: "InvalidParameterValue.CoverType: invalid cover type"),
        Row(
            json: #"{"MediaType": "mp4", "SubAppId": 7}"#,
            refusal: "InvalidParameterValue.SubAppId: the application is not known"),
        Row(
            json: #"{"MediaType": "mp4", "StorageRegion": "ap-tokyo"}"#,
            refusal: "InvalidParameterValue.StorageRegion: the region is not enabled for the application"),
        Row(
            json: #"{"MediaType": "mp4", "ExpireTime": "2023-11-14T22:13:20Z"}"#,
            refusal: "InvalidParameter.ExpireTime: the time has passed"),
        Row(json: #"{"MediaType": "mp4", "ExpireTime": "2023-11-14T22:13:21Z"}"#, refusal: nil),
        Row(json: #"{"MediaType": "mp4", "ExpireTime": "9999-12-31T23:59:59Z"}"#, refusal: nil),
        Row(
            json: #"{"MediaType": "mp4", "ExpireTime": "2030-02-30T00:00:00Z"}"#,
            refusal: "InvalidParameterValue.ExpireTime: the time is not of the form YYYY-MM-DDThh:mm:ssZ"),
        Row(
            json: #"{"MediaType": "mp4", "ExpireTime": "2030-01-01T00:00:00+08:00"}"#,
            refusal: "InvalidParameterValue.ExpireTime: the time is not of the form YYYY-MM-DDThh:mm:ssZ"),
        Row(
            json: #"{"MediaType": "mp4", "MediaStoragePath": "/a/b.mp4"}"#,
            refusal: "InvalidParameterValue.MediaStoragePath: the application is not of the mode fileid+path"),
        Row(
            json: #"{"MediaType": "mp4", "SourceContext": "\#(String(repeating: "x", count: 251))"}"#,
            refusal: "InvalidParameterValue: `SourceContext` is longer than 250 characters"),
        Row(
            json: #"{"MediaType": "mp4", "SessionContext": "\#(String(repeating: "é", count: 1_001))"}"#,
            refusal: "InvalidParameterValue: `SessionContext` is longer than 1000 characters"),
    ]

    @Test("a request is taken or refused with its code", arguments: rows)
    func row(_ row: Row) {
        #expect(Self.refusal(Self.model(), Self.call(.applyUpload, row.json)) == row.refusal)
    }

    @Test("the access region is required")
    func region() {
        let call = Self.call(.applyUpload, #"{"MediaType": "mp4"}"#, region: nil)
        #expect(Self.refusal(Self.model(), call) == "MissingParameter: the header `X-TC-Region` is missing")
    }

    @Test("a new account must name its application")
    func newAccount() {
        let model = Self.model { $0.requireSubAppId = true }
        #expect(
            Self.refusal(model, Self.call(.applyUpload, #"{"MediaType": "mp4"}"#))
                == "UnauthorizedOperation: this account must name its application in `SubAppId`")
        #expect(Self.refusal(model, Self.call(.applyUpload, #"{"MediaType": "mp4", "SubAppId": 1250000000}"#)) == nil)
    }

    @Test("upper-case types can be refused")
    func upperCase() {
        let model = Self.model { $0.acceptsUpperCaseTypes = false }
        #expect(
            Self.refusal(model, Self.call(.applyUpload, #"{"MediaType": "MP4"}"#))
                == "InvalidParameterValue.MediaType: invalid media type")
    }

    @Test("the answer has a path with the coming FileId in it, and a cover's path with the next number")
    func answer() throws {
        var model = Self.model()
        let answer = try model.answer(Self.call(.applyUpload, #"{"MediaType": "MKV", "CoverType": "png"}"#))
        let path = try #require(answer["MediaStoragePath"]?.text)
        let session = try #require(answer["VodSessionKey"]?.text.flatMap { model.sessions[$0] })
        let number = try #require(UInt64(session.fileId))
        #expect(number > 1 << 53)
        #expect(answer["StorageBucket"] == .text("6c0f1c00vodcq1250000000-1250000000"))
        #expect(answer["StorageRegion"] == .text("ap-chongqing"))
        #expect(path == "/6c0f1c00vodcq1250000000/\(path.dropFirst(25).prefix(8))\(number)/f0.mkv")
        #expect(answer["CoverStoragePath"] == .text(String(path.dropLast("f0.mkv".count)) + "\(number + 1).png"))
        #expect(answer["TempCertificate"]?["ExpiredTime"] == .unsigned(UInt64(testNow + 7_200)))
        #expect(
            answer.keys.sorted() == [
                "CoverStoragePath", "MediaStoragePath", "StorageBucket", "StorageRegion", "TempCertificate",
                "VodSessionKey",
            ])
    }

    @Test("without a cover its path is empty, and without temporary credentials the certificate is null")
    func nulls() throws {
        var model = Self.model { $0.issuesTemporaryCredentials = false }
        let answer = try model.answer(Self.call(.applyUpload, #"{"MediaType": "mp4"}"#))
        #expect(answer["CoverStoragePath"] == .text(""))
        #expect(answer["TempCertificate"] == .null)
    }

    @Test("a path of the caller's choice is taken in its mode alone, and judged")
    func chosenPath() throws {
        var model = Self.model {
            $0.applications = [
                EmulatedApplication(id: 1_500_012_345, mode: .fileIdAndPath, storageRegions: ["ap-tokyo"])
            ]
        }
        func json(_ path: String) -> String {
            #"{"MediaType": "mp4", "SubAppId": 1500012345, "MediaStoragePath": "\#(path)"}"#
        }
        let answer = try model.answer(Self.call(.applyUpload, json("/shows/s01/e01.mp4")))
        #expect(answer["MediaStoragePath"] == .text("/shows/s01/e01.mp4"))
        #expect(answer["StorageRegion"] == .text("ap-tokyo"))
        let refusal = "InvalidParameterValue.MediaStoragePath: the path must begin with a slash and name a file"
        for path in ["shows/e.mp4", "/", "/a/", "//a.mp4", "/a/../b.mp4", "/./b.mp4", "", "/a\\u0001.mp4"] {
            #expect(Self.refusal(model, Self.call(.applyUpload, json(path))) == refusal, "\(path)")
        }
    }

    @Test("the same seed gives the same answers, another seed others")
    func seed() throws {
        func answers(_ seed: UInt64) throws -> [APICall.Answer] {
            var model = Self.model { $0.seed = seed }
            return try (0..<3).map { _ in try model.answer(Self.call(.applyUpload, #"{"MediaType": "mp4"}"#)) }
        }
        #expect(try answers(5) == answers(5))
        #expect(try answers(5) != answers(6))
        #expect(try Set(answers(5).map { $0["VodSessionKey"] }).count == 3)
    }
}
