/// Content for files.
public enum SeededBytes {
    /// `count` bytes that no other `seed` gives, the same each time, fewer being the beginning of more. Eight are made at a step, since
    /// tests ask for many megabytes.
    public static func make(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return [UInt8](unsafeUninitializedCapacity: count) { space, filled in
            let bytes = UnsafeMutableRawBufferPointer(space)
            while filled < count {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // The low bits of such a generator repeat soon.
                withUnsafeBytes(of: state ^ state >> 32) { word in
                    let some = min(word.count, count - filled)
                    bytes[filled..<filled + some].copyBytes(from: word[..<some])
                    filled += some
                }
            }
        }
    }
}
