import IngestModel
import IngestPolicy
import Testing

@Suite("BackupRule")
struct BackupRuleTests {
    @Test("Every status and no answer, before the last attempt and before an earlier one")
    func everyStatus() {
        for status in 100...599 {
            #expect(BackupRule.switchesAtOnce(status: status) == [301, 302, 307].contains(status))
            #expect(BackupRule.switches(status: status, beforeLastAttempt: true) == (status >= 500))
            #expect(!BackupRule.switches(status: status, beforeLastAttempt: false))
        }
        #expect(BackupRule.switches(status: nil, beforeLastAttempt: true))
        #expect(!BackupRule.switches(status: nil, beforeLastAttempt: false))
    }

    @Test("The most attempts of each class are those that verdicts allow", arguments: FaultClass.allCases)
    func mostAttempts(_ faultClass: FaultClass) {
        var random = SystemRandomNumberGenerator()
        for attempts in 1...8 {
            let policy = RetryPolicy(attempts: attempts)
            var made = 1
            while case .retry = policy.verdict(
                faultClass: faultClass, attempt: made, elapsed: .zero, retryAfter: nil, random: &random)
            { made += 1 }
            #expect(policy.mostAttempts(for: faultClass) == made)
        }
    }
}
