import HummingbirdCore
import Synchronization

extension RequestHandler {
    /// Where a virtual machine finds the keys of its role (vod-api 6.4).
    static let machineFolder = "/latest/meta-data/cam/security-credentials/"

    /// Answers a request to the metadata service: the name of the machine's role, or, below its name, a key of it.
    func handleMachine(_ request: Request, _ raw: RawRequest, _ writer: consuming ResponseWriter) async throws {
        let effects = core.begin(.machineCredentials, bucket: "", key: "")
        defer { core.end(.machineCredentials, bucket: "", key: "") }
        if effects.has(.closeBefore) { throw ConnectionEnds() }
        try await core.wait(effects)
        try await write(machineReply(raw, effects), effects, to: writer)
    }

    private func machineReply(_ raw: RawRequest, _ effects: RequestEffects) -> WireReply {
        if let reply = effects.gatewayReply { return reply }
        if let injected = effects.apiRefusal {
            let fields: JSONValue = .object(["Code": .text(injected.refusal.code)])
            return Self.json(fields, status: injected.status, date: core.now)
        }
        guard raw.method == "GET" else { return Self.text("method not allowed", status: 405) }
        guard raw.rawQuery.isEmpty, let role = core.configuration.machineRole,
            raw.rawPath.hasPrefix(Self.machineFolder)
        else { return Self.text("not found", status: 404) }
        switch raw.rawPath.dropFirst(Self.machineFolder.count) {
        case "": return Self.text(role, status: 200)
        case role[...]:
            let now = core.now
            let key = core.state.withLock { $0.model.machineCredentials(now: now) }
            let fields: JSONValue = .object([
                "TmpSecretId": .text(key.account.secretId), "TmpSecretKey": .text(key.account.secretKey),
                "Token": .text(key.account.token ?? ""), "ExpiredTime": .unsigned(UInt64(max(0, key.expires))),
                "Expiration": .text(CivilTime(unix: Int(key.expires)).iso), "Code": .text("Success"),
            ])
            return Self.json(fields, date: now)
        default: return Self.text("not found", status: 404)
        }
    }

    private static func text(_ text: String, status: Int) -> WireReply {
        WireReply(status: status, headers: [("Content-Type", "text/plain")], body: .bytes(Array(text.utf8)))
    }
}
