internal import Foundation
internal import Site

/// The bank's text tables: one day, a row per currency; or a year, a row per day.
struct CNBTable {
    private(set) var rates: [ExchangeRate] = []
    private(set) var problems: [String] = []
    private(set) var sawHeader = false

    /// The day of a daily table, from its first line: `19.08.2026 #160`.
    private var day: CivilDate?
    /// Amounts and currencies of a yearly table, `100 JPY`. Its header comes again whenever the list changes.
    private var columns: [(amount: Int, currency: Substring)] = []

    /// Every line ends with a line break; a text without one at its end was cut.
    mutating func read(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) { read(line: line) }
        if let last = text.last, !last.isNewline { problems.append("cut: the last line does not end") }
    }

    private mutating func read(line: Substring) {
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces)[...] }
        if cells.count == 1 {
            guard let number = line.lastIndex(of: "#"), let date = Self.date(line[..<number].trimmingCharacters(in: .whitespaces)[...]) else {
                return refuse(line)
            }
            day = date
        } else if cells[0] == "Datum" || cells[0] == "Date" {
            sawHeader = true
            columns = cells.dropFirst().map { cell in
                let words = cell.split(separator: " ")
                return words.count == 2 ? (Int(words[0]) ?? 0, words[1]) : (0, "")
            }
            if columns.contains(where: { $0.amount < 1 }) { refuse(line) }
        } else if cells.count == 5, cells[4] == "kurz" || cells[4] == "Rate" {
            sawHeader = true
        } else if !columns.isEmpty {
            readDay(cells, line)
        } else if let day, cells.count == 5,
            let rate = ExchangeRate(validFor: day, currency: cells[3], amount: Int(cells[2]), rate: Self.rate(cells[4]))
        {
            rates.append(rate)
        } else {
            refuse(line)
        }
    }

    private mutating func readDay(_ cells: [Substring], _ line: Substring) {
        guard let date = Self.date(cells[0]), cells.count == columns.count + 1 else { return refuse(line) }
        for (column, cell) in zip(columns, cells.dropFirst()) where !cell.isEmpty {
            guard let rate = ExchangeRate(validFor: date, currency: column.currency, amount: column.amount, rate: Self.rate(cell)) else {
                refuse(line)
                continue
            }
            rates.append(rate)
        }
    }

    private mutating func refuse(_ line: Substring) {
        if problems.count < 20 { problems.append("no rate in the line: \(line.prefix(60))") }
    }

    /// Decimal comma in Czech, point in English; three digits behind it as everywhere in the bank's list, so that a cut one shows.
    private static func rate(_ text: Substring) -> Decimal? {
        guard let point = text.firstIndex(where: { $0 == "," || $0 == "." }), text[point...].count == 4 else { return nil }
        return Decimal(plain: text, point: text[point])
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `19.08.2026`, or `19 Aug 2026` in English.
    private static func date(_ text: Substring) -> CivilDate? {
        let parts = text.split { $0 == "." || $0 == " " }
        guard parts.count == 3, parts[2].count == 4, let day = Int(parts[0]), let year = Int(parts[2]),
            let month = Int(parts[1]) ?? months.firstIndex(of: String(parts[1])).map({ $0 + 1 })
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}
