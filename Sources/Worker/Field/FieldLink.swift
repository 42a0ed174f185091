internal import Database
internal import Site

/// One connection to devices, whatever it speaks. Requests of one link never overlap.
protocol FieldLink: Sendable {
    /// Words of a block, or the numbers of its virtual inputs.
    func read(_ block: ReadRequest) async throws(LinkError) -> ReadReply

    /// Writes words from an address on, or one number to a virtual input.
    func write(_ request: WriteRequest) async throws(LinkError)

    func close() async
}

/// Where to read: registers of a unit, or a virtual input.
enum ReadRequest: Sendable, Hashable {
    case registers(unit: UInt8, space: String, sunspecModel: Int?, address: Int, count: Int)
    case input(path: String)
}

enum ReadReply: Sendable {
    case words([UInt16])
    case number(Double)
}

enum WriteRequest: Sendable {
    case registers(unit: UInt8, sunspecModel: Int?, address: Int, words: [UInt16], function: Int)
    case input(path: String, value: Double)
}

/// Why a device could not be read or written.
struct LinkError: Error, Sendable, CustomStringConvertible {
    enum Kind: Sendable, Equatable {
        /// No answer or no connection: a write may or may not have arrived.
        case silent
        /// The device answered with a refusal.
        case refused
        /// An answer that does not fit: two masters, a transparent gateway, a wrong unit id.
        case reply
    }

    let kind: Kind
    let description: String
}

extension PollBlock {
    var request: ReadRequest {
        if let path = registers.first?.path, space == "http" { return .input(path: path) }
        return .registers(unit: unitID, space: space, sunspecModel: sunspecModel, address: address, count: words)
    }
}
