import Diagnostics

/// Remembers texts by a 128-bit hash, and where each was first seen: 20 bytes for each, and little more while it grows,
/// because it grows piece by piece.
struct FirstSeen: Sendable {
    fileprivate struct Piece: Sendable {
        var high: [UInt64] = []
        var low: [UInt64] = []
        var places: [UInt32] = []
        var count = 0
    }

    private var pieces = [Piece](repeating: Piece(), count: 256)

    /// Where `digest` was seen before; nil, and `place` remembered, when it was not.
    mutating func insert(_ digest: Digest128, at place: PackedMark) -> PackedMark? {
        pieces[Int(digest.high >> 56)].insert(digest, place)
    }
}

extension FirstSeen.Piece {
    mutating func insert(_ digest: Digest128, _ place: PackedMark) -> PackedMark? {
        if (count + 1) * 8 > places.count * 7 { grow() }
        var slot = Self.slot(digest.low, places.count)
        while places[slot] != 0 {
            if low[slot] == digest.low, high[slot] == digest.high { return PackedMark(rawValue: places[slot]) }
            slot = slot + 1 == places.count ? 0 : slot + 1
        }
        set(slot, digest, place.rawValue)
        count += 1
        return nil
    }

    private mutating func set(_ slot: Int, _ digest: Digest128, _ place: UInt32) {
        high[slot] = digest.high
        low[slot] = digest.low
        places[slot] = place
    }

    private static func slot(_ low: UInt64, _ capacity: Int) -> Int {
        Int(low.multipliedFullWidth(by: UInt64(capacity)).high)
    }

    private mutating func grow() {
        let old = self
        let capacity = max(8, old.places.count + old.places.count / 4)
        high = [UInt64](repeating: 0, count: capacity)
        low = high
        places = [UInt32](repeating: 0, count: capacity)
        for index in old.places.indices where old.places[index] != 0 {
            let digest = Digest128(high: old.high[index], low: old.low[index])
            var slot = Self.slot(digest.low, capacity)
            while places[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
            set(slot, digest, old.places[index])
        }
    }
}

/// A line and a column in 32 bits; never 0. Columns beyond 63 and lines beyond 67 million are not kept.
struct PackedMark: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ mark: SourceMark) {
        let line = mark.line < 1 << 26 ? UInt32(mark.line) : 0
        let column = mark.column < 64 ? UInt32(mark.column) : 0
        // Line 0 column 63 is no place: it stands for "unknown", as 0 stands for an empty slot.
        rawValue = line == 0 ? 63 : line << 6 | column
    }

    /// The place; column 1 where the column was not kept, nil where the line was not.
    var mark: SourceMark? {
        guard rawValue >> 6 > 0 else { return nil }
        return SourceMark(line: Int(rawValue >> 6), column: max(1, Int(rawValue & 63)))
    }
}
