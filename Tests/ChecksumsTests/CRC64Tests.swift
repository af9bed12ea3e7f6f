import Checksums
import IngestTestSupport
import Testing

@Suite("CRC64")
struct CRC64Tests {
    @Test("Every vector's bytes have the vector's checksum")
    func vectors() throws {
        let cases = try CRC64Vectors.read().cases
        #expect(cases.count == 24)
        for vector in cases {
            let bytes = try vector.bytes()
            #expect(bytes.count == vector.length, "\(vector.id)")
            #expect(String(CRC64(bytes).value) == vector.crc64Decimal, "\(vector.id)")
        }
    }

    @Test("It is the reflected variant and not plain ECMA-182")
    func variant() {
        #expect(CRC64("123456789".utf8).value == 0x995D_C9BB_DF19_39FA)
    }

    @Test("Any chunking gives the same checksum")
    func chunking() {
        var random = SplitMix64(seed: TestSeed.current)
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...5_000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var pieces = CRC64()
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 0...700, using: &random))
                pieces.update(piece)
                rest = rest.dropFirst(piece.count)
            }
            #expect(pieces.value == CRC64(bytes).value, "\(TestSeed.note)")
        }
    }

    @Test("An empty buffer without an address changes nothing")
    func emptyBuffer() {
        var sum = CRC64("abc".utf8)
        let before = sum
        sum.update(UnsafeRawBufferPointer(start: nil, count: 0))
        sum.update([])
        #expect(sum == before)
    }

    @Test("A collection without contiguous storage is summed as well")
    func scattered() {
        #expect(CRC64((0...255).lazy.map { UInt8($0) }).value == CRC64(Array(0...255)).value)
    }

    @Test("A checksum can be taken up again from its value")
    func resuming() {
        var sum = CRC64(resuming: CRC64("1234".utf8).value)
        sum.update("56789".utf8)
        #expect(sum.value == CRC64("123456789".utf8).value)
    }
}
