extension Fault {
    /// Every name that `kind` may have.
    static let kinds = [
        "silence", "silence_mid_block", "close_mid_reply", "wrong_unit", "wrong_transaction", "garbage", "replay", "exception", "spike",
        "refuse_writes", "ignore_writes", "clock_skew", "unplugged", "missing_tomorrow", "status", "html_page", "cut", "hourly",
        "duplicate_rows", "offline", "delay",
    ]
}

extension Fault.Effect {
    var kind: String {
        switch self {
        case .silence: "silence"
        case .silenceMidBlock: "silence_mid_block"
        case .closeMidReply: "close_mid_reply"
        case .wrongUnit: "wrong_unit"
        case .wrongTransaction: "wrong_transaction"
        case .garbage: "garbage"
        case .replay: "replay"
        case .exception: "exception"
        case .spike: "spike"
        case .refuseWrites: "refuse_writes"
        case .ignoreWrites: "ignore_writes"
        case .clockSkew: "clock_skew"
        case .unplugged: "unplugged"
        case .missingTomorrow: "missing_tomorrow"
        case .status: "status"
        case .htmlPage: "html_page"
        case .cut: "cut"
        case .hourly: "hourly"
        case .duplicateRows: "duplicate_rows"
        case .offline: "offline"
        case .delay: "delay"
        }
    }
}
