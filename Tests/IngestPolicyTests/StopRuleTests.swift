import IngestModel
import IngestPolicy
import Testing

@Suite("StopRule")
struct StopRuleTests {
    @Test("Without limits nothing but the account stops a run")
    func noLimits() {
        var rule = StopRule(failures: nil, failureRate: nil)
        for _ in 0..<1_000 { #expect(rule.note(.failed, faultClass: .rejected) == nil) }
        #expect(rule.note(.failed, faultClass: .account) == .account)
    }

    @Test("The last allowed failure stops the run, and it stays stopped")
    func failures() {
        var rule = StopRule(failures: 3, failureRate: nil)
        #expect(rule.note(.failed) == nil)
        #expect(rule.note(.succeeded) == nil)
        #expect(rule.note(.unknown) == nil)
        #expect(rule.note(.failed) == .failures(3))
        #expect(rule.note(.succeeded) == .failures(3))
        #expect(rule.note(.failed, faultClass: .account) == .failures(3))
        #expect(rule.finished == 6)
        #expect(rule.failed == 4)
    }

    @Test("The share of failures counts from the smallest sample on")
    func failureRate() {
        var rule = StopRule(failures: nil, failureRate: 0.5)
        for _ in 0..<19 { #expect(rule.note(.failed) == nil) }
        #expect(rule.note(.failed) == .failureRate(failed: 20, finished: 20))
    }

    @Test("Skipped and pending entries neither dilute the share nor fill the sample")
    func skippedDoNotCount() {
        var rule = StopRule(failures: nil, failureRate: 0.5, minimumSample: 4)
        for _ in 0..<100 { #expect(rule.note(.skipped) == nil) }
        #expect(rule.note(.succeeded) == nil)
        #expect(rule.note(.succeeded) == nil)
        #expect(rule.note(.failed) == nil)
        #expect(rule.note(.pending) == nil)
        #expect(rule.note(.failed) == .failureRate(failed: 2, finished: 4))
    }

    @Test("Each reason is a sentence")
    func sentences() {
        #expect(StopReason.failures(1).description == "stopped after 1 failed entry (`stop.failures`)")
        #expect(StopReason.failures(100).description == "stopped after 100 failed entries (`stop.failures`)")
        #expect(
            StopReason.failureRate(failed: 20, finished: 31).description
                == "stopped as 20 of 31 finished entries had failed (`stop.failureRate`)")
        #expect(
            StopReason.account.description == "stopped because the service refused the credentials or the account")
    }
}
