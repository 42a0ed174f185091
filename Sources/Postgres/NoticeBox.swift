/// Collects the server's notices. Touched only on its connection's queue: libpq calls the processor inside its own calls.
final class NoticeBox: @unchecked Sendable {
    // Unchecked because the connection actor serialises every access.
    private var messages: [String] = []

    func append(_ message: String) {
        if messages.count < 100 { messages.append(message) }
    }

    func take() -> [String] {
        defer { messages = [] }
        return messages
    }
}

/// libpq's notice callback; the context is the connection's `NoticeBox`.
let noticeProcessor: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void = { context, message in
    guard let context, let message else { return }
    let text = String(cString: message)
    Unmanaged<NoticeBox>.fromOpaque(context).takeUnretainedValue().append(text.hasSuffix("\n") ? String(text.dropLast()) : text)
}
