internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import HTTPTypes

/// Lets an answer to HEAD go without `Content-Length`.
///
/// NIO's encoder does not know which request it answers: an answer without a length becomes chunked, and to HEAD the final
/// chunk would be garbage before the next answer. This handler replaces the encoder by one that leaves framing alone, and
/// frames by itself.
final class HeadFraming: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Whether each request under way is HEAD, in order.
    private var requests: [Bool] = []

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        guard let encoder = try? pipeline.context(handlerType: HTTPResponseEncoder.self) else { return }
        var manual = HTTPResponseEncoder.Configuration()
        manual.automaticallySetFramingHeaders = false
        try? pipeline.addHandler(HTTPResponseEncoder(configuration: manual), position: .after(encoder.handler))
        pipeline.removeHandler(context: encoder, promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data) { requests.append(head.method == .head) }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), head.status.kind != .informational else {
            return context.write(data, promise: promise)
        }
        let isHead = requests.isEmpty ? false : requests.removeFirst()
        let hasNoBody = head.status == .noContent || head.status == .notModified
        if hasNoBody {
            head.headerFields[.contentLength] = nil
        } else if !isHead, head.headerFields[.contentLength] == nil {
            head.headerFields[.transferEncoding] = "chunked"
        }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
