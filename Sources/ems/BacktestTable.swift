import Foundation

/// A back-test as lines of text: costs to the hundredth, and the regret with its causes.
struct BacktestTable {
    let rows: [BacktestRow]

    var text: String {
        guard let total = rows.last else { return "" }
        let heading = ["", "measured"] + BacktestRow.houses.map(\.heading) + ["captured", "regret", "price", "PV", "load", "execution"]
        let lines = [heading] + rows.map(cells)
        let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        let table = lines.map { line in
            line.indices.map { $0 == 0 ? pad(line[$0], widths[$0], left: false) : pad(line[$0], widths[$0], left: true) }.joined(separator: "  ")
        }
        return ([total.currency] + table).joined(separator: "\n")
    }

    private func cells(_ row: BacktestRow) -> [String] {
        let regrets = [row.planner - row.perfect, row.priceRegret, row.pvRegret, row.loadRegret, row.executionRegret]
        return [row.period, percent(row.measured)] + BacktestRow.houses.map { money(row[keyPath: $0.cost]) } + [row.captured.map(percent) ?? ""] + regrets.map(money)
    }

    private func money(_ value: Double) -> String { String(format: "%.2f", value) }
    private func percent(_ ratio: Double) -> String { String(format: "%.1f %%", 100 * ratio) }

    private func pad(_ text: String, _ width: Int, left: Bool) -> String {
        let space = String(repeating: " ", count: width - text.count)
        return left ? space + text : text + space
    }
}
