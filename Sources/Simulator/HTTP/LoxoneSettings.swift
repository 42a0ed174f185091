/// The simulated Miniserver: its user and its virtual inputs.
public struct LoxoneSettings: Sendable, Hashable {
    public var user = "ems"
    public var password = "ems-simulator"
    /// Names are case-sensitive; others are unknown.
    public var inputs: Set<String> = [
        "EMS_price_now", "EMS_price_level", "EMS_grid_power", "EMS_pv_power", "EMS_battery_soc", "EMS_battery_power", "EMS_mode",
        "EMS heat pump block", "EMS_ev_allowed",
    ]
    /// After so many wrong logins in a row everybody is locked out for `lockSeconds` of simulated time.
    public var allowedFailures = 5
    public var lockSeconds = 300

    public init() {}
}
