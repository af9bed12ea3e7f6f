/// A 128-bit hash that is the same in every run. Not for secrets: nobody gains by making two entries of one's own job collide.
struct Digest128: Hashable, Sendable {
    private(set) var high: UInt64
    private(set) var low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The hash of nothing.
    init() { self.init(high: 0x9E37_79B9_7F4A_7C15, low: 0xD1B5_4A32_D192_ED03) }

    /// Takes 64 bits: two lanes of folded 128-bit products that feed each other.
    mutating func add(_ word: UInt64) {
        let first = (high ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        let second = (low &+ word ^ 0x8EBC_6AF0_9C88_C6E3).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        high = first.high ^ first.low ^ second.low
        low = second.high ^ second.low ^ (first.high << 32 | first.high >> 32)
    }

    /// Takes a text and its length, so that two texts in a row never equal two others.
    mutating func add(_ text: String?) {
        guard var text else {
            add(UInt64.max)
            return
        }
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        while position + 8 <= bytes.count {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
            position += 8
        }
        if position < bytes.count {
            var word: UInt64 = 0
            for byte in bytes[position...] { word = word << 8 | UInt64(byte) }
            add(word)
        }
        add(UInt64(bytes.count))
    }
}
