import Diagnostics
import IngestTestSupport
import Testing

@testable import JobFile

@Suite("FirstSeen")
struct FirstSeenTests {
    @Test("A hundred thousand texts are told apart, and each is found again at its first place")
    func insert() {
        var seen = FirstSeen<UInt32>()
        var narrow = FirstSeen<UInt16>()
        let digest = { (number: Int) in
            var digest = Digest128()
            digest.add("films/\(number).mp4")
            return digest
        }
        let place = { (number: Int) in PackedMark(SourceMark(line: number + 1, column: 5)) }
        for number in 0..<100_000 {
            #expect(seen.insert(digest(number), at: place(number)) == nil)
            #expect(narrow.insert(digest(number), at: place(number)) == nil)
        }
        for number in stride(from: 0, to: 100_000, by: 997) {
            #expect(seen.insert(digest(number), at: place(0)) == place(number))
            #expect(narrow.insert(digest(number), at: place(0)) == place(number))
        }
    }

    @Test("A place survives packing; a column too far right becomes the first, a line too far down is forgotten")
    func packing() {
        let pack = { (line: Int, column: Int) in PackedMark(SourceMark(line: line, column: column)).mark }
        #expect(pack(1, 1) == SourceMark(line: 1, column: 1))
        #expect(pack(67_108_863, 63) == SourceMark(line: 67_108_863, column: 63))
        #expect(pack(7, 64) == SourceMark(line: 7, column: 1))
        #expect(pack(67_108_864, 1) == nil)
    }

    @Test("Texts in a row have another hash than other texts in a row with the same letters")
    func digests() {
        let hash = { (texts: [String?]) in
            var digest = Digest128()
            for text in texts { digest.add(text) }
            return digest
        }
        let rows: [[String?]] = [
            ["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["abc", nil], ["", "abc"], [nil, "abc"], ["abc\0"],
            ["abcdefgh"],
            ["abcdefgh\0"], ["abcdefg", "h"], [], [""], [nil], ["", ""],
        ]
        #expect(Set(rows.map(hash)).count == rows.count)
        #expect(hash(["ab", "c"]) == hash(["ab", "c"]))
    }

    @Test("A changed bit changes about half of the hash")
    func spread() {
        var random = SplitMix64(seed: TestSeed.current)
        var changed = 0
        for _ in 0..<1000 {
            let word = random.next()
            var left = Digest128()
            var right = Digest128()
            left.add(word)
            right.add(word ^ 1 << UInt64.random(in: 0..<64, using: &random))
            left.add(UInt64(1))
            right.add(UInt64(1))
            changed += (left.low ^ right.low).nonzeroBitCount + (left.high ^ right.high).nonzeroBitCount
        }
        #expect((60_000...68_000).contains(changed), "\(TestSeed.note)")
    }
}
