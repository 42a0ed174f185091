/// Where the house stands.
public struct Location: Sendable, Hashable, Codable {
    /// Degrees north and east.
    public var latitude: Double
    public var longitude: Double
    /// IANA name of the zone that local days and habits follow.
    public var timeZone: String

    public init(latitude: Double = 50.08, longitude: Double = 14.43, timeZone: String = "Europe/Prague") {
        self.latitude = latitude
        self.longitude = longitude
        self.timeZone = timeZone
    }
}
