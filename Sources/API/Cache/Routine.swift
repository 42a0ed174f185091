/// A function that can be called.
struct Routine: Sendable {
    struct Parameter: Sendable {
        /// Empty for the one unnamed argument.
        var name: String
        /// Type in SQL.
        var type: String
        /// Type for casts: `bit` and `character` without their length of one.
        var castType: String
        var isRequired: Bool
        var isVariadic: Bool
    }

    enum Result: Sendable, Equatable {
        case void
        case scalar
        case setOfScalar
        /// A row; the type's name, `record` where it has none.
        case composite(QualifiedName)
        case setOfComposite(QualifiedName)
    }

    enum Volatility: String, Sendable {
        case immutable = "i"
        case stable = "s"
        case volatile = "v"
    }

    var oid: Int
    var name: QualifiedName
    var comment: String?
    var parameters: [Parameter]
    var result: Result
    var volatility: Volatility
    /// Isolation level the function asks for.
    var isolation: String?
    /// Its settings among those that are hoisted to the transaction.
    var settings: [Setting]

    struct Setting: Sendable {
        var name: String
        var value: String
    }

    var isSingle: Bool {
        switch result {
        case .void, .scalar, .composite: true
        case .setOfScalar, .setOfComposite: false
        }
    }

    var isScalar: Bool { result == .scalar || result == .void }

    /// The type its rows have, for embedding.
    var rowType: QualifiedName? {
        switch result {
        case .composite(let type), .setOfComposite(let type): type
        case .void, .scalar, .setOfScalar: nil
        }
    }
}
