import Foundation
import Testing

/// Job files that would take all memory, through the real program with less of it than they would need.
@Suite(.disabled(if: RunningProgram.isSanitized, "a sanitizer's own memory is above the limit that these tests set"))
struct JobHazardTests {
    /// Of address space, in KiB; the program itself takes about a third.
    private static let memory = "ulimit -v 800000"

    private func refusal(_ writer: String, in folder: TestFolder) async throws -> [String] {
        let run = try await folder.shell(
            "{ \(writer); } 2>writer.log | { \(Self.memory); vod-ingest validate --no-files --format json -; }")
        #expect(run.exitCode == 2, "\(run.errors)")
        return try run.output.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return "\(object?["line"] as? Int ?? 0) \(object?["code"] as? String ?? "")"
        }
    }

    @Test(
        "A value of 1 GiB is refused while it comes in, quoted, plain and in a block",
        arguments: ["name: \\\"", "name: ", "name: |\\n  ", "media:\\n  - '"])
    func longValue(_ beginning: String) async throws {
        try await TestFolder.with { folder in
            let found = try await refusal(
                "printf \"version: 1\\n\(beginning)\"; head -c 1073741824 /dev/zero | tr '\\0' x", in: folder)
            #expect(found.count == 1)
            #expect(found.first?.hasSuffix(" job.too-long") == true, "\(found)")
        }
    }

    @Test("A value of 1 GiB in a file is refused")
    func longValueInFile() async throws {
        try await TestFolder.with { folder in
            let run = try await folder.shell(
                "{ printf 'version: 1\\nname: \"'; head -c 1073741824 /dev/zero | tr '\\0' x; } > big.yaml; "
                    + "\(Self.memory); vod-ingest validate --no-files --format json big.yaml")
            #expect(run.exitCode == 2)
            #expect(
                run.output.hasPrefix(
                    "{\"code\":\"job.too-long\",\"severity\":\"error\",\"file\":\"big.yaml\",\"line\":2,"))
        }
    }

    @Test("A stream without end is refused, whatever it repeats", arguments: ["y", "- a", "[", "#", "a: &a [", "{? "])
    func endless(_ line: String) async throws {
        try await TestFolder.with { folder in
            let found = try await refusal("yes -- '\(line)'", in: folder)
            #expect(!found.isEmpty)
        }
    }

    @Test("Lists nested 100,000 deep, and aliases of aliases of aliases")
    func bombs() async throws {
        try await TestFolder.with { folder in
            #expect(
                try await refusal("printf 'version: 1\\nmedia: '; yes '[' | head -n 100000", in: folder)
                    == ["101 job.too-deep"])
            var bomb = "version: 1\ndefaults: &d0 { Procedure: p }\n"
            for level in 1...60 { bomb += "k\(level): &d\(level) { <<: [*d\(level - 1), *d\(level - 1)] }\n" }
            try folder.write(bomb + "media: [a.mp4]\n", to: "bomb.yaml")
            let found = try await refusal("cat bomb.yaml", in: folder)
            #expect(found.last?.hasSuffix("job.alias-budget") == true, "\(found)")
        }
    }
}
