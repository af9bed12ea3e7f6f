import NIOCore

/// Tells a request that takes no more of its body when its client has gone.
///
/// Backpressure keeps that from the request itself: what was not read stands between it and the end of the stream.
final class ConnectionEndWatcher: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private var ended: EventLoopPromise<Void>?

    /// Returns when the other side of `channel` has closed or the channel is closed here.
    static func end(of channel: any Channel) async throws {
        let future = channel.eventLoop.flatSubmit { () -> EventLoopFuture<Void> in
            do {
                let watcher = try channel.pipeline.syncOperations.handler(type: ConnectionEndWatcher.self)
                return watcher.ended?.futureResult ?? channel.closeFuture
            } catch {
                return channel.closeFuture
            }
        }
        try await withTaskCancellationHandler {
            try await future.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    func handlerAdded(context: ChannelHandlerContext) { ended = context.eventLoop.makePromise() }
    func handlerRemoved(context: ChannelHandlerContext) { ended?.succeed() }

    func channelInactive(context: ChannelHandlerContext) {
        ended?.succeed()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        ended?.succeed()
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { ended?.succeed() }
        context.fireUserInboundEventTriggered(event)
    }
}
