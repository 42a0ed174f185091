/// Damage done to a reply on its way out, byte for byte, to see what the other side makes of it.
public enum ReplyFault: Sendable, Hashable {
    /// Sends later.
    case delay(Duration)
    /// Sends nothing; the connection stays open.
    case silence
    /// Sends the first bytes and never the rest; the connection stays open.
    case silenceAfter(bytes: Int)
    /// Sends the first bytes and closes.
    case closeAfter(bytes: Int)
    /// Answers in the name of another unit.
    case wrongUnit(UInt8)
    /// Answers with the transaction id of the request before.
    case wrongTransaction
    /// Sends the reply a second time, as gateways with a replay bug do.
    case twice
    /// Sends as many bytes of no meaning.
    case garbage
}
