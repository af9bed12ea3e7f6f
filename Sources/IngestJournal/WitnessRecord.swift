import Checksums
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the program last knew of its state file, kept in the `.lock` file beside it: a witness that lies elsewhere than what it
/// speaks of, so that frames that are missing at the end of the `-wal` file, and bits that changed in the main file, are found
/// when it is opened again.
///
/// It is written after the state file itself is durable, without a sync of its own: after a power cut it may be of an earlier
/// moment, and then it claims less; it never claims what is not there.
struct WitnessRecord: Hashable, Sendable {
    /// What the state file was doing.
    enum Phase: UInt64, Sendable {
        /// Frames of the `-wal` file were being copied into the main file: nothing is claimed.
        case copying = 1
        /// The `-wal` file holds what is newest.
        case open = 2
        /// The main file holds everything.
        case closed = 3
    }

    var phase: Phase
    /// Salts of the `-wal` file, which tell one beginning of it from another.
    var salts: UInt64 = 0
    /// Frames of it that are confirmed.
    var frames: UInt64 = 0
    /// The count in table `log`: a copy of an earlier night that was put back has another.
    var begun: UInt64 = 0
    /// The main file, which only copying changes; nil where it was not looked at.
    var digest: FileDigest?

    private static let magic: UInt64 = 0x564F_4449_5749_5431
    private static let words = 8

    /// The record as it lies in the file: words of 64 bits, the last one the checksum of the others.
    var bytes: [UInt8] {
        let words = [
            Self.magic, phase.rawValue, salts, frames, begun, digest?.size ?? 0, digest?.crc64 ?? 0,
        ]
        let body = words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
        return body + withUnsafeBytes(of: CRC64(body).value.littleEndian) { Array($0) }
    }

    init(phase: Phase, salts: UInt64 = 0, frames: UInt64 = 0, begun: UInt64 = 0, digest: FileDigest? = nil) {
        self.phase = phase
        self.salts = salts
        self.frames = frames
        self.begun = begun
        self.digest = digest
    }

    /// The record in `bytes`; nil where they are none, as in the file of an older program.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.words * 8 else { return nil }
        let words = stride(from: 0, to: bytes.count, by: 8).map { start in
            bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        guard words[0] == Self.magic, let phase = Phase(rawValue: words[1]), words[7] == CRC64(bytes.dropLast(8)).value
        else { return nil }
        self.init(
            phase: phase, salts: words[2], frames: words[3], begun: words[4],
            digest: words[5] == 0 ? nil : FileDigest(size: words[5], crc64: words[6]))
    }

    /// The record in the file at `path`; nil where there is none.
    static func read(_ path: String) -> WitnessRecord? { StateBytes.read(path, count: words * 8).flatMap { Self($0) } }
}

/// Size and checksum of a file.
struct FileDigest: Hashable, Sendable {
    var size: UInt64
    var crc64: UInt64

    init(size: UInt64, crc64: UInt64) {
        self.size = size
        self.crc64 = crc64
    }

    /// The digest of the file at `path`; nil where it cannot be read.
    init?(of path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var checksum = CRC64()
        var size: UInt64 = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            checksum.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            size += UInt64(count)
        }
        self.init(size: size, crc64: checksum.value)
    }
}

/// How far a `-wal` file is confirmed, by the index that SQLite keeps of it in the `-shm` file: its header holds, at fixed
/// places, the number of the last frame of a whole transaction and the salts (sqlite.org/walformat.html).
struct LogExtent: Hashable, Sendable {
    var salts: UInt64
    var frames: UInt64

    /// What the `-shm` file of the state file at `path` says; nil where there is none.
    init?(of path: String) {
        guard let bytes = StateBytes.read(path + "-shm", count: 48) else { return nil }
        let at = { (start: Int, end: Int) in bytes[start..<end].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        frames = at(16, 20)
        salts = at(32, 40)
    }
}

/// The beginning of a file.
enum StateBytes {
    /// The first `count` bytes of the file at `path`; nil where there are fewer.
    static func read(_ path: String, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, 0) == count ? bytes : nil
    }
}
