import Foundation
import FuzzEntries
import IngestTestSupport
import Testing

@Suite("Inputs of the fuzz targets")
struct ReplayTests {
    /// The files of `Fuzz/folder/target`, sorted by name.
    private static func inputs(_ folder: String, _ target: FuzzTarget) throws -> [URL] {
        let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Fuzz/\(folder)/\(target.rawValue)").standardizedFileURL
        guard FileManager.default.fileExists(atPath: place.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    @Test("What once broke a reader breaks it no more", arguments: FuzzTarget.allCases)
    func failCases(_ target: FuzzTarget) throws {
        for input in try Self.inputs("FailCases", target) {
            let bytes = [UInt8](try Data(contentsOf: input))
            #expect(target.violations(of: bytes) == [], "\(input.lastPathComponent)")
        }
    }

    @Test("Every seed holds, and so does every mutant of it", arguments: FuzzTarget.allCases)
    func seeds(_ target: FuzzTarget) throws {
        let seeds = try Self.inputs("Seeds", target)
        #expect(!seeds.isEmpty)
        var random = SplitMix64(seed: TestSeed.current)
        for seed in seeds {
            let bytes = [UInt8](try Data(contentsOf: seed))
            #expect(target.violations(of: bytes) == [], "\(seed.lastPathComponent)")
            for round in 0..<20 {
                let found = target.violations(of: Self.mutant(of: bytes, &random))
                #expect(found == [], "round \(round) of \(seed.lastPathComponent); \(TestSeed.note)")
            }
        }
    }

    /// `bytes` with a few stretches overwritten, removed or repeated.
    private static func mutant(of bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !result.isEmpty {
            let start = Int.random(in: 0..<result.count, using: &random)
            let end = min(result.count, start + Int.random(in: 1...8, using: &random))
            let stretch =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: [UInt8](repeating: UInt8.random(in: 0...255, using: &random), count: end - start)
                case 1: [UInt8]()
                default: Array(result[start..<end] + result[start..<end])
                }
            result.replaceSubrange(start..<end, with: stretch)
        }
        return result
    }
}
