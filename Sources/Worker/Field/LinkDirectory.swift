internal import Database
internal import Logging

/// The open connections, shared by pollers, commands and the guard: one owner on the bus, one queue a connection.
actor LinkDirectory {
    private var links: [String: any FieldLink] = [:]
    private let secrets: Secrets
    private let logger: Logger

    init(secrets: Secrets, logger: Logger) {
        self.secrets = secrets
        self.logger = logger
    }

    private func key(_ siteID: String, _ gatewayID: String) -> String { siteID + "/" + gatewayID }

    /// A new connection in place of the one of this gateway, if there was one.
    func open(_ gateway: Gateway) async -> any FieldLink {
        let key = key(gateway.siteID, gateway.gatewayID)
        await links[key]?.close()
        let link: any FieldLink =
            switch gateway.kind {
            case .modbusTCP: ModbusLink(gateway)
            case .http: LoxoneLink(gateway, credentials: gateway.secretName.flatMap { secrets.value($0) })
            }
        links[key] = link
        return link
    }

    func link(siteID: String, gatewayID: String) -> (any FieldLink)? { links[key(siteID, gatewayID)] }

    func close(_ gateway: Gateway) async { await links.removeValue(forKey: key(gateway.siteID, gateway.gatewayID))?.close() }

    func closeAll() async {
        for link in links.values { await link.close() }
        links = [:]
    }
}
