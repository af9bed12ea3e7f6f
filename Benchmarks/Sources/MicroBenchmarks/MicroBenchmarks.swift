import Foundation

/// Does one thing COUNT times. Usage: MicroBenchmarks --list | MicroBenchmarks NAME COUNT FOLDER
///
/// `scripts/bench-check` counts the instructions of two runs with different counts; what they differ by is the thing itself,
/// without start and set-up. All of it is synchronous: valgrind does not survive a `main` that hands its thread to libdispatch.
@main
struct MicroBenchmarks {
    /// Sets up in a folder of its own and gives the thing to do; each time it is done its result must be used.
    typealias Case = @Sendable (_ folder: String) throws -> () throws -> Int

    static let cases: [String: Case] =
        ReadingCases.all.merging(SendingCases.all) { first, _ in first }.merging(JournalCases.all) { first, _ in first }

    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.count == 2, arguments[1] == "--list" {
            print(cases.keys.sorted().joined(separator: "\n"))
            return
        }
        guard arguments.count == 4, let setUp = cases[arguments[1]], let count = Int(arguments[2]) else {
            print("usage: MicroBenchmarks --list | MicroBenchmarks NAME COUNT FOLDER")
            exit(64)
        }
        let work = try setUp(arguments[3])
        var sum = 0
        for _ in 0..<count { sum &+= try work() }
        // Printed, so that nothing of the work can be left out.
        print(sum)
    }
}
