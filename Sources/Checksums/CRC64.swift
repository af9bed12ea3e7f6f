private import CISAL

/// CRC-64/XZ, the checksum that COS keeps beside every object and part (cos-api 8.1): polynomial 0x42F0E1EBA9EA3693,
/// reflected, initial value and final xor all ones. No bytes have the value 0.
public struct CRC64: Hashable, Sendable {
    /// The checksum of the bytes seen so far. On the wire (`x-cos-hash-crc64ecma`) it stands as an unsigned decimal number.
    public private(set) var value: UInt64 = 0

    /// The checksum of no bytes.
    public init() {}

    /// The checksum of `bytes`.
    public init(_ bytes: some Collection<UInt8>) { update(bytes) }

    /// Goes on after bytes whose checksum was `value`.
    public init(resuming value: UInt64) { self.value = value }

    /// Adds `bytes`.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        // An empty buffer may have no address, and ISA-L takes none for granted.
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty else { return }
        // ISA-L inverts the seed and its result itself, so the running value is the checksum at every moment.
        value = crc64_ecma_refl(value, start, UInt64(bytes.count))
    }

    /// Adds `bytes`; without a copy where they lie in one piece.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
        if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }
}
