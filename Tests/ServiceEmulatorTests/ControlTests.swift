import Foundation
import Testing

@testable import ServiceEmulator

/// The control endpoint: faults, gates and the clock of an emulator that runs.
@Suite struct ControlTests {
    private struct ControlReply {
        var status: Int
        var fields: [String: JSONValue]
    }

    private func control(
        _ client: ServiceClient, _ method: String, _ path: String, _ json: String = ""
    ) async throws -> ControlReply {
        let body = Array(json.utf8)
        let reply = try await client.exchange(
            ["\(method) /_emulator/\(path) HTTP/1.1", "Host: 127.0.0.1", "Content-Length: \(body.count)"], body)
        return ControlReply(status: reply.status, fields: JSONValue.fields(reply.body) ?? [:])
    }

    private func counts(_ matched: UInt64, _ fired: UInt64) -> JSONValue {
        .list([
            .object(["name": .text("CommitUpload throttle"), "matched": .unsigned(matched), "fired": .unsigned(fired)])
        ])
    }

    @Test("a plan that is put strikes from then on, is counted, and is gone when it is deleted")
    func faults() async throws {
        try await emulating { emulator, client in
            let plan = #"{"rules": [{"on": "CommitUpload", "first": 1, "effect": "throttle"}]}"#
            let put = try await control(client, "PUT", "faults", plan)
            #expect(put.status == 200)
            #expect(put.fields == ["faults": counts(0, 0), "unfired": .list([.text("CommitUpload throttle")])])
            let commit = #"{"VodSessionKey": "x"}"#
            #expect(
                try await client.refusal("CommitUpload", commit)
                    == "RequestLimitExceeded: the limit of calls per second is exceeded")
            _ = try await client.refusal("CommitUpload", commit)
            #expect(
                try await control(client, "GET", "faults").fields == ["faults": counts(2, 1), "unfired": .list([])])
            #expect(
                try await control(client, "DELETE", "faults").fields == ["faults": .list([]), "unfired": .list([])])
            #expect(emulator.snapshot().faults.isEmpty)
        }
    }

    @Test("a plan that is none is refused with its reason, and the one in force stays")
    func malformed() async throws {
        try await emulating { _, client in
            _ = try await control(client, "PUT", "faults", #"{"rules": [{"effect": "gzip"}]}"#)
            let refused = try await control(client, "PUT", "faults", #"{"rules": [{"effect": "explode"}]}"#)
            #expect(refused.status == 400)
            #expect(refused.fields == ["error": .text("rule 1 has the unknown effect `explode`")])
            #expect(try await control(client, "GET", "faults").fields["unfired"] == .list([.text("any gzip")]))
        }
    }

    @Test("an expired token at a moment strikes once the clock that is moved has passed it")
    func clock() async throws {
        try await emulating { _, client in
            let session = try await client.apply()
            let plan = #"{"rules": [{"on": "PutObject", "after": 60, "effect": "expiredToken"}]}"#
            _ = try await control(client, "PUT", "faults", plan)
            #expect(try await client.store("PUT", session.mediaKey, session, body: [1]).status == 200)
            #expect(try await control(client, "POST", "clock", #"{"advance": 60}"#).status == 200)
            let reply = try await client.store("PUT", session.mediaKey, session, body: [1])
            #expect(ServiceClient.refusal(reply) == "400 ExpiredToken: the temporary key has expired")
            let refused = try await control(client, "POST", "clock", #"{"advance": "soon"}"#)
            #expect(refused.fields == ["error": .text(#"a clock is moved by `{"advance": SECONDS}`"#)])
        }
    }

    @Test("a gate is opened by its name")
    func gate() async throws {
        try await emulating { emulator, client in
            let session = try await client.apply()
            let plan = #"{"rules": [{"on": "PutObject", "effect": {"gate": {"name": "the door"}}}]}"#
            _ = try await control(client, "PUT", "faults", plan)
            async let reply = client.store("PUT", session.mediaKey, session, body: [1])
            try await emulator.requestsWait()
            #expect(try await control(client, "POST", "gates/the%20door").status == 200)
            let status = try await reply.status
            #expect(status == 200)
            #expect(try await control(client, "POST", "gates/").status == 400)
        }
    }

    @Test("other paths below the control endpoint are not found")
    func unknown() async throws {
        try await emulating { _, client in
            let unknown = try await control(client, "GET", "nothing")
            let misused = try await control(client, "POST", "snapshot")
            #expect(unknown.status == 404)
            #expect(misused.status == 404)
        }
    }
}
