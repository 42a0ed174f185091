internal import Foundation
internal import Site
internal import Synchronization

/// A Miniserver's web services: `GET /dev/sps/io/<input>[/<value>]` answers XML, `/jdev/…` JSON; Basic authentication with a
/// lock after too many wrong logins.
final class LoxoneServer: SimulatedServer {
    private struct State {
        var values: [String: String]
        var failures = 0
        var lockedUntil: Instant?
    }

    private let settings: LoxoneSettings
    private let state: Mutex<State>

    init(_ settings: LoxoneSettings) {
        self.settings = settings
        state = Mutex(State(values: Dictionary(uniqueKeysWithValues: settings.inputs.map { ($0, "0") })))
    }

    /// What each input holds.
    var values: [String: String] { state.withLock { $0.values } }

    func answer(_ request: ServiceRequest) -> ServiceReply {
        if let refusal = login(request) { return refusal }
        guard request.method == "GET", request.path.count >= 4, ["dev", "jdev"].contains(request.path[0]),
            request.path[1...2] == ["sps", "io"]
        else { return page(404, "Not found") }
        let name = request.path[3]
        // `/all` reads a block's outputs; an input has its value only.
        let value = request.path.count > 4 && request.path[4] != "all" ? request.path[4] : nil
        let held: String? = state.withLock { state in
            guard state.values[name] != nil else { return nil }
            if let value { state.values[name] = value }
            return state.values[name]
        }
        return reply(request, code: held == nil ? 404 : 200, value: held ?? "")
    }

    /// Nil when the login is right.
    private func login(_ request: ServiceRequest) -> ServiceReply? {
        let expected = "Basic " + Data("\(settings.user):\(settings.password)".utf8).base64EncodedString()
        let (code, remaining): (Int?, Int) = state.withLock { state in
            if let until = state.lockedUntil {
                if request.now < until { return (403, Int(((until - request.now) / .seconds(1)).rounded(.up))) }
                state.lockedUntil = nil
                state.failures = 0
            }
            guard request.headers["authorization"] != expected else {
                state.failures = 0
                return (nil, 0)
            }
            state.failures += 1
            if state.failures >= settings.allowedFailures { state.lockedUntil = request.now + .seconds(settings.lockSeconds) }
            return (401, 0)
        }
        guard let code else { return nil }
        return code == 401
            ? page(401, "Unauthorized")
            : page(403, "Too many failed login attempts!<br><remaining>\(remaining)</remaining>")
    }

    private func reply(_ request: ServiceRequest, code: Int, value: String) -> ServiceReply {
        let control = "dev/" + request.path.dropFirst().joined(separator: "/")
        if request.path[0] == "jdev" {
            return .json(["LL": ["control": .string(control), "value": .string(value), "Code": .string(String(code))]], status: code)
        }
        return .xml(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<LL control=\"\(escaped(control))\" value=\"\(escaped(value))\" Code=\"\(code)\"/>\n",
            status: code)
    }

    private func page(_ code: Int, _ text: String) -> ServiceReply {
        ServiceReply(
            status: code, contentType: "text/html; charset=utf-8",
            body: "<html><head><title>error</title></head><body>\(text)<errorcode>\(code)</errorcode></body></html>\n")
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
