/// Public holidays in Czechia (act 245/2000 Coll.).
enum CzechHolidays {
    private static let fixed: Set<[Int]> = [
        [1, 1], [5, 1], [5, 8], [7, 5], [7, 6], [9, 28], [10, 28], [11, 17], [12, 24], [12, 25], [12, 26],
    ]

    static func contains(_ date: LocalDate) -> Bool {
        let (year, month, day) = date.components
        let easter = easterSunday(year)
        return fixed.contains([month, day]) || date == easter - 2 || date == easter + 1
    }

    static func isWorkingDay(_ date: LocalDate) -> Bool { !date.isWeekend && !contains(date) }

    /// Gregorian computus (Meeus, "Astronomical Algorithms", chapter 8).
    private static func easterSunday(_ year: Int) -> LocalDate {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (b - (b + 8) / 25 + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let n = h + l - 7 * m + 114
        return LocalDate(year, n / 31, n % 31 + 1)
    }
}
