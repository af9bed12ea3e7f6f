import Checksums
import IngestTestSupport
import Testing

@Suite("CRC64.combine")
struct CRC64CombineTests {
    @Test("Every combination vector holds, lengths beyond 4 GiB included")
    func vectors() throws {
        let combinations = try CRC64Vectors.read().combine
        #expect(combinations.count == 14)
        for vector in combinations {
            let first = try #require(UInt64(vector.crc1))
            let second = try #require(UInt64(vector.crc2))
            let combined = CRC64.combine(first, second, lengthOfSecond: vector.len2)
            #expect(String(combined) == vector.combined, "\(vector.id)")
        }
    }

    @Test("The parts of a 25 MiB upload combine to the whole file's checksum")
    func multipart() throws {
        let multipart = try CRC64Vectors.read().multipart25MiB
        let bytes = CRC64Vectors.mod251(26_214_400)
        #expect(String(CRC64(bytes).value) == multipart.wholeCRC64)
        for parts in [multipart.parts1MiB, multipart.parts10MiB] {
            var offset = 0
            var whole: UInt64 = 0
            for part in parts {
                let sum = CRC64(bytes[offset..<offset + Int(part.length)]).value
                #expect(String(sum) == part.crc64, "part \(part.part) of \(parts.count)")
                whole = CRC64.combine(whole, sum, lengthOfSecond: part.length)
                offset += Int(part.length)
            }
            #expect(offset == bytes.count)
            #expect(String(whole) == multipart.wholeCRC64)
        }
    }

    @Test("combine(crc(a), crc(b)) is crc(a + b), for any a and b")
    func law() {
        var random = SplitMix64(seed: TestSeed.current)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...3_000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let combined = CRC64.combine(
                CRC64(bytes[..<cut]).value, CRC64(bytes[cut...]).value, lengthOfSecond: Int64(bytes.count - cut))
            #expect(combined == CRC64(bytes).value, "\(TestSeed.note), \(cut) of \(bytes.count)")
        }
    }

    @Test("Combining is associative at any length")
    func associative() {
        var random = SplitMix64(seed: TestSeed.current)
        for _ in 0..<500 {
            let (a, b, c) = (random.next(), random.next(), random.next())
            let lengthOfB = random.next() >> UInt64.random(in: 1...63, using: &random)
            let lengthOfC = random.next() >> UInt64.random(in: 1...63, using: &random)
            let left = CRC64.combine(
                CRC64.combine(a, b, lengthOfSecond: lengthOfB), c, lengthOfSecond: lengthOfC)
            let right = CRC64.combine(
                a, CRC64.combine(b, c, lengthOfSecond: lengthOfC), lengthOfSecond: lengthOfB + lengthOfC)
            #expect(left == right, "\(TestSeed.note)")
        }
    }

    @Test("The longest length does not trap")
    func longest() {
        #expect(CRC64.combine(0, 5, lengthOfSecond: UInt64.max) == 5)
        #expect(CRC64.combine(7, 0, lengthOfSecond: UInt64.max) != 7)
    }
}
