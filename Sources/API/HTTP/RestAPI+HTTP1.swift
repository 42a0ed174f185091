public import HummingbirdCore

extension RestAPI {
    /// For `server: .http1(configuration:)`: without it answers to HEAD cannot go without `Content-Length`.
    public static var httpConfiguration: HTTP1Channel.Configuration {
        .init(additionalChannelHandlers: [HeadFraming()])
    }
}
