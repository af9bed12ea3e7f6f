import Foundation

/// SplitMix64: a run's seed is printed with a failure and can be set by VOD_INGEST_SEED.
struct Seed: RandomNumberGenerator {
    let start: UInt64
    private var state: UInt64

    init() {
        start =
            ProcessInfo.processInfo.environment["VOD_INGEST_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: .min ... .max)
        state = start
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
