import Clock
import Foundation
import Postgres
import Simulator
import Site
import TestSupport
import Testing

@Suite struct DayInTheLifeTests {
    @Test func `a day in the life`() async throws {
        try await TestDatabase.with { uri in
            let start = Instant("2026-06-09T20:00:00Z")!
            let house = try await LivingHouse(uri: uri, start: start)
            try await house.createSite()
            try await house.withWorker {
                // Real time for the loops to begin.
                try await Task.sleep(for: .seconds(1))
                let began = ContinuousClock.now
                try await house.live(until: start + .seconds(3600 * 26 + 1800))
                print("the day took", ContinuousClock.now - began)
            }
            await house.close()
        }
    }
}
