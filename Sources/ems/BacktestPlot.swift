import Foundation

/// A back-test as bars: what each house paid in each period, an SVG document.
struct BacktestPlot {
    let rows: [BacktestRow]

    private let width = 980.0
    private let height = 400.0
    private let left = 58.0
    private let top = 50.0
    private let bottom = 34.0

    var text: String {
        let values = rows.flatMap { row in BacktestRow.houses.map { row[keyPath: $0.cost] } }
        let step = Self.step(span: max(0, values.max() ?? 0) - min(0, values.min() ?? 0))
        let low = (min(0, values.min() ?? 0) / step).rounded(.down) * step
        let high = max(low + step, (max(0, values.max() ?? 0) / step).rounded(.up) * step)
        func y(_ value: Double) -> Double { top + (high - value) / (high - low) * (height - top - bottom) }

        var lines = [
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(number(width)) \#(number(height))" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="What each house paid">"#,
            ##"<rect width="\##(number(width))" height="\##(number(height))" fill="#fff"/>"##,
            ##"<text x="\##(number(left))" y="18" font-size="14" font-weight="600" fill="#1d1d1f">What the house paid, \##(rows.first?.currency ?? "")</text>"##,
        ]
        for (n, house) in BacktestRow.houses.enumerated() {
            let x = left + Double(n) * 150
            lines.append(
                ##"<rect x="\##(number(x))" y="28" width="11" height="11" fill="\##(house.colour)"/><text x="\##(number(x + 16))" y="38" fill="#444">\##(house.heading)</text>"##)
        }
        for value in stride(from: low, through: high + step / 2, by: step) {
            lines.append(
                ##"<line x1="\##(number(left))" x2="\##(number(width - 10))" y1="\##(number(y(value)))" y2="\##(number(y(value)))" stroke="\##(abs(value) < step / 2 ? "#888" : "#e4e4e7")"/>"##
                    + ##"<text x="\##(number(left - 6))" y="\##(number(y(value) + 4))" text-anchor="end" fill="#666">\##(String(format: "%g", value))</text>"##)
        }
        let group = (width - left - 10) / Double(max(1, rows.count))
        let bar = group * 0.8 / Double(BacktestRow.houses.count)
        // every label where there is room for it
        let labelled = max(1, Int((70 / group).rounded(.up)))
        for (n, row) in rows.enumerated() {
            let x = left + Double(n) * group
            for (k, house) in BacktestRow.houses.enumerated() {
                let value = row[keyPath: house.cost]
                lines.append(
                    #"<rect x="\#(number(x + group * 0.1 + Double(k) * bar))" y="\#(number(min(y(0), y(value))))" width="\#(number(max(0.5, bar - 1)))" height="\#(number(abs(y(0) - y(value))))" fill="\#(house.colour)">"#
                        + #"<title>\#(row.period), \#(house.heading): \#(String(format: "%.2f", value)) \#(row.currency)</title></rect>"#)
            }
            if n % labelled == 0 {
                lines.append(##"<text x="\##(number(x + group / 2))" y="\##(number(height - 12))" text-anchor="middle" fill="#444">\##(row.period.dropFirst(2))</text>"##)
            }
        }
        return lines.joined(separator: "\n") + "\n</svg>\n"
    }

    /// A round distance between lines: 1, 2 or 5 times a power of ten, six lines or so.
    private static func step(span: Double) -> Double {
        guard span > 0 else { return 1 }
        let power = pow(10, (log10(span / 6)).rounded(.down))
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= span / 6 } ?? power
    }

    private func number(_ value: Double) -> String { String(format: "%.1f", value) }
}
