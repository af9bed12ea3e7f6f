import Diagnostics

/// Remembers texts by their hash, and where each was first seen.
///
/// Of a hash 40 bits are kept and those of `Check`: 8 bytes and a `Check` for each text. It grows piece by piece, and not all
/// pieces at once, so that it never needs its memory twice.
struct FirstSeen<Check: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var pieces = (0..<256).map { FirstSeenPiece<Check>(number: $0) }

    /// Where `digest` was seen before; nil, and `place` remembered, when it was not.
    mutating func insert(_ digest: Digest128, at place: PackedMark) -> PackedMark? {
        pieces[Int(digest.high >> 56)].insert(
            UInt32(truncatingIfNeeded: digest.low >> 32), Check(truncatingIfNeeded: digest.low), place)
    }
}

/// One of 256 tables with open addressing, chosen by the first byte of the hash.
private struct FirstSeenPiece<Check: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    /// A key above the place where it was seen: one look at the memory for both. 0 where the slot is free.
    private var slots: [UInt64] = []
    private var checks: [Check] = []
    private var count = 0
    /// Slots to begin with; another number for each of eight pieces, so that they grow at different times.
    private let leastCapacity: Int

    init(number: Int) { leastCapacity = 64 + number % 8 }

    mutating func insert(_ key: UInt32, _ check: Check, _ place: PackedMark) -> PackedMark? {
        if (count + 1) * 8 > slots.count * 7 { grow() }
        var slot = Self.slot(key, slots.count)
        while slots[slot] != 0 {
            if UInt32(slots[slot] >> 32) == key, checks[slot] == check {
                return PackedMark(rawValue: UInt32(truncatingIfNeeded: slots[slot]))
            }
            slot = slot + 1 == slots.count ? 0 : slot + 1
        }
        slots[slot] = UInt64(key) << 32 | UInt64(place.rawValue)
        checks[slot] = check
        count += 1
        return nil
    }

    private static func slot(_ key: UInt32, _ capacity: Int) -> Int { Int((UInt64(key) &* UInt64(capacity)) >> 32) }

    private mutating func grow() {
        let capacity = max(leastCapacity, slots.count + slots.count / 8)
        var newSlots = [UInt64](repeating: 0, count: capacity)
        var newChecks = [Check](repeating: 0, count: capacity)
        for index in slots.indices where slots[index] != 0 {
            var slot = Self.slot(UInt32(slots[index] >> 32), capacity)
            while newSlots[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
            newSlots[slot] = slots[index]
            newChecks[slot] = checks[index]
        }
        (slots, checks) = (newSlots, newChecks)
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
