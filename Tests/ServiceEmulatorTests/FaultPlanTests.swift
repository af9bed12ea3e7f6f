import Foundation
import Testing

@testable import ServiceEmulator

@Suite struct FaultPlanTests {
    @Test("rules match by action and key, each with its own count")
    func matching() {
        var injector = FaultInjector(
            FaultPlan([
                FaultRule(.putObject, keySuffix: ".ts", turn: .nth(2), effect: .throttle, name: "second segment"),
                FaultRule(turn: .first(1), effect: .closeBefore),
                FaultRule(.putObject, turn: .from(3), effect: .loseReply),
                FaultRule(.applyUpload, effect: .gzip),
            ]))
        #expect(injector.effects(.putObject, key: "a.ts") == [.closeBefore])
        #expect(injector.effects(.putObject, key: "a.mp4") == [])
        #expect(injector.effects(.putObject, key: "b.ts") == [.throttle, .loseReply])
        #expect(injector.effects(nil, key: "") == [])
        #expect(
            injector.tallies == [
                FaultCount(name: "second segment", matched: 2, fired: 1),
                FaultCount(name: "any closeBefore", matched: 4, fired: 1),
                FaultCount(name: "PutObject loseReply", matched: 3, fired: 1),
                FaultCount(name: "ApplyUpload gzip", matched: 0, fired: 0),
            ])
    }

    @Test("a probability hits about as often as it says, in the same places for the same seed")
    func probability() {
        func hits(_ probability: Double, seed: UInt64) -> [Bool] {
            var injector = FaultInjector(
                FaultPlan([FaultRule(turn: .probability(probability), effect: .throttle)], seed: seed))
            return (0..<1_000).map { _ in !injector.effects(.putObject, key: "k").isEmpty }
        }
        #expect(hits(0.2, seed: 7) == hits(0.2, seed: 7))
        #expect(hits(0.2, seed: 7) != hits(0.2, seed: 8))
        #expect((150...250).contains(hits(0.2, seed: 7).count { $0 }))
        #expect(hits(0, seed: 7).allSatisfy { !$0 })
        #expect(hits(1, seed: 7).allSatisfy { $0 })
    }

    @Test("a fault of a moment strikes from that moment on, by the emulator's clock since the plan was installed")
    func moment() {
        var injector = FaultInjector(
            FaultPlan([FaultRule(.putObject, turn: .after(seconds: 10), effect: .expiredToken)]), installedAt: 100)
        #expect(injector.effects(.putObject, key: "k", now: 109.9) == [])
        #expect(injector.effects(.putObject, key: "k", now: 110) == [.expiredToken])
        #expect(injector.effects(.putObject, key: "k", now: 111) == [.expiredToken])
        #expect(injector.tallies == [FaultCount(name: "PutObject expiredToken", matched: 3, fired: 2)])
    }

    @Test("a fault file is read")
    func json() throws {
        let text = #"""
            {"seed": 7, "rules": [
              {"name": "one", "on": "UploadPart", "keySuffix": ".mp4", "nth": 2,
               "effect": {"reply": {"status": 503, "code": "SlowDown", "message": "m"}}},
              {"on": "CommitUpload", "effect": "loseReply"},
              {"first": 3, "effect": {"delay": {"seconds": 0.5}}},
              {"from": 4, "effect": {"replyHTML": {"status": 502}}},
              {"every": true, "effect": {"hold": {"untilInFlight": 4}}},
              {"probability": 1, "effect": {"gate": {"name": "g"}}},
              {"effect": {"slowBody": {"bytesPerSecond": 10}}},
              {"effect": {"stall": {"afterBodyBytes": 11}}},
              {"effect": {"closeInBody": {"afterBytes": 12}}},
              {"effect": {"cutReply": {"afterBytes": 13}}},
              {"effect": {"errorInside200": {"code": "InternalError"}}},
              {"effect": {"commitRepeat": {"answer": "newFileId"}}},
              {"after": 3600, "effect": "expiredToken"},
              {"effect": {"alterFields": {"null": ["TempCertificate"], "empty": ["A", "B.C"]}}},
              {"effect": {"redirect": {"status": 307, "location": "/x"}}}
            ]}
            """#
        let plan = try FaultPlan(json: Array(text.utf8))
        #expect(
            plan
                == FaultPlan(
                    [
                        FaultRule(
                            .uploadPart, keySuffix: ".mp4", turn: .nth(2),
                            effect: .reply(status: 503, code: "SlowDown", message: "m"), name: "one"),
                        FaultRule(.commitUpload, effect: .loseReply),
                        FaultRule(turn: .first(3), effect: .delay(seconds: 0.5)),
                        FaultRule(turn: .from(4), effect: .replyHTML(status: 502)),
                        FaultRule(turn: .every, effect: .hold(untilInFlight: 4)),
                        FaultRule(turn: .probability(1), effect: .gate("g")),
                        FaultRule(effect: .slowBody(bytesPerSecond: 10)),
                        FaultRule(effect: .stall(afterBodyBytes: 11)),
                        FaultRule(effect: .closeInBody(afterBytes: 12)),
                        FaultRule(effect: .cutReply(afterBytes: 13)),
                        FaultRule(effect: .errorInside200(code: "InternalError")),
                        FaultRule(effect: .commitRepeat(.newFileId)),
                        FaultRule(turn: .after(seconds: 3600), effect: .expiredToken),
                        FaultRule(effect: .alterFields(null: ["TempCertificate"], empty: ["A", "B.C"])),
                        FaultRule(effect: .redirect(status: 307, location: "/x")),
                    ], seed: 7))
    }

    @Test("every effect without values is read by its name")
    func names() throws {
        let withValues: Set<FaultEffect.Kind> = [
            .reply, .replyHTML, .delay, .hold, .gate, .slowBody, .stall, .closeInBody, .cutReply, .errorInside200,
            .commitRepeat, .redirect,
        ]
        for kind in FaultEffect.Kind.allCases where !withValues.contains(kind) {
            let plan = try FaultPlan(json: Array(#"{"rules": [{"effect": "\#(kind.rawValue)"}]}"#.utf8))
            #expect(plan.rules.map(\.effect.kind) == [kind])
        }
    }

    @Test(
        "what is wrong in a fault file is said",
        arguments: [
            ("[]", "the fault file is not a JSON object"),
            ("{}", "the fault file has no list `rules`"),
            (#"{"rules": [], "sead": 1}"#, "the fault file has the unknown field `sead`"),
            (#"{"rules": [1]}"#, "rule 1 is not an object"),
            (#"{"rules": [{}]}"#, "rule 1 has no `effect`"),
            (#"{"rules": [{"effect": "explode"}]}"#, "rule 1 has the unknown effect `explode`"),
            (
                #"{"rules": [{"effect": "gzip"}, {"on": "Put", "effect": "gzip"}]}"#,
                "rule 2 names the unknown action `Put`"
            ),
            (
                #"{"rules": [{"nth": 1, "every": true, "effect": "gzip"}]}"#,
                "rule 1 has more than one of `nth`, `first`, `from`, `after`, `every`, `probability`"
            ),
            (#"{"rules": [{"nth": "1", "effect": "gzip"}]}"#, "rule 1 has a `nth` that is not a whole number"),
            (#"{"rules": [{"effect": {"reply": {"status": 1}}}]}"#, "`reply` of rule 1 has no `code`"),
            (#"{"rules": [{"effect": "delay"}]}"#, "`delay` of rule 1 has no number `seconds`"),
            (
                #"{"rules": [{"effect": {"alterFields": {"null": [1]}}}]}"#,
                "`alterFields` of rule 1 has a `null` that is not a list of texts"
            ),
            (#"{"rules": [{"effect": {"gzip": {"x": 1}}}]}"#, "`gzip` of rule 1 has the unknown field `x`"),
            (
                #"{"rules": [{"effect": {"commitRepeat": {"answer": "x"}}}]}"#,
                "`commitRepeat` of rule 1 has the unknown answer `x`"
            ),
        ])
    func malformed(_ text: String, _ message: String) {
        #expect(throws: FaultPlan.Malformed(description: message)) { try FaultPlan(json: Array(text.utf8)) }
    }
}
