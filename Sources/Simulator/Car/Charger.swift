internal import Site

/// Settings and state of the wallbox.
struct Charger: Sendable {
    /// Registers 900 to 903: the vendor's map is not public, so these are the simulator's own.
    enum Setting: UInt16 {
        /// 0.1 A; 0 to 59 stop, 60 to 160 are usable.
        case maximumCurrent = 900
        /// s; 0 off.
        case watchdog = 901
        /// 0.1 A, used while the watchdog has run out; 0 stops.
        case fallbackCurrent = 902
        /// 1 or 3.
        case phases = 903

        func takes(_ word: UInt16) -> Bool {
            switch self {
            case .maximumCurrent, .fallbackCurrent: word <= 160
            case .watchdog: word <= 3600
            case .phases: word == 1 || word == 3
            }
        }
    }

    /// As the owner left them: 16 A, three phases, no watchdog.
    private(set) var settings: [UInt16] = [160, 0, 0, 3]
    /// When the last valid request came.
    var lastContact: Instant
    /// Since the car came, Wh.
    private(set) var sessionWh = 0.0
    private var wasHome = true

    subscript(_ setting: Setting) -> UInt16 {
        get { settings[Int(setting.rawValue - 900)] }
        set { settings[Int(setting.rawValue - 900)] = newValue }
    }

    init(at instant: Instant) { lastContact = instant }

    func isLapsed(at instant: Instant) -> Bool {
        let watchdog = self[.watchdog]
        return watchdog > 0 && instant - lastContact > .seconds(Int(watchdog))
    }

    /// A per phase offered to the car; below 6 A is a pause.
    func offeredA(at instant: Instant) -> Double {
        let limit = isLapsed(at: instant) ? min(self[.fallbackCurrent], self[.maximumCurrent]) : self[.maximumCurrent]
        return limit < 60 ? 0 : Double(limit) / 10
    }

    mutating func count(_ car: ElectricCar, power: Phases, seconds: Double) {
        if car.isHome, !wasHome { sessionWh = 0 }
        wasHome = car.isHome
        sessionWh += power.sum() * seconds / 3600
    }
}
