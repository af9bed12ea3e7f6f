import HummingbirdCore
import NIOCore

extension RequestHandler {
    /// Takes a body in pieces, with the faults that strike on the way.
    func takeBody(
        _ request: Request, _ effects: RequestEffects, _ take: (ByteBuffer) throws -> Void
    ) async throws {
        if effects.has(.closeBefore) { throw ConnectionEnds() }
        let stop = [effects.stallAfter, effects.closeInBodyAfter].compactMap { $0 }.min()
        var taken = 0
        if stop == 0 { try await interrupt(effects) }
        for try await buffer in request.body {
            var piece = buffer
            if let stop, taken + buffer.readableBytes >= stop {
                piece = buffer.getSlice(at: buffer.readerIndex, length: stop - taken) ?? buffer
            }
            try take(piece)
            taken += piece.readableBytes
            if let rate = effects.bytesPerSecond {
                try await core.configuration.sleep(Double(piece.readableBytes) / Double(rate))
            }
            if taken == stop { try await interrupt(effects) }
        }
        // A shorter body ends the same way: the fault was asked for.
        if stop != nil { try await interrupt(effects) }
    }

    /// Takes a whole body; nil where it is larger than `limit`, the rest of it being passed over.
    func collectBody(_ request: Request, _ effects: RequestEffects, upTo limit: Int) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var length = 0
        try await takeBody(request, effects) { buffer in
            length += buffer.readableBytes
            if length <= limit { bytes += buffer.readableBytesView }
        }
        return length <= limit ? bytes : nil
    }

    /// A stalled request waits until its client gives up.
    private func interrupt(_ effects: RequestEffects) async throws {
        if effects.stallAfter != nil { try await ConnectionEndWatcher.end(of: channel) }
        throw ConnectionEnds()
    }
}
