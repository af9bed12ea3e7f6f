import IngestPolicy
import Testing

@Suite struct RetryBudgetTests {
    @Test("A run may repeat as many requests as its budget has, and one more for each that comes through")
    func budget() {
        var budget = RetryBudget(size: 3)
        func take(_ count: Int) -> [Bool] { (0..<count).map { _ in budget.take() } }
        #expect(take(4) == [true, true, true, false])
        budget.putBack()
        #expect(take(2) == [true, false])
        for _ in 0..<9 { budget.putBack() }
        #expect(budget.left == 3, "it never grows beyond its size")
        #expect(RetryBudget().left == 500)
    }

    @Test("Where every fifth request fails the budget is never noticed; where two of three do, it ends")
    func share() {
        var mild = RetryBudget()
        var isNoticed = false
        for index in 0..<100_000 {
            if index % 5 == 0 { isNoticed = !mild.take() || isNoticed } else { mild.putBack() }
        }
        #expect(!isNoticed)
        var harsh = RetryBudget()
        let refused = (0..<3_000).first { index in
            if index % 3 == 0 {
                harsh.putBack()
                return false
            }
            return !harsh.take()
        }
        #expect(refused == 1_499)
    }
}
