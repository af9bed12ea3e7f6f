import Crypto
import Foundation
import JobFile

/// The bytes of a job file, which can be read as often as needed: once for the digest, once to be judged, once more for the
/// lines that findings show.
///
/// What cannot be read twice (standard input, a pipe) is kept in a file without a name in the temporary folder, not in memory.
/// It is read as a job file on the way there, so that what has no end in sight is not kept to its end.
final class JobBytes: Sendable {
    /// Why the bytes cannot be had.
    struct Fault: Error, CustomStringConvertible {
        /// What was tried; nil where it is reading the job file itself.
        var act: String?
        /// The number of the operating system's error.
        let number: Int32

        /// One phrase: the operating system's words.
        var description: String { String(cString: strerror(number)) }
    }

    private let descriptor: Int32

    /// Opens `path`; `-` is standard input.
    init(path: String) throws(Fault) {
        let source = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw Fault(number: errno) }
        // Standard input may be a file of which somebody has read the beginning.
        if path != "-", !Self.isStream(source) {
            descriptor = source
            return
        }
        defer { if path != "-" { close(source) } }
        descriptor = try Self.kept(source)
    }

    deinit { close(descriptor) }

    /// Fills `buffer` from `offset` on; gives back how many bytes that were, 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(Fault) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            guard errno == EINTR else { throw Fault(number: errno) }
        }
    }

    /// True for what cannot be read from any place, and for what has no size: devices and the like.
    private static func isStream(_ descriptor: Int32) -> Bool { lseek(descriptor, 0, SEEK_END) <= 0 }

    /// A file without a name that holds what `source` delivers, up to the place where a reader of job files would stop.
    private static func kept(_ source: Int32) throws(Fault) -> Int32 {
        let folder = FileManager.default.temporaryDirectory.path
        var name = Array("\(folder)/vod-ingest-XXXXXX".utf8CString)
        let kept = mkstemp(&name)
        guard kept >= 0, unlink(name) == 0, fcntl(kept, F_SETFD, FD_CLOEXEC) == 0 else {
            throw Fault(act: "keep standard input in `\(folder)`", number: errno)
        }
        var fault: Fault?
        var reader = JobFileReader(file: "-", options: JobFileOptions(now: 0)) { buffer in
            do throws(Fault) {
                let count = try copy(source, to: kept, buffer, folder)
                return count
            } catch {
                fault = error
                throw error
            }
        }
        while reader.nextEntry() != nil { _ = reader.takeDiagnostics() }
        guard let fault else { return kept }
        close(kept)
        throw fault
    }

    /// Reads the next bytes of `source` into `buffer` and appends them to `kept`.
    private static func copy(
        _ source: Int32, to kept: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ folder: String
    ) throws(Fault) -> Int {
        var count = Foundation.read(source, buffer.baseAddress, buffer.count)
        while count < 0, errno == EINTR { count = Foundation.read(source, buffer.baseAddress, buffer.count) }
        guard count >= 0 else { throw Fault(number: errno) }
        var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        while !rest.isEmpty {
            let written = write(kept, rest.baseAddress, rest.count)
            if written >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if errno != EINTR {
                throw Fault(act: "keep standard input in `\(folder)`", number: errno)
            }
        }
        return count
    }
}

/// One reading of a job file from its beginning, with the digest of what was read.
final class JobInput {
    private static let pieceSize = 1 << 16
    private let bytes: JobBytes
    private var offset: Int64 = 0
    private var hash = SHA256()

    init(_ bytes: JobBytes) { self.bytes = bytes }

    /// Fills `buffer` from its beginning; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(JobBytes.Fault) -> Int {
        let count = try bytes.read(into: buffer, at: offset)
        offset += Int64(count)
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// The next piece; nil at the end.
    func read() throws(JobBytes.Fault) -> [UInt8]? {
        var fault: JobBytes.Fault?
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
            do throws(JobBytes.Fault) {
                count = try read(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        return piece.isEmpty ? nil : piece
    }

    /// Reads what is left and gives the digest of everything: SHA-256, hex.
    func finish() throws(JobBytes.Fault) -> String {
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
