/// A set of row keys, 64 to a word: those of one job lie close together, so that a million take a few hundred KiB.
struct KeySet {
    private var words: [Int64: UInt64] = [:]

    mutating func insert(_ key: Int64) { words[key >> 6, default: 0] |= Self.bit(key) }

    func contains(_ key: Int64) -> Bool { (words[key >> 6] ?? 0) & Self.bit(key) != 0 }

    private static func bit(_ key: Int64) -> UInt64 { 1 << UInt64(key & 63) }
}
