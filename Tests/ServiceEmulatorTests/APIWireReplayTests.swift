import Synchronization
import Testing

@testable import ServiceEmulator

/// Calls that the provider's Python SDKs sent, byte for byte, against the emulator.
@Suite struct APIWireReplayTests {
    struct Scenario: CustomTestStringConvertible, Sendable {
        var name: String
        var token: String?
        var exchanges: [JSONValue]
        var testDescription: String { name }
    }

    static let scenarios: [Scenario] = {
        do {
            return try Vectors.object("apply-commit-wire.json")["scenarios"]?.list.map {
                Scenario(
                    name: $0["name"]?.text ?? "", token: $0["client"]?["token"]?.text,
                    exchanges: $0["exchanges"]?.list ?? [])
            } ?? []
        } catch {
            return []
        }
    }()

    /// Refusals that the calls deserve by themselves; all others that were recorded are the recorder's faults.
    static let deserved: [String: [Int: String]] = [
        "api-error-with-request-id": [0: "InvalidParameterValue.MediaType: invalid media type"],
        "error-with-charset-content-type": [1: "MissingParameter: the parameter `VodSessionKey` is missing"],
    ]

    @Test("every scenario is there")
    func count() { #expect(Self.scenarios.count == 27) }

    @Test("a recorded call is taken, or refused where it deserves it", arguments: scenarios)
    func replay(_ scenario: Scenario) async throws {
        try await emulating({ configuration in
            configuration.accounts = [
                .init(secretId: "AKIDEXAMPLE", secretKey: "SECRETKEYEXAMPLE", token: scenario.token)
            ]
            if scenario.name == "custom-storage-path" {
                configuration.applications = [EmulatedApplication(id: 1_500_012_345, mode: .fileIdAndPath)]
            }
        }) { emulator, client in
            prepare(emulator, scenario)
            for (index, exchange) in scenario.exchanges.enumerated() {
                let headers = (exchange["headers"]?.list ?? []).map(\.pair).map { "\($0.0): \($0.1)" }
                let head = [exchange["request_line"]?.text ?? ""] + headers
                let reply = try await client.exchange(head, Array((exchange["body"]?.text ?? "").utf8))
                let response = try ServiceClient.response(reply)
                #expect(ServiceClient.refusal(response) == Self.deserved[scenario.name]?[index])
                let recorded = exchange["server_answered"]?["body"]?["Response"]
                // Elsewhere the recorder answered from a script and not from the manifest.
                if case .list? = recorded?["MediaSegmentSet"], ["hls-single", "hls-master"].contains(scenario.name) {
                    #expect(response["MediaSegmentSet"] == recorded?["MediaSegmentSet"])
                }
            }
        }
    }

    /// Opens the session whose key the recorder gave, with its medium stored.
    private func prepare(_ emulator: Emulator, _ scenario: Scenario) {
        let isOfApplication = scenario.exchanges.contains { $0["body"]?.text?.contains("1500012345") == true }
        emulator.core.state.withLock { state in
            let session = UploadSession(
                key: "VODSESSIONKEYEXAMPLE1==", fields: [:], subAppId: isOfApplication ? 1_500_012_345 : 1_250_000_000,
                region: "ap-chongqing", bucket: "b-1250000000", mediaType: "mp4", mediaKey: "k", lapses: .infinity,
                fileId: "24820810452266399")
            state.model.sessions[session.key] = session
            state.model.buckets[session.bucket] = BucketState(region: session.region)
            state.model.buckets[session.bucket]?.objects["k"] = StoredObject(
                blobs: [], etag: "\"e\"", crc64: 0, metadata: [], storageClass: "STANDARD", modified: 0, partCount: 0)
        }
    }
}
