import IngestPolicy
import Testing

@Suite("PlanEstimate")
struct PlanEstimateTests {
    private func estimate(
        _ load: PlanEstimate.Load, bandwidth: Int64? = nil, rate: Double? = nil
    ) -> PlanEstimate {
        PlanEstimate(load, limits: .init(global: 10, perFile: 2, bandwidth: bandwidth, requestRate: rate))
    }

    @Test("Many small files are bound by the uploads in flight")
    func concurrency() {
        let small = estimate(.init(requests: 1_000, bytes: 0))
        #expect(small.duration == .seconds(10))
        #expect(small.bound == .concurrency)
        #expect(estimate(.init(requests: 0, bytes: 800 << 20)).duration == .seconds(10))
    }

    @Test("A bandwidth limit, a request limit and one huge file bind where they take longest")
    func bounds() {
        let bytes = estimate(.init(requests: 10, bytes: 1_000_000), bandwidth: 1_000)
        #expect(bytes.duration == .seconds(1_000))
        #expect(bytes.bound == .bandwidth)
        let requests = estimate(.init(requests: 1_000, bytes: 0), rate: 2)
        #expect(requests.duration == .seconds(500))
        #expect(requests.bound == .requestRate)
        let file = estimate(.init(requests: 10, bytes: 160 << 20, largestFile: 160 << 20))
        #expect(file.duration == .seconds(10))
        #expect(file.bound == .largestFile)
    }

    @Test("Nothing to do takes no time, and senseless limits do not trap")
    func edges() {
        #expect(estimate(.init(requests: 0, bytes: 0), bandwidth: 0, rate: 0).duration == .zero)
        let none = PlanEstimate(.init(requests: 10, bytes: 0), limits: .init(global: 0, perFile: 0))
        #expect(none.duration == .seconds(1))
    }
}
