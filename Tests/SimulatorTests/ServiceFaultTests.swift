import Foundation
import Simulator
import Site
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The HTTP port: every service over a real socket, and each fault as a client sees it.
struct ServiceFaultTests {
    static let charts = "/price?bzn=CZ&start=2026-04-14&end=2026-04-15"

    @Test func `every service answers over HTTP`() async throws {
        try await Rig.with { (rig) async throws in
            let paths: [SimulatedService: String] = [
                .energyCharts: Self.charts,
                .smard: "/app/chart_data/261/CZ/index_quarterhour.json",
                .entsoe:
                    "/api?securityToken=t&documentType=A44&in_Domain=10YCZ-CEPS-----N&out_Domain=10YCZ-CEPS-----N&periodStart=202604132200&periodEnd=202604142200",
                .nordpool: "/api/DayAheadPrices?market=DayAhead&date=2026-04-14&deliveryArea=AT&currency=EUR",
                .cnb: "/cs/financni-trhy/devizovy-trh/kurzy-devizoveho-trhu/kurzy-devizoveho-trhu/denni_kurz.txt?date=14.04.2026",
                .openMeteo: "/v1/forecast?latitude=50.08&longitude=14.43&minutely_15=temperature_2m",
                .forecastSolar: "/estimate/50.08/14.43/35/0/6",
                .solcast: "/rooftop_sites/abc/forecasts?format=json&hours=24&api_key=k",
            ]
            for (service, path) in paths {
                let answer = try await rig.get(service, path)
                #expect(answer.status == 200 && answer.body.utf8.count > 100, "\(service): \(answer)")
            }
            let loxone = try await rig.get(.loxone, "/dev/sps/io/EMS%20heat%20pump%20block/21.5", login: "ems:ems-simulator")
            #expect(loxone.status == 200 && loxone.body.contains("value=\"21.5\""))
            let body = """
                <e><b><p:GetDamPricePeriodE xmlns:p="http://www.ote-cr.cz/schema/service/public"><p:StartDate>2026-04-14</p:StartDate>\
                <p:EndDate>2026-04-14</p:EndDate><p:PeriodResolution>PT15M</p:PeriodResolution></p:GetDamPricePeriodE></b></e>
                """
            let ote = try await rig.fetch(rig.endpoints.url(.ote) + "/services/PublicDataService", method: "POST", body: body)
            #expect(ote.status == 200 && ote.body.matches(of: /<Item>/).count == 96)
        }
    }

    @Test func `status, page for people, cut and offline`() async throws {
        try await Rig.with { (rig) async throws in
            func with(_ effect: Fault.Effect) async throws -> (status: Int, body: String) {
                rig.simulator.faults.set([Fault(.energyCharts, effect)])
                return try await rig.get(.energyCharts, Self.charts)
            }
            for code in [429, 500, 503] { #expect(try await with(.status(code)).status == code) }
            let page = try await with(.htmlPage)
            #expect(page.status == 200 && page.body.contains("Application is not available"))
            await #expect(throws: URLError.self) { _ = try await with(.cut(bytes: 40)) }
            await #expect(throws: URLError.self) { _ = try await with(.offline) }
            // The neighbour is well.
            #expect(try await rig.get(.cnb, "/x/daily.txt").status == 200)
            rig.simulator.faults.set([])
            #expect(try await rig.get(.energyCharts, Self.charts).status == 200)
        }
    }

    @Test func `missing tomorrow, hourly values and duplicate rows`() async throws {
        try await Rig.with(start: Instant("2026-04-14T16:00:00Z")!) { (rig) async throws in
            func seconds(_ effect: Fault.Effect?) async throws -> [Int] {
                rig.simulator.faults.set(effect.map { [Fault(.energyCharts, $0)] } ?? [])
                let body = try await rig.get(.energyCharts, Self.charts).body
                return (try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])?["unix_seconds"] as? [Int] ?? []
            }
            #expect(try await seconds(nil).count == 192)
            #expect(try await seconds(.missingTomorrow).count == 96)
            let hours = try await seconds(.hourly)
            #expect(hours.count == 48 && hours[1] - hours[0] == 3600)
            let doubled = try await seconds(.duplicateRows)
            #expect(doubled.count > 192 && Set(doubled).count == 192)
        }
    }

    @Test func `a delay comes before the answer`() async throws {
        try await Rig.with({ $0.faults = [Fault(.cnb, .delay(seconds: 0.2))] }) { (rig) async throws in
            let start = ContinuousClock.now
            #expect(try await rig.get(.cnb, "/x/daily.txt").status == 200)
            // A lower bound: a slow machine cannot break it.
            #expect(ContinuousClock.now - start >= .milliseconds(200))
        }
    }

    @Test func `the simulator's own pages show and set`() async throws {
        try await Rig.with { (rig) async throws in
            let url = rig.endpoints.url + "/sim"
            let state = try await rig.fetch(url + "/state")
            #expect(state.body.contains("\"battery_soc_pct\":") && state.body.contains("\"at\":\"2026-04-14T10:00:00Z\""))
            #expect(try await rig.fetch(url + "/meters").body.contains("\"grid_import_per_phase_wh\":["))

            let added = try await rig.fetch(
                url + "/faults", method: "POST", body: #"{"target": "inverter", "kind": "spike", "address": 588, "value": 3}"#)
            #expect(added.status == 200)
            #expect(rig.simulator.faults.all == [Fault(.inverter, .spike(register: 588, value: 3))])
            let replaced = try await rig.fetch(
                url + "/faults", method: "POST",
                body: #"[{"target": "ote", "kind": "status", "code": 503, "until": "2026-04-14T12:00:00+02:00"}]"#)
            #expect(replaced.body.contains("\"until\":\"2026-04-14T10:00:00Z\""))
            #expect(try await rig.fetch(url + "/faults", method: "DELETE").body == "[]\n")
            let wrong = try await rig.fetch(url + "/faults", method: "POST", body: #"{"target": "ote", "kind": "silence"}"#)
            #expect(wrong.status == 400 && wrong.body.contains("'ote' has no fault 'silence'"))

            #expect(
                try await rig.fetch(url + "/owner", method: "POST", body: #"{"device": "charger", "address": 900, "value": 60}"#).status
                    == 200)
            #expect(try await rig.client(.charger).read(900) == [60])
            #expect(try await rig.fetch(url + "/writes").body.contains("\"author\":\"owner\""))
            #expect(
                try await rig.fetch(url + "/owner", method: "POST", body: #"{"device": "grid_meter", "address": 0, "value": 1}"#).status
                    == 400)
            #expect(try await rig.fetch(url + "/nothing").status == 404)
        }
    }
}
