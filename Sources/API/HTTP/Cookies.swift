internal import HTTPTypes

/// The cookies of a login, as `ems.fn_session_answer` sets them.
struct Cookies {
    private let values: [String: String]

    init(_ headers: HTTPFields) {
        var values: [String: String] = [:]
        for pair in headers[values: .cookie].joined(separator: ";").split(separator: ";") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { continue }
            values[String(halves[0]).trimmed] = String(halves[1]).trimmed
        }
        self.values = values
    }

    var access: String? { self["ems_access"] }
    var refresh: String? { self["ems_refresh"] }
    /// Readable by the page, which repeats it in `X-EMS-CSRF`: another page cannot.
    var csrf: String? { self["ems_csrf"] }

    private subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
}
