internal import Site

/// What the house is made of and does not change while it lives.
struct HouseModel: Sendable {
    let noise: Noise
    let location: Location
    let calendar: SiteCalendar
    let weather: WeatherModel
    let planes: [PVPlane]
    let garagePlane: PVPlane
    let batteryWh: Double
    let devices: Set<SimulatedDevice>
    /// Length of one step of physics.
    let step: Duration
    let stepSeconds: Double

    init(_ configuration: SimulatorConfiguration) throws(SimulatorError) {
        guard let calendar = SiteCalendar(identifier: configuration.location.timeZone) else {
            throw SimulatorError("the system knows no time zone '\(configuration.location.timeZone)'; name one like Europe/Prague")
        }
        guard .seconds(1)...(.seconds(10)) ~= configuration.step else {
            throw SimulatorError("a step of \(configuration.step) is outside 1 s to 10 s")
        }
        noise = Noise(seed: configuration.seed)
        location = configuration.location
        self.calendar = calendar
        weather = WeatherModel(noise: noise, location: location)
        planes = configuration.planes
        garagePlane = configuration.garagePlane
        batteryWh = configuration.batteryWh
        devices = configuration.devices
        step = configuration.step
        stepSeconds = configuration.step / .seconds(1)
    }
}
