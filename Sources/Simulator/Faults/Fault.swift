public import Site

/// Something that goes wrong, now or during a stretch of simulated time.
public struct Fault: Sendable, Hashable {
    public enum Target: Sendable, Hashable {
        case device(SimulatedDevice)
        case service(SimulatedService)
    }

    public enum Effect: Sendable, Hashable {
        // Devices.

        /// Requests get no answer.
        case silence
        /// Replies stop after so many bytes and the connection stays open.
        case silenceMidBlock(bytes: Int)
        /// Replies stop after so many bytes and the connection closes.
        case closeMidReply(bytes: Int)
        /// Replies come in the name of another unit.
        case wrongUnit
        /// Replies carry the transaction id of the request before.
        case wrongTransaction
        case garbage
        /// Replies come twice.
        case replay
        /// Requests that touch the registers (all, where nil) are refused with the code.
        case exception(code: UInt8, registers: Range<Int>?)
        /// A register reads as this word.
        case spike(register: UInt16, value: UInt16)
        /// Writes to the registers are refused with exception 03.
        case refuseWrites(registers: Range<Int>?)
        /// Writes to the registers are confirmed and change nothing.
        case ignoreWrites(registers: Range<Int>?)
        /// The inverter's clock jumps by so much, once.
        case clockSkew(seconds: Double)
        /// The port is closed; a device that shares its line is silent to its gateway.
        case unplugged

        // Services.

        /// Whatever the source knows about tomorrow is not there yet.
        case missingTomorrow
        case status(Int)
        /// A page for people instead of data, with status 200.
        case htmlPage
        /// The body ends after so many bytes of what was announced.
        case cut(bytes: Int)
        /// 24 hourly values where 96 are due.
        case hourly
        /// Some rows come twice.
        case duplicateRows
        /// The connection closes without an answer.
        case offline

        // Both.

        /// Answers come late, in real seconds.
        case delay(seconds: Double)
    }

    public var target: Target
    public var effect: Effect
    /// Simulated time, half-open; nil is open-ended.
    public var from: Instant?
    public var until: Instant?

    public init(_ target: Target, _ effect: Effect, from: Instant? = nil, until: Instant? = nil) {
        self.target = target
        self.effect = effect
        self.from = from
        self.until = until
    }

    public init(_ device: SimulatedDevice, _ effect: Effect, from: Instant? = nil, until: Instant? = nil) {
        self.init(.device(device), effect, from: from, until: until)
    }

    public init(_ service: SimulatedService, _ effect: Effect, from: Instant? = nil, until: Instant? = nil) {
        self.init(.service(service), effect, from: from, until: until)
    }

    func isActive(at instant: Instant) -> Bool {
        (from.map { $0 <= instant } ?? true) && (until.map { instant < $0 } ?? true)
    }
}
