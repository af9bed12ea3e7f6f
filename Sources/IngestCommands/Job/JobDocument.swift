import Foundation
import IngestModel
import JobFile

/// A job file on disk or on standard input.
///
/// It is read twice: once for its digest, once to be judged; a file that changed between is refused.
struct JobDocument {
    /// As the user named it; `-` for standard input.
    let path: String
    /// The folder it lies in, absolute; for standard input the working folder.
    let folder: String
    /// The job's name where nothing says another: the file's name without its ending.
    let name: String
    /// SHA-256 of its bytes, hex.
    let digest: String
    private let bytes: JobBytes

    /// Finds the job file `path`.
    init(path: String, workingFolder: String) throws(CommandEnd) {
        self.path = path
        let parent = PathText.folder(of: path)
        if path == "-" || parent.isEmpty {
            folder = path.hasPrefix("/") ? "/" : workingFolder
        } else {
            folder = parent.hasPrefix("/") ? parent : workingFolder + "/" + parent
        }
        name = path == "-" ? "stdin" : PathText.stem(of: path)
        do throws(JobBytes.Fault) {
            bytes = try JobBytes(path: path)
            digest = try JobInput(bytes).finish()
        } catch {
            if let act = error.act { throw CommandEnd(.stateOrReport, "cannot \(act): \(error)") }
            throw CommandEnd(.invalid, "cannot read the job file `\(path)`: \(error)")
        }
    }

    /// Reads the job file from its beginning with `body`.
    func read<Result>(
        options: JobFileOptions, _ body: (inout JobFileReader) throws -> Result
    ) throws -> Result {
        let input = JobInput(bytes)
        var reader = JobFileReader(file: path, options: options) { try input.read(into: $0) }
        let result = try body(&reader)
        guard try input.finish() == digest else {
            throw CommandEnd(
                .invalid, "the job file `\(path)` changed while it was read", hint: "run the command again")
        }
        return result
    }

    /// Another reading of the same bytes, for the lines that findings show.
    func input() -> JobInput { JobInput(bytes) }
}
