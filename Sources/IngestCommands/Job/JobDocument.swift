import Crypto
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
    /// The bytes of standard input, which cannot be read twice.
    private let content: [UInt8]?

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
        do {
            var hash = SHA256()
            var bytes: [UInt8] = []
            let input = try JobInput(path: path)
            defer { input.close() }
            while let piece = try input.read() {
                hash.update(data: piece)
                if path == "-" { bytes += piece }
            }
            digest = hash.finalize().hex
            content = path == "-" ? bytes : nil
        } catch {
            throw CommandEnd(.invalid, "cannot read the job file `\(path)`: \(Self.reason(error))")
        }
    }

    /// Reads the job file from its beginning with `body`.
    func read<Result>(
        options: JobFileOptions, _ body: (inout JobFileReader) throws -> Result
    ) throws -> Result {
        if let content {
            var reader = JobFileReader(file: path, options: options, text: String(decoding: content, as: UTF8.self))
            return try body(&reader)
        }
        let input = try JobInput(path: path)
        defer { input.close() }
        var reader = JobFileReader(file: path, options: options) { try input.read(into: $0) }
        let result = try body(&reader)
        guard try input.finish() == digest else {
            throw CommandEnd(
                .invalid, "the job file `\(path)` changed while it was read", hint: "run the command again")
        }
        return result
    }

    private static func reason(_ error: any Error) -> String {
        (error as? JobInput.Fault).map { String(cString: strerror($0.number)) } ?? "\(error)"
    }
}

/// The bytes of a job file, with their digest.
private final class JobInput {
    /// What the operating system refused.
    struct Fault: Error {
        let number: Int32
    }

    private static let pieceSize = 1 << 16
    private let descriptor: Int32
    private var hash = SHA256()

    init(path: String) throws(Fault) {
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Fault(number: errno) }
    }

    func close() { if descriptor != STDIN_FILENO { Foundation.close(descriptor) } }

    /// Fills `buffer` from its beginning; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                return count
            }
            guard errno == EINTR else { throw Fault(number: errno) }
        }
    }

    /// The next piece; nil at the end.
    func read() throws(Fault) -> [UInt8]? {
        var fault: Fault?
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            do throws(Fault) {
                count = try read(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        return piece.isEmpty ? nil : piece
    }

    /// Reads what is left and gives the digest of everything.
    func finish() throws(Fault) -> String {
        while try read() != nil {}
        return hash.finalize().hex
    }
}

extension SHA256.Digest {
    /// Lower-case hexadecimal digits.
    var hex: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
