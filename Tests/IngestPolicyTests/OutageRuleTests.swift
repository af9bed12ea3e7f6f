import IngestModel
import IngestPolicy
import Testing

@Suite struct OutageRuleTests {
    private static let silence = ServiceFault(
        code: "NetworkError", faultClass: .transient, message: "connection refused", attempts: 8)
    private static let error = ServiceFault(
        code: "InternalError", faultClass: .transient, message: "internal error", requestId: "r", attempts: 8)

    private func rule(answered: Duration...) -> OutageRule {
        var rule = OutageRule(patience: .seconds(900), start: .zero)
        for moment in answered { rule.answered(at: moment) }
        return rule
    }

    @Test("A service that is down is waited for, with growing pauses, until patience ends")
    func waits() {
        var rule = rule(answered: .seconds(10))
        func verdict(_ round: Int, _ now: Int) -> OutageRule.Verdict {
            rule.verdict(Self.silence, began: .seconds(20), round: round, alone: false, now: .seconds(now))
        }
        #expect(
            (1...5).map { verdict($0, 60) } == [
                .wait(.seconds(5)), .wait(.seconds(10)), .wait(.seconds(20)), .wait(.seconds(30)), .wait(.seconds(30)),
            ])
        #expect(verdict(9, 905) == .wait(.seconds(5)))
        #expect(verdict(9, 910) == .giveUp(.seconds(900)))
    }

    @Test(
        "A service that is down when the run begins is waited for from then on, an address whose name is unknown is not"
    )
    func downAtFirst() {
        var rule = rule()
        func verdict(_ fault: ServiceFault, _ now: Int) -> OutageRule.Verdict {
            rule.verdict(fault, began: .seconds(20), round: 1, alone: true, now: .seconds(now))
        }
        #expect(verdict(Self.silence, 60) == .wait(.seconds(5)))
        #expect(verdict(Self.silence, 900) == .giveUp(.seconds(900)))
        var nameless = Self.silence
        nameless.nameIsUnknown = true
        #expect(verdict(nameless, 60) == .faultStands)
        rule.answered(at: .seconds(10))
        #expect(verdict(nameless, 60) == .wait(.seconds(5)), "it had an address before")
    }

    @Test("A fault stands where the service did something for somebody since the request began")
    func stands() {
        var alive = rule(answered: .seconds(10), .seconds(30), .seconds(25))
        func verdict(_ fault: ServiceFault, began: Int) -> OutageRule.Verdict {
            alive.verdict(fault, began: .seconds(began), round: 1, alone: false, now: .seconds(60))
        }
        for fault in [Self.silence, Self.error] {
            #expect(verdict(fault, began: 29) == .faultStands)
            #expect(verdict(fault, began: 31) == .wait(.seconds(5)))
        }
    }

    @Test(
        "An error of the service's own that one request alone meets to the end is that request's, the next one's is not"
    )
    func alone() {
        var rule = rule(answered: .seconds(10))
        func verdict(_ fault: ServiceFault, alone: Bool) -> OutageRule.Verdict {
            rule.verdict(fault, began: .seconds(20), round: 9, alone: alone, now: .seconds(910))
        }
        #expect(verdict(Self.silence, alone: true) == .giveUp(.seconds(900)))
        #expect(verdict(Self.error, alone: false) == .giveUp(.seconds(900)))
        #expect(verdict(Self.error, alone: true) == .faultStands)
        #expect(verdict(Self.error, alone: true) == .giveUp(.seconds(900)))
    }

    @Test("For a single upload only a service that has answered and fell silent is waited for")
    func singleUpload() {
        var rule = OutageRule(patience: .seconds(900), start: .zero, scope: .upload)
        func verdict(_ fault: ServiceFault) -> OutageRule.Verdict {
            rule.verdict(fault, began: .seconds(20), round: 1, alone: true, now: .seconds(60))
        }
        #expect(verdict(Self.silence) == .faultStands)
        rule.answered(at: .seconds(10))
        #expect(verdict(Self.silence) == .wait(.seconds(5)))
        #expect(verdict(Self.error) == .faultStands)
    }

    @Test("What may come of a service that is down is waited for; a refusal, a rate limit and a proxy are not")
    func outage() {
        var rule = rule(answered: .zero)
        func verdict(_ code: String, _ faultClass: FaultClass, requestId: String? = nil) -> OutageRule.Verdict {
            rule.verdict(
                ServiceFault(code: code, faultClass: faultClass, message: "m", requestId: requestId),
                began: .seconds(1), round: 1, alone: true, now: .seconds(2))
        }
        for code in ["NetworkError", "HTTP500", "HTTP502", "HTTP503", "HTTP504", "Stalled", "BadAnswer"] {
            #expect(verdict(code, .transient) == .wait(.seconds(5)))
        }
        for code in ["InternalError", "ServiceUnavailable", "HTTP503"] {
            #expect(verdict(code, .transient, requestId: "r") == .wait(.seconds(5)))
        }
        #expect(verdict("SlowDown", .throttled) == .faultStands)
        #expect(verdict("AccessDenied", .rejected) == .faultStands)
        #expect(verdict("TLSError", .account) == .faultStands)
        #expect(verdict("ProxyError", .transient) == .faultStands)
    }
}
