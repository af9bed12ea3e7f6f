import IngestModel
import IngestPolicy
import IngestTestSupport
import Testing

private let mebibyte: Int64 = 1 << 20
private let gibibyte: Int64 = 1 << 30

@Suite("PartPlanner")
struct PartPlannerTests {
    private func layout(
        _ size: Int64, _ setting: JobSettings.PartSize = .auto, from: Int64 = 16 * mebibyte
    ) throws(PartPlanner.Refusal) -> PartLayout? {
        try PartPlanner.layout(size: size, setting: setting, multipartFrom: from)
    }

    @Test("A file below the threshold is one PUT, one at it is cut")
    func threshold() throws {
        #expect(try layout(0) == nil)
        #expect(try layout(16 * mebibyte - 1) == nil)
        #expect(try layout(16 * mebibyte) == PartLayout(partSize: 8 * mebibyte, count: 2))
        #expect(try layout(1, from: 0) == PartLayout(partSize: 8 * mebibyte, count: 1))
        #expect(try layout(0, from: 0) == nil)
    }

    @Test("A file too large for one PUT is cut whatever the threshold")
    func forcedMultipart() throws {
        #expect(try layout(5 * gibibyte, from: .max) == nil)
        #expect(try layout(5 * gibibyte + 1, from: .max) == PartLayout(partSize: 8 * mebibyte, count: 641))
    }

    @Test("Automatic parts grow with the file as the table says")
    func automatic() throws {
        #expect(try layout(1_000 * 8 * mebibyte) == PartLayout(partSize: 8 * mebibyte, count: 1_000))
        #expect(try layout(1_000 * 8 * mebibyte + 1) == PartLayout(partSize: 9 * mebibyte, count: 889))
        #expect(try layout(1_000 * 64 * mebibyte) == PartLayout(partSize: 64 * mebibyte, count: 1_000))
        #expect(try layout(10_000 * 64 * mebibyte) == PartLayout(partSize: 64 * mebibyte, count: 10_000))
        #expect(try layout(10_000 * 64 * mebibyte + 1) == PartLayout(partSize: 65 * mebibyte, count: 9_847))
        #expect(try layout(PartPlanner.largestObject) == PartLayout(partSize: 5 * gibibyte, count: 10_000))
    }

    @Test("An explicit part size is rounded up to whole MiB and grows where 10,000 parts would not do")
    func explicit() throws {
        #expect(try layout(100 * mebibyte, .bytes(10_000_000)) == PartLayout(partSize: 10 * mebibyte, count: 10))
        let wished = JobSettings.PartSize.bytes(mebibyte)
        let grown = try #require(try layout(20_000 * mebibyte, wished))
        #expect(grown == PartLayout(partSize: 2 * mebibyte, count: 10_000))
        #expect(PartPlanner.isGrown(grown, beyond: wished))
        #expect(!PartPlanner.isGrown(grown, beyond: .auto))
        #expect(!PartPlanner.isGrown(PartLayout(partSize: 10 * mebibyte, count: 10), beyond: .bytes(10_000_000)))
    }

    @Test("What the service would refuse is refused here, with a sentence")
    func refusals() {
        let tooLarge = PartPlanner.largestObject + 1
        #expect(throws: PartPlanner.Refusal.fileTooLarge(tooLarge)) { try layout(tooLarge) }
        #expect(throws: PartPlanner.Refusal.fileTooLarge(.max)) { try layout(.max) }
        for size in [0, -1, mebibyte - 1, 5 * gibibyte + 1, .max] {
            #expect(throws: PartPlanner.Refusal.partSizeOutOfBounds(size)) { try layout(1, .bytes(size)) }
        }
        #expect(
            PartPlanner.Refusal.fileTooLarge(tooLarge).description
                == "a file of 53687091200001 bytes is larger than the largest object, 53687091200000 bytes")
        #expect(
            PartPlanner.Refusal.partSizeOutOfBounds(7).description
                == "a part size of 7 bytes is outside 1048576 to 5368709120 bytes")
    }

    @Test("Any layout covers the file without gap or overlap, within the service's bounds")
    func covers() throws {
        var random = SplitMix64(seed: TestSeed.current)
        for _ in 0..<300 {
            // Uniform in the exponent, so that small files come up as often as the largest.
            let size = min(
                PartPlanner.largestObject, Int64(random.next() >> UInt64.random(in: 17...60, using: &random)))
            let setting: JobSettings.PartSize =
                Bool.random(using: &random)
                ? .auto : .bytes(Int64.random(in: mebibyte...(64 * mebibyte), using: &random))
            guard let layout = try layout(size, setting) else {
                #expect(size < 16 * mebibyte, "\(TestSeed.note), size \(size)")
                continue
            }
            #expect((1...PartNumber.highest).contains(layout.count), "\(TestSeed.note), size \(size)")
            #expect((mebibyte...(5 * gibibyte)).contains(layout.partSize), "\(TestSeed.note), size \(size)")
            #expect(layout.partSize % mebibyte == 0, "\(TestSeed.note), size \(size)")
            var end: Int64 = 0
            for number in 1...layout.count {
                let range = layout.range(of: try #require(PartNumber(rawValue: number)), size: size)
                guard range.lowerBound == end, !range.isEmpty, number == layout.count || range.count == layout.partSize
                else {
                    Issue.record("part \(number) is \(range): \(TestSeed.note), size \(size)")
                    break
                }
                end = range.upperBound
            }
            #expect(end == size, "\(TestSeed.note), size \(size)")
        }
    }
}
