import Synchronization

/// One source of random numbers for many tasks.
public final class SharedRandom: Sendable {
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    /// Numbers of `generator`.
    public init(_ generator: sending any RandomNumberGenerator & Sendable) { self.generator = Mutex(generator) }

    /// What `body` makes of the generator, which no other task uses meanwhile.
    public func with<Result: Sendable>(_ body: (inout AnyGenerator) -> Result) -> Result {
        generator.withLock { generator in
            var open = AnyGenerator(generator)
            defer { generator = open.generator }
            return body(&open)
        }
    }

    /// A generator of any type as one of a known type.
    public struct AnyGenerator: RandomNumberGenerator {
        fileprivate var generator: any RandomNumberGenerator & Sendable

        fileprivate init(_ generator: any RandomNumberGenerator & Sendable) { self.generator = generator }

        /// The next number.
        public mutating func next() -> UInt64 { generator.next() }
    }
}
