import Foundation

/// A small seeded generator: the same seed gives the same run.
struct SplitMix64: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// Takes the seed from VOD_INGEST_SEED, where a failed run's seed can be given back.
    static func fromEnvironment() -> SplitMix64 {
        let text = ProcessInfo.processInfo.environment["VOD_INGEST_SEED"]
        return SplitMix64(seed: text.flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
