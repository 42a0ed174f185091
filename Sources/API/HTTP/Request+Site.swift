internal import Hummingbird

extension Request {
    /// The house in `/api/v1/sites/{id}/<door>`; nil where the path is another, or its house no UTF-8.
    func site(at door: String) -> String? {
        let segments = uri.path.split(separator: "/")
        guard segments.count == 5, segments[..<3] == ["api", "v1", "sites"], segments[4] == door else { return nil }
        return PercentEncoding.decode(segments[3].utf8)
    }
}
