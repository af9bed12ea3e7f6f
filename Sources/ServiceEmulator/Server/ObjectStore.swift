import Checksums
import Crypto
import Foundation
import NIOCore
import Synchronization

/// Keeps the bytes of blobs, in memory or as files.
///
/// File calls block their thread: for a piece of a body that is a copy to the page cache, less than a hop to another thread;
/// joining the parts of a large object takes as long as copying it.
final class ObjectStore: Sendable {
    private struct State {
        var next: UInt64 = 1
        var memory: [UInt64: [UInt8]] = [:]
    }

    private let state = Mutex(State())
    private let folder: ObjectFolder?
    private let isLasting: Bool

    init(_ storage: EmulatorConfiguration.Storage) throws {
        switch storage {
        case .memory: (folder, isLasting) = (nil, false)
        case .folder(let path): (folder, isLasting) = (try ObjectFolder(path), false)
        case .lastingFolder(let path): (folder, isLasting) = (try ObjectFolder(path, lasting: true), true)
        }
    }

    /// Has `model` go on where the emulator before ended, where it left its books.
    func restore(_ model: inout ServiceModel) throws {
        guard isLasting, let books = try folder?.takeBooks() else { return }
        books.restore(&model)
        state.withLock { $0.next = books.nextBlob }
    }

    /// A writer for the next blob.
    func makeWriter() throws -> BlobWriter {
        let number = state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        return BlobWriter(number: number, file: try folder?.create(number))
    }

    /// Keeps what a writer has taken.
    func keep(_ writer: BlobWriter) throws -> ReceivedBlob {
        try writer.file?.close()
        let blob = Blob(number: writer.number, length: writer.length)
        if writer.file == nil { state.withLock { $0.memory[writer.number] = writer.bytes } }
        return ReceivedBlob(blob: blob, md5: Array(writer.md5.finalize()), crc64: writer.crc64.value)
    }

    /// Forgets blobs, kept or half written.
    func drop(_ blobs: [Blob]) throws {
        if let folder {
            for blob in blobs { try folder.remove(blob.number) }
        } else {
            state.withLock { state in for blob in blobs { state.memory[blob.number] = nil } }
        }
    }

    /// Bytes of one blob from `offset` on.
    func read(_ blob: Blob, from offset: Int, count: Int) throws -> [UInt8] {
        if let folder { return try folder.read(blob.number, from: offset, count: count) }
        return state.withLock { Array($0.memory[blob.number]?[offset..<offset + count] ?? []) }
    }

    /// Makes an object visible below the folder and returns the blobs it consists of from now on; nil changes nothing.
    func publish(_ blobs: [Blob], bucket: String, key: String) throws -> Blob? {
        guard let folder else { return nil }
        guard blobs.count != 1 else {
            try folder.link(blobs[0].number, bucket: bucket, key: key)
            return nil
        }
        let writer = try makeWriter()
        for blob in blobs { try folder.append(blob.number, to: writer.file) }
        try writer.file?.close()
        try folder.link(writer.number, bucket: bucket, key: key)
        return Blob(number: writer.number, length: blobs.reduce(0) { $0 + $1.length })
    }

    /// Makes an object invisible.
    func withdraw(bucket: String, key: String) throws { try folder?.unlink(bucket: bucket, key: key) }

    /// Leaves books where they are to last, else removes what is of no use after the emulator has ended; visible objects stay.
    func close(_ model: ServiceModel) throws {
        guard isLasting else {
            try folder?.removeBlobs()
            return
        }
        try folder?.leave(ServiceBooks(model, nextBlob: state.withLock { $0.next }))
    }
}

/// Takes a body piece by piece.
struct BlobWriter {
    let number: UInt64
    fileprivate let file: FileHandle?
    fileprivate var bytes: [UInt8] = []
    fileprivate var md5 = Insecure.MD5()
    fileprivate var crc64 = CRC64()
    private(set) var length = 0

    fileprivate init(number: UInt64, file: FileHandle?) {
        self.number = number
        self.file = file
    }

    mutating func write(_ buffer: ByteBuffer) throws {
        length += buffer.readableBytes
        buffer.withUnsafeReadableBytes { bytes in
            md5.update(bufferPointer: bytes)
            crc64.update(bytes)
        }
        if let file {
            try file.write(contentsOf: Data(buffer.readableBytesView))
        } else {
            bytes += buffer.readableBytesView
        }
    }
}
