internal import COpenSSL
public import NIOCore

/// The server's end of TLS in a channel that reads by itself (`autoRead`): ciphertext towards the socket, plaintext towards the program.
///
/// OpenSSL works on two buffers in memory and never sees the socket. What is written before the handshake has ended waits for it.
public final class TLSHandler: ChannelDuplexHandler {
    public typealias InboundIn = ByteBuffer
    public typealias InboundOut = ByteBuffer
    public typealias OutboundIn = ByteBuffer
    public typealias OutboundOut = ByteBuffer

    private enum Phase { case handshake, open, closed }
    /// The plaintext of a record, at most (RFC 8446 section 5.1).
    private static let recordLength = 16_384

    private let session: OpaquePointer
    /// The session's own: from the peer, to the peer.
    private let (received, sending): (OpaquePointer, OpaquePointer)
    private var phase = Phase.handshake
    private var waiting: [(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)] = []

    public init(_ context: TLSContext) {
        guard let session = SSL_new(context.pointer), let received = BIO_new(BIO_s_mem()), let sending = BIO_new(BIO_s_mem()) else {
            fatalError("OpenSSL could not allocate a session")
        }
        (self.session, self.received, self.sending) = (session, received, sending)
        SSL_set_bio(session, received, sending)
        SSL_set_accept_state(session)
    }

    deinit { SSL_free(session) }

    // MARK: From the peer

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase != .closed else { return }
        unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
            // A buffer in memory takes all there is.
            _ = BIO_write(received, bytes.baseAddress, CInt(bytes.count))
        }
        if phase == .handshake { shakeHands(context) }
        while phase == .open, let plaintext = read(context) { context.fireChannelRead(wrapInboundOut(plaintext)) }
        // Answers OpenSSL gave by itself: the handshake, tickets, key updates.
        if phase == .open { send(context) }
    }

    private func shakeHands(_ context: ChannelHandlerContext) {
        ERR_clear_error()
        let result = SSL_do_handshake(session)
        if result == 1 {
            phase = .open
            flush(context: context)
        } else if SSL_get_error(session, result) == SSL_ERROR_WANT_READ {
            send(context)
        } else {
            fail(context)
        }
    }

    /// The next plaintext, `nil` where more has to arrive first or the peer has ended.
    private func read(_ context: ChannelHandlerContext) -> ByteBuffer? {
        var buffer = context.channel.allocator.buffer(capacity: Self.recordLength)
        var result: CInt = 0
        ERR_clear_error()
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.recordLength) { space in
            result = SSL_read(session, space.baseAddress, CInt(space.count))
            return Int(max(result, 0))
        }
        guard result <= 0 else { return buffer }
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ: break
        case SSL_ERROR_ZERO_RETURN: close(context: context, mode: .all, promise: nil)
        default: fail(context)
        }
        return nil
    }

    /// Tells the peer in TLS's own words, and ends.
    private func fail(_ context: ChannelHandlerContext) {
        let error = TLSError.last()
        phase = .closed
        send(context)
        drop(error)
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }

    // MARK: To the peer

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard phase != .closed else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        waiting.append((unwrapOutboundIn(data), promise))
    }

    public func flush(context: ChannelHandlerContext) {
        guard phase == .open else { return }
        let due = waiting
        waiting.removeAll(keepingCapacity: true)
        for (bytes, promise) in due {
            ERR_clear_error()
            // A buffer in memory takes all of it, so less than all is an error.
            let written = bytes.withUnsafeReadableBytes { $0.isEmpty ? 0 : SSL_write(session, $0.baseAddress, CInt($0.count)) }
            guard Int(written) == bytes.readableBytes else {
                promise?.fail(ChannelError.ioOnClosedChannel)
                if phase == .open { fail(context) }
                continue
            }
            passOn(context, promise)
        }
        context.flush()
    }

    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode != .input, phase != .closed {
            flush(context: context)
            if phase == .open { SSL_shutdown(session) }
            phase = .closed
            send(context)
            drop(ChannelError.ioOnClosedChannel)
        }
        context.close(mode: mode, promise: promise)
    }

    public func channelInactive(context: ChannelHandlerContext) {
        phase = .closed
        drop(ChannelError.ioOnClosedChannel)
        context.fireChannelInactive()
    }

    /// Sends what OpenSSL says by itself, if anything.
    private func send(_ context: ChannelHandlerContext) {
        guard ems_bio_pending(sending) > 0 else { return }
        passOn(context, nil)
        context.flush()
    }

    /// Writes what OpenSSL has for the peer.
    private func passOn(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let count = ems_bio_pending(sending)
        var buffer = context.channel.allocator.buffer(capacity: count)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { space in
            Int(max(0, BIO_read(sending, space.baseAddress, CInt(count))))
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    private func drop(_ error: any Error) {
        let due = waiting
        waiting = []
        for (_, promise) in due { promise?.fail(error) }
    }
}
