import Foundation

/// A small seeded generator for property tests (Steele, Lea, Flood 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The generator that always gives the same numbers for `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The seed of this run's property tests: VOD_INGEST_SEED, or a new one.
public enum TestSeed {
    /// The seed. A failing test names it, so that the same run can be made again.
    public static let current: UInt64 =
        ProcessInfo.processInfo.environment["VOD_INGEST_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 1...UInt64.max)

    /// What a failing test prints.
    public static var note: String { "run again with VOD_INGEST_SEED=\(current)" }
}
