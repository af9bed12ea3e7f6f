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
                ledger.fail(error)
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
                    return (source, try source.chunk(count, at: place, last: last, ledger: ledger))
                }
                file = last ? nil : source
                return chunk
            }
        }
    }
}

extension BodyStream {
    /// The body of `request`, where it is a file that goes out in one chunk and waits for no limit on its way.
    init?(ofOneChunk request: OutgoingRequest, ledger: SentLedger) {
        guard case .file(let range) = request.body, (1...Int64(request.flow.chunkSize)).contains(range.length),
            request.flow.pace == nil, request.flow.start == nil
        else { return nil }
        self.init(body: request.body, flow: request.flow, ledger: ledger)
    }

    /// Reads that one chunk on a thread that may block and hands it to `take` there. The task that sends need not be woken for it:
    /// between the permit and the first byte lies one turn of threads less.
    func read(_ take: @escaping @Sendable (Result<ByteBuffer, any Error>) -> Void) {
        guard case .file(let range) = body else { return take(.failure(CancellationError())) }
        NIOThreadPool.singleton.submit { state in
            let result = Result<ByteBuffer, any Error> {
                guard state == .active else { throw CancellationError() }
                try ledger.begin()
                let source = try SourceFile(range)
                return try source.chunk(Int(range.length), at: range.offset, last: true, ledger: ledger)
            }
            switch result {
            case .failure(let error): ledger.fail(error)
            case .success(let chunk): flow.sent?(chunk.readableBytes)
            }
            take(result)
        }
    }
}

extension SourceFile {
    /// `count` bytes from `offset`, entered in `ledger`.
    fileprivate func chunk(_ count: Int, at offset: Int64, last: Bool, ledger: SentLedger) throws -> ByteBuffer {
        let chunk = try read(count, at: offset)
        // Checksummed while it is in this core's cache.
        try ledger.add(chunk)
        // Looked at again before the last chunk leaves: a body that never ends is never taken for whole.
        if last { try compare() }
        return chunk
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

    /// Keeps why the body could not be read, where that is a fault.
    func fail(_ error: any Error) {
        guard let fault = error as? TransportFault else { return }
        state.withLock { $0.fault = fault }
    }

    /// Ends the attempt: no more chunks.
    func end() { state.withLock { $0.ended = true } }

    /// What was handed out.
    var sent: SentBody { state.withLock { SentBody(bytes: $0.bytes, crc64: $0.crc.value) } }
    /// True when the first chunk was asked for, which follows the head on the connection.
    var started: Bool { state.withLock { $0.started } }
    /// Why the body could not be read.
    var fault: TransportFault? { state.withLock { $0.fault } }
}
