import Foundation
import Testing

@testable import IngestCommands

@Suite struct AtomicFileTests {
    /// Runs `body` with a folder of its own.
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("atomic-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        try body(folder)
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("The old file stays until the new one is whole, and nothing is left beside it")
    func replaces() throws {
        try withFolder { folder in
            let path = folder.appendingPathComponent("report.csv").path
            try Data("old".utf8).write(to: URL(fileURLWithPath: path))
            let file = try AtomicFile(path: path)
            try file.write(Array("new ".utf8))
            try file.write(Array("report\n".utf8))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            try file.commit()
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new report\n")
            #expect(try names(folder) == ["report.csv"])
        }
    }

    @Test("A file that is given up leaves nothing")
    func givenUp() throws {
        try withFolder { folder in
            let file = try AtomicFile(path: folder.appendingPathComponent("report.csv").path)
            try file.write(Array("half".utf8))
            file.discard()
            file.discard()
            #expect(try names(folder) == [])
        }
    }

    @Test("A link that lies where the draft is to be is removed, not written through")
    func plantedLink() throws {
        try withFolder { folder in
            let other = folder.appendingPathComponent("other").path
            try Data("kept".utf8).write(to: URL(fileURLWithPath: other))
            let draft = folder.appendingPathComponent(".report.csv.\(getpid()).partial").path
            try FileManager.default.createSymbolicLink(atPath: draft, withDestinationPath: other)
            let file = try AtomicFile(path: folder.appendingPathComponent("report.csv").path)
            try file.write(Array("report".utf8))
            try file.commit()
            #expect(try String(contentsOfFile: other, encoding: .utf8) == "kept")
            #expect(try names(folder) == ["other", "report.csv"])
        }
    }

    @Test("What cannot be written says which file and why")
    func fault() throws {
        try withFolder { folder in
            let path = folder.appendingPathComponent("none/report.csv").path
            let fault = #expect(throws: AtomicFile.Fault.self) { _ = try AtomicFile(path: path) }
            #expect(fault?.description == "cannot write `\(path)`: No such file or directory")

            let taken = folder.appendingPathComponent("taken").path
            try FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: true)
            let second = #expect(throws: AtomicFile.Fault.self) {
                let file = try AtomicFile(path: taken)
                try file.commit()
            }
            #expect(second?.description == "cannot write `\(taken)`: Is a directory")
            #expect(try names(folder) == ["taken"])
        }
    }
}
