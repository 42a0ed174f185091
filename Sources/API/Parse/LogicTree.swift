/// A condition, or several joined by `and` or `or`.
indirect enum LogicTree: Sendable, Equatable {
    case filter(Filter)
    case group(negated: Bool, Junctor, [LogicTree])

    enum Junctor: String, Sendable { case and, or }
}
