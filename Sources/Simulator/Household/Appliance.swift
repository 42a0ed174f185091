/// Something people switch on, with its habits.
struct Appliance: Sendable {
    /// One stretch of constant power, W, over minutes; alternating stretches make a thermostat or a programme.
    struct Stretch: Sendable {
        var minutes: Double
        var watts: Double
    }

    var stretches: [Stretch]
    /// Runs a day, on average, Monday to Friday and at the weekend.
    var runs: (weekday: Double, weekend: Double)
    /// When runs start: hours of the wall clock with their relative weight, each spread over the hour that follows.
    var hours: [(hour: Double, weight: Double)]
    /// 0 to 2; nil for all three phases.
    var phase: Int?

    /// A household of four with an electric kitchen.
    static let household: [Appliance] = [
        // Kettle.
        Appliance(
            stretches: [.init(minutes: 3, watts: 2100)], runs: (5, 6.5),
            hours: [(6, 3), (7, 2), (9, 1), (13, 1), (16, 2), (19, 3), (21, 1)], phase: 0),
        // Hob, two plates clocking.
        Appliance(
            stretches: (0..<9).flatMap { _ in [Stretch(minutes: 2.4, watts: 3200), Stretch(minutes: 1.6, watts: 600)] }, runs: (1.1, 1.8),
            hours: [(7, 1), (11.5, 1.5), (17.5, 3), (18.5, 2)], phase: 1),
        // Oven: heating up, then its thermostat.
        Appliance(
            stretches: [Stretch(minutes: 9, watts: 2900)]
                + (0..<8).flatMap { _ in [Stretch(minutes: 3.5, watts: 150), Stretch(minutes: 1.5, watts: 2900)] },
            runs: (0.35, 0.7), hours: [(11, 1), (17, 2), (18, 2)], phase: 2),
        // Dishwasher.
        Appliance(
            stretches: [
                .init(minutes: 12, watts: 60), .init(minutes: 16, watts: 2000), .init(minutes: 40, watts: 70),
                .init(minutes: 12, watts: 2000),
                .init(minutes: 25, watts: 40),
            ], runs: (0.85, 1.1), hours: [(13, 1), (19.5, 3), (20.5, 2)], phase: 2),
        // Washing machine.
        Appliance(
            stretches: [
                .init(minutes: 5, watts: 120), .init(minutes: 17, watts: 2050), .init(minutes: 55, watts: 170),
                .init(minutes: 10, watts: 450),
            ], runs: (0.5, 1), hours: [(8, 2), (10, 2), (16.5, 2), (19, 1)], phase: 1),
        // Tumble dryer with a heat pump.
        Appliance(
            stretches: [.init(minutes: 95, watts: 620)], runs: (0.3, 0.6), hours: [(11, 2), (18, 2), (20, 1)], phase: 1),
        // Television and computers in the evening.
        Appliance(
            stretches: [.init(minutes: 160, watts: 190)], runs: (1.4, 1.7), hours: [(15, 1), (18, 2), (19.5, 3)], phase: 0),
        // Vacuum cleaner, hair dryer.
        Appliance(
            stretches: [.init(minutes: 11, watts: 1350)], runs: (0.5, 0.8), hours: [(6.5, 2), (9, 1), (18, 1)], phase: 0),
    ]

    var minutes: Double { stretches.reduce(0) { $0 + $1.minutes } }

    /// W at `minutes` after its start; 0 before and after.
    func watts(after minutes: Double) -> Double {
        guard minutes >= 0 else { return 0 }
        var left = minutes
        for stretch in stretches {
            if left < stretch.minutes { return stretch.watts }
            left -= stretch.minutes
        }
        return 0
    }
}
