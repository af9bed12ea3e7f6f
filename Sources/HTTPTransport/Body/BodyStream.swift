import Checksums
import IngestModel
import NIOCore
import NIOPosix
import Synchronization

/// One reading of a body, chunk by chunk, for one attempt. It counts and checksums what it hands out.
struct BodyStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let body: UploadBody
    let flow: TransferFlow
    let ledger: SentLedger

    func makeAsyncIterator() -> Iterator {
        Iterator(body: body, flow: flow, ledger: ledger, offset: 0, file: nil)
    }

    struct Iterator: AsyncIteratorProtocol {
        let body: UploadBody
        let flow: TransferFlow
        let ledger: SentLedger
        var offset: Int64
        var file: SourceFile?

        mutating func next() async throws -> ByteBuffer? {
            let left = body.length - offset
            guard left > 0 else { return nil }
            let count = Int(Swift.min(Int64(flow.chunkSize), left))
            do {
                try ledger.begin()
                try await flow.pace?(count)
                let chunk = try await read(count, last: Int64(count) == left)
                offset += Int64(count)
                flow.sent?(count)
                return chunk
            } catch {
                if let fault = error as? TransportFault { ledger.fail(fault) }
                file = nil
                throw error
            }
        }

        private mutating func read(_ count: Int, last: Bool) async throws -> ByteBuffer {
            switch body {
            case .bytes(let bytes):
                let chunk = ByteBuffer(bytes: bytes[Int(offset)..<Int(offset) + count])
                try ledger.add(chunk)
                return chunk
            case .file(let range):
                let place = range.offset + offset
                let open = file
                let (source, chunk) = try await NIOThreadPool.singleton.runIfActive { [ledger] in
                    let source = try open ?? SourceFile(range)
                    let chunk = try source.read(count, at: place)
                    // Checksummed while it is in this core's cache.
                    try ledger.add(chunk)
                    // Looked at again before the last chunk leaves: a body that never ends is never taken for whole.
                    if last { try source.compare() }
                    return (source, chunk)
                }
                file = last ? nil : source
                return chunk
            }
        }
    }
}

/// What one attempt handed out, shared by the reader of the body and the waiter for the answer.
final class SentLedger: Sendable {
    private struct State {
        var started = false
        var ended = false
        var bytes: Int64 = 0
        var crc = CRC64()
        var fault: TransportFault?
    }

    private let state = Mutex(State())

    /// Takes note that a chunk is asked for. Throws once the attempt has ended: the client may ask a little longer.
    func begin() throws(CancellationError) {
        let ended = state.withLock { state in
            state.started = true
            return state.ended
        }
        if ended { throw CancellationError() }
    }

    /// Counts a chunk.
    func add(_ chunk: ByteBuffer) throws(CancellationError) {
        let ended = state.withLock { state in
            if !state.ended {
                chunk.withUnsafeReadableBytes { state.crc.update($0) }
                state.bytes += Int64(chunk.readableBytes)
            }
            return state.ended
        }
        if ended { throw CancellationError() }
    }

    /// Keeps why the body could not be read.
    func fail(_ fault: TransportFault) { state.withLock { $0.fault = fault } }

    /// Ends the attempt: no more chunks.
    func end() { state.withLock { $0.ended = true } }

    /// What was handed out.
    var sent: SentBody { state.withLock { SentBody(bytes: $0.bytes, crc64: $0.crc.value) } }
    /// True when the first chunk was asked for, which follows the head on the connection.
    var started: Bool { state.withLock { $0.started } }
    /// Why the body could not be read.
    var fault: TransportFault? { state.withLock { $0.fault } }
}
