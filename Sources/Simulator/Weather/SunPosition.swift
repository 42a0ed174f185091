import Glibc
internal import Site

/// Where the sun stands, by Spencer's series (1971); good to a few tenths of a degree.
struct SunPosition: Sendable {
    /// Sine of the elevation, the cosine of the zenith angle; negative at night.
    var sineElevation: Double
    /// Radians from south, positive to the west.
    var azimuth: Double
    /// Irradiance on a plane facing the sun outside the atmosphere, W/m².
    var extraterrestrial: Double

    init(at instant: Instant, latitude: Double, longitude: Double) {
        let days = instant.seconds / 86_400
        // Spencer counts from the start of a year of 365 days; the drift over leap years is a quarter of a degree.
        let angle = 2 * Double.pi * ((days - 0.5) / 365.2422).truncatingRemainder(dividingBy: 1)
        let declination =
            0.006918 - 0.399912 * cos(angle) + 0.070257 * sin(angle) - 0.006758 * cos(2 * angle)
            + 0.000907 * sin(2 * angle) - 0.002697 * cos(3 * angle) + 0.00148 * sin(3 * angle)
        let equation = 0.000075 + 0.001868 * cos(angle) - 0.032077 * sin(angle) - 0.014615 * cos(2 * angle) - 0.040849 * sin(2 * angle)
        let eccentricity =
            1.00011 + 0.034221 * cos(angle) + 0.00128 * sin(angle) + 0.000719 * cos(2 * angle) + 0.000077 * sin(2 * angle)
        let dayFraction = days - days.rounded(.down)
        let hourAngle = 2 * .pi * (dayFraction - 0.5) + longitude * .pi / 180 + equation
        let latitude = latitude * .pi / 180
        let sine = sin(latitude) * sin(declination) + cos(latitude) * cos(declination) * cos(hourAngle)
        sineElevation = sine
        azimuth = atan2(
            cos(declination) * sin(hourAngle), sin(latitude) * cos(declination) * cos(hourAngle) - cos(latitude) * sin(declination))
        extraterrestrial = 1361 * eccentricity
    }

    /// Cosine of the angle between the sun and the normal of a plane; never negative, 0 with the sun down.
    /// - Parameters in radians: tilt from horizontal, azimuth from south positive to the west.
    func incidence(tilt: Double, azimuth planeAzimuth: Double) -> Double {
        guard sineElevation > 0 else { return 0 }
        let cosineElevation = (1 - sineElevation * sineElevation).squareRoot()
        return max(0, cos(tilt) * sineElevation + sin(tilt) * cosineElevation * cos(azimuth - planeAzimuth))
    }
}
