internal import Foundation

/// Turns `flyway.url` into what libpq reads.
enum DatabaseAddress {
    /// pgjdbc's parameter names that libpq spells differently or also knows; any other is refused, not ignored.
    private static let parameters = [
        "user": "user", "password": "password", "ssl": "", "sslmode": "sslmode", "sslrootcert": "sslrootcert", "sslcert": "sslcert",
        "sslkey": "sslkey", "options": "options", "ApplicationName": "application_name", "connectTimeout": "connect_timeout",
        "tcpKeepAlive": "",
    ]

    /// - Parameters:
    ///   - url: `jdbc:postgresql://host:port/database?name=value`, or any libpq URI, which is passed on.
    ///   - user: `flyway.user`; wins over one in the URL.
    /// - Throws: `.configuration`; the message names the parameter, never the URL.
    static func libpqURI(url: String, user: String?, password: String?) throws(MigrationError) -> String {
        guard url.hasPrefix("jdbc:") else {
            return try withParameters(url, [("user", user), ("password", password)])
        }
        guard url.hasPrefix("jdbc:postgresql:") else {
            throw MigrationError(.configuration, "flyway.url is not a jdbc:postgresql: URL")
        }
        let parts = url.dropFirst("jdbc:postgresql:".count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        // pgjdbc goes to localhost where libpq would try a socket.
        var place = String(parts[0])
        if !place.hasPrefix("//") { place = "//localhost/" + place.drop { $0 == "/" } }
        if place.hasPrefix("///") { place = "//localhost" + place.dropFirst(2) }

        var given: [(String, String?)] = []
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parameters[String(halves[0])] else {
                throw MigrationError(
                    .configuration, "flyway.url: parameter '\(halves[0])' has no counterpart here",
                    advice: "Give --database-url (or EMS_DATABASE_URL) as a libpq URI instead.")
            }
            let value = halves.count > 1 ? String(halves[1]) : ""
            if halves[0] == "ssl", value != "false" { given.append(("sslmode", "verify-full")) }
            if !name.isEmpty { given.append((name, value.removingPercentEncoding ?? value)) }
        }
        let overriding = [("user", user), ("password", password)].filter { $0.1 != nil }
        given.removeAll { pair in overriding.contains { $0.0 == pair.0 } }
        return try withParameters("postgresql:" + place, given + overriding)
    }

    private static func withParameters(_ uri: String, _ parameters: [(String, String?)]) throws(MigrationError) -> String {
        var unreserved = CharacterSet.alphanumerics
        unreserved.insert(charactersIn: "-._~")
        let query = parameters.compactMap { name, value in
            value.map { "\(name)=\($0.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "")" }
        }.joined(separator: "&")
        if query.isEmpty { return uri }
        guard uri.contains("://") else {
            throw MigrationError(.configuration, "flyway.url is not a URL, so flyway.user and flyway.password cannot be added to it")
        }
        return uri + (uri.contains("?") ? "&" : "?") + query
    }
}
