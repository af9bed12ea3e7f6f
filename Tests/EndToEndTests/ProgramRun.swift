import Foundation
import IngestTestSupport
import Synchronization
import Testing

/// One run of a built program, its output read to the end.
struct ProgramRun {
    /// The code it exited with; for a signal, 128 + its number.
    let exitCode: Int32
    /// Standard output.
    let output: String
    /// Standard error.
    let errors: String
}

/// What a program has said so far, and who waits for more of it.
private final class HeardText: Sendable {
    private struct State {
        var text = ""
        var hasEnded = false
        var waiting: [(words: String, continuation: CheckedContinuation<Bool, Never>)] = []

        mutating func answered() -> [(CheckedContinuation<Bool, Never>, Bool)] {
            let answered = waiting.map { ($0.continuation, text.contains($0.words)) }
            guard !hasEnded else {
                waiting = []
                return answered
            }
            waiting.removeAll { text.contains($0.words) }
            return answered.filter(\.1)
        }
    }

    private let state = Mutex(State())

    /// Adds a piece; nil is the end.
    func hear(_ piece: String?) {
        let answered = state.withLock { state in
            if let piece { state.text += piece } else { state.hasEnded = true }
            return state.answered()
        }
        for (continuation, isSaid) in answered { continuation.resume(returning: isSaid) }
    }

    /// True once `words` are said; false at the end without them.
    func says(_ words: String) async -> Bool {
        await withCheckedContinuation { continuation in
            let answered = state.withLock { state in
                state.waiting.append((words, continuation))
                return state.answered()
            }
            for (continuation, isSaid) in answered { continuation.resume(returning: isSaid) }
        }
    }
}

/// A program of this package while it runs.
final class RunningProgram: Sendable {
    private let process: Process
    private let output: Task<Data, Never>
    private let errors: Task<Data, Never>
    private let said = HeardText()
    private let ended: AsyncStream<Void>

    /// The folder of the built programs: beside the test bundle.
    static let products: URL = {
        let bundle = URL(filePath: CommandLine.arguments[0]).standardizedFileURL
        var folder = bundle.deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "vod-ingest").path) {
            folder = folder.deletingLastPathComponent()
        }
        return folder
    }()

    /// The root of the repository.
    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What sanitizers are told by `make test-tsan` and `make test-asan`, for programs too.
    private static let sanitizers = ProcessInfo.processInfo.environment.filter {
        ["TSAN_OPTIONS", "ASAN_OPTIONS"].contains($0.key)
    }

    /// True in `make test-tsan` and `make test-asan`.
    static let isSanitized = !sanitizers.isEmpty

    /// Starts `program`, one of this package or an absolute path, in `folder`. Nothing of this process's environment reaches
    /// it but `PATH` and `HOME`, what sanitizers are told, and what `environment` adds.
    init(_ program: String, _ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws {
        process = Process()
        process.executableURL =
            program.hasPrefix("/") ? URL(filePath: program) : Self.products.appending(path: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TZ": "UTC"]
            .merging(Self.sanitizers) { $1 }.merging(environment) { $1 }
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        process.standardInput = FileHandle.nullDevice
        let (stream, end) = AsyncStream.makeStream(of: Void.self)
        ended = stream
        process.terminationHandler = { _ in end.finish() }
        let starter = process
        try Self.starting.withLock { _ in try starter.run() }
        output = Self.drain(out) { _ in }
        errors = Self.drain(err) { [said] in said.hear($0) }
    }

    /// One start at a time: two at once have crashed inside Foundation.
    private static let starting = Mutex(())

    /// Reads to the end and tells `hear` of each piece as it comes, of the end by nil.
    private static func drain(_ pipe: Pipe, hear: @escaping @Sendable (String?) -> Void) -> Task<Data, Never> {
        let reading = pipe.fileHandleForReading
        return Task {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    var data = Data()
                    while case let piece = reading.availableData, !piece.isEmpty {
                        data += piece
                        hear(String(decoding: piece, as: UTF8.self))
                    }
                    hear(nil)
                    continuation.resume(returning: data)
                }
            }
        }
    }

    /// Waits until it has said `words` on standard error.
    func says(_ words: String) async throws {
        try #require(await said.says(words), "it ended without saying `\(words)`")
    }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for its end.
    func end() async -> ProgramRun {
        for await _ in ended {}
        let code = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return ProgramRun(
            exitCode: code, output: String(decoding: await output.value, as: UTF8.self),
            errors: String(decoding: await errors.value, as: UTF8.self))
    }

    /// Runs `program` to its end.
    static func run(
        _ program: String = "vod-ingest", _ arguments: [String], in folder: URL, environment: [String: String] = [:]
    ) async throws -> ProgramRun {
        try await RunningProgram(program, arguments, in: folder, environment: environment).end()
    }
}

/// A folder of a test's own, removed when the test ends.
struct TestFolder {
    let url: URL

    static func with<R>(_ body: (TestFolder) async throws -> R) async throws -> R {
        let url = FileManager.default.temporaryDirectory.appending(path: "vod-ingest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: url) } catch { print("left behind: \(url.path)") }
        }
        return try await body(TestFolder(url: url))
    }

    /// Writes `text` to `name`.
    @discardableResult
    func write(_ text: String, to name: String) throws -> URL { try write(Array(text.utf8), to: name) }

    /// Writes `bytes` to `name`.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> URL {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file
    }

    /// `count` bytes that no other `seed` gives.
    static func bytes(_ count: Int, seed: UInt64) -> [UInt8] { SeededBytes.make(count, seed: seed) }

    /// Sets the modification time of `name`, seconds since 1970.
    func touch(_ name: String, _ seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: url.appending(path: name).path)
    }

    /// Runs `line` by a shell in this folder, with the built programs on the path.
    func shell(_ line: String) async throws -> ProgramRun {
        try await RunningProgram.run(
            "/bin/sh", ["-c", line], in: url,
            environment: ["PATH": "\(RunningProgram.products.path):/usr/bin:/bin"])
    }

    /// The text of `name`.
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }
}
