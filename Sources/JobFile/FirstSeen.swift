import Diagnostics

/// Remembers texts by their hash, and where each was first seen.
///
/// Of a hash 72 bits are kept and those of `Check`: 12 bytes and a `Check` for each text. It grows piece by piece, so that
/// it never needs its memory twice.
struct FirstSeen<Check: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var pieces = [FirstSeenPiece<Check>](repeating: FirstSeenPiece(), count: 256)

    /// Where `digest` was seen before; nil, and `place` remembered, when it was not.
    mutating func insert(_ digest: Digest128, at place: PackedMark) -> PackedMark? {
        pieces[Int(digest.high >> 56)].insert(digest.low, Check(truncatingIfNeeded: digest.high), place)
    }
}

/// One of 256 tables with open addressing, chosen by the first byte of the hash.
private struct FirstSeenPiece<Check: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var keys: [UInt64] = []
    private var checks: [Check] = []
    /// 0 where the slot is free.
    private var places: [UInt32] = []
    private var count = 0

    mutating func insert(_ key: UInt64, _ check: Check, _ place: PackedMark) -> PackedMark? {
        if (count + 1) * 8 > places.count * 7 { grow() }
        var slot = Self.slot(key, places.count)
        while places[slot] != 0 {
            if keys[slot] == key, checks[slot] == check { return PackedMark(rawValue: places[slot]) }
            slot = slot + 1 == places.count ? 0 : slot + 1
        }
        set(slot, key, check, place.rawValue)
        count += 1
        return nil
    }

    private mutating func set(_ slot: Int, _ key: UInt64, _ check: Check, _ place: UInt32) {
        keys[slot] = key
        checks[slot] = check
        places[slot] = place
    }

    private static func slot(_ key: UInt64, _ capacity: Int) -> Int {
        Int(key.multipliedFullWidth(by: UInt64(capacity)).high)
    }

    private mutating func grow() {
        let old = self
        let capacity = max(8, old.places.count + old.places.count / 4)
        keys = [UInt64](repeating: 0, count: capacity)
        checks = [Check](repeating: 0, count: capacity)
        places = [UInt32](repeating: 0, count: capacity)
        for index in old.places.indices where old.places[index] != 0 {
            var slot = Self.slot(old.keys[index], capacity)
            while places[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
            set(slot, old.keys[index], old.checks[index], old.places[index])
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
