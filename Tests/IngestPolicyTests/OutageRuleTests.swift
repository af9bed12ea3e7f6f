import IngestModel
import IngestPolicy
import Testing

@Suite struct OutageRuleTests {
    private static let silence = ServiceFault(
        code: "NetworkError", faultClass: .transient, message: "connection refused", attempts: 8)

    private func rule(answered: Duration?...) -> OutageRule {
        var rule = OutageRule(patience: .seconds(900))
        for case let moment? in answered { rule.answered(at: moment) }
        return rule
    }

    @Test("A service that answered before is waited for, with growing pauses, until patience ends")
    func waits() {
        let rule = rule(answered: .seconds(10))
        let pauses = (1...5).map { rule.verdict(Self.silence, began: .seconds(20), round: $0, now: .seconds(60)) }
        #expect(
            pauses == [
                .wait(.seconds(5)), .wait(.seconds(10)), .wait(.seconds(20)), .wait(.seconds(30)), .wait(.seconds(30)),
            ])
        #expect(rule.verdict(Self.silence, began: .seconds(20), round: 9, now: .seconds(905)) == .wait(.seconds(5)))
        #expect(
            rule.verdict(Self.silence, began: .seconds(20), round: 9, now: .seconds(910)) == .giveUp(.seconds(900)))
    }

    @Test("A fault stands where the service never answered, or answered somebody since the request began")
    func stands() {
        #expect(rule().verdict(Self.silence, began: .seconds(20), round: 1, now: .seconds(60)) == .faultStands)
        let alive = rule(answered: .seconds(10), .seconds(30), .seconds(25))
        #expect(alive.verdict(Self.silence, began: .seconds(29), round: 1, now: .seconds(60)) == .faultStands)
        #expect(alive.verdict(Self.silence, began: .seconds(31), round: 1, now: .seconds(60)) == .wait(.seconds(5)))
    }

    @Test("Only silence is waited for: a gateway that finds nobody is, a refusal and the service's own error are not")
    func silence() {
        let rule = rule(answered: .zero)
        func verdict(_ code: String, _ faultClass: FaultClass, requestId: String? = nil) -> OutageRule.Verdict {
            rule.verdict(
                ServiceFault(code: code, faultClass: faultClass, message: "m", requestId: requestId),
                began: .seconds(1), round: 1, now: .seconds(2))
        }
        for code in ["NetworkError", "HTTP502", "HTTP503", "HTTP504"] {
            #expect(verdict(code, .transient) == .wait(.seconds(5)))
        }
        #expect(verdict("InternalError", .transient, requestId: "r") == .faultStands)
        #expect(verdict("HTTP503", .transient, requestId: "r") == .faultStands)
        #expect(verdict("SlowDown", .throttled) == .faultStands)
        #expect(verdict("AccessDenied", .rejected) == .faultStands)
        #expect(verdict("TLSError", .account) == .faultStands)
        #expect(verdict("Stalled", .transient) == .faultStands)
    }
}
