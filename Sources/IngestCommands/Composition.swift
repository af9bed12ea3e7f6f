import Foundation
import HTTPTransport

/// What the machine gives, in one place: time, randomness, the environment, the working folder. All else has it handed in.
struct Composition: Sendable {
    /// The environment.
    let environment: EnvironmentVariables
    /// The folder in which the program was started; absolute.
    let workingFolder: String
    /// Unix seconds.
    let now: @Sendable () -> Double
    /// A new id: 128 random bits.
    let newID: @Sendable () -> String
    /// Measures spans and waits.
    let clock: EventLoopClock
    /// A source of randomness.
    let random: @Sendable () -> SystemRandomNumberGenerator

    /// This process on this machine.
    static func ofThisProcess() -> Composition {
        Composition(
            environment: .ofThisProcess(), workingFolder: FileManager.default.currentDirectoryPath,
            now: { Date().timeIntervalSince1970 }, newID: { UUID().uuidString.lowercased() },
            clock: EventLoopClock(), random: { SystemRandomNumberGenerator() })
    }
}
