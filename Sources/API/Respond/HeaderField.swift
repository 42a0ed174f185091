/// One header of an answer, before it becomes HTTP.
struct HeaderField: Sendable, Equatable {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
