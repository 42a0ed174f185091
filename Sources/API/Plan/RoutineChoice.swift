/// Which overload a set of argument names means.
struct RoutineChoice {
    let cache: SchemaCache

    /// - Throws: PGRST202 where none fits, PGRST203 where several do.
    func choose(_ name: QualifiedName, arguments: Set<String>, contentType: MediaType, isPost: Bool) throws(APIError) -> Routine {
        let overloads = cache.routines[name] ?? []
        let named = overloads.filter { Self.fits($0, arguments, contentType: contentType, isPost: isPost) }
        let candidates = named.isEmpty ? overloads.filter { isPost && Self.takesBody($0, contentType) } : named
        if candidates.count > 1 { throw .ambiguous(candidates) }
        if let routine = candidates.first { return routine }
        throw .routine(
            name, arguments: arguments.sorted(), contentType: contentType, isPost: isPost,
            suggestion: suggestion(name, arguments, overloads))
    }

    /// All required arguments present, no unknown.
    private static func fits(_ routine: Routine, _ arguments: Set<String>, contentType: MediaType, isPost: Bool) -> Bool {
        if routine.parameters.isEmpty {
            return arguments.isEmpty && !(isPost && [.octets, .plain, .xml].contains(contentType))
        }
        let required = Set(routine.parameters.filter(\.isRequired).map(\.name))
        return arguments.isSuperset(of: required) && arguments.isSubset(of: routine.parameters.map(\.name))
    }

    /// One unnamed argument of the type the body has.
    private static func takesBody(_ routine: Routine, _ contentType: MediaType) -> Bool {
        guard routine.parameters.count == 1, routine.parameters[0].name.isEmpty else { return false }
        return switch (contentType, routine.parameters[0].type) {
        case (.json, "json"), (.json, "jsonb"), (.plain, "text"), (.xml, "xml"), (.octets, "bytea"): true
        default: false
        }
    }

    private func suggestion(_ name: QualifiedName, _ arguments: Set<String>, _ overloads: [Routine]) -> String? {
        func list(_ names: [String]) -> String { "(" + names.sorted().joined(separator: ", ") + ")" }
        if overloads.isEmpty {
            return Suggestion.best(for: name.name, among: cache.routines.keys.filter { $0.schema == name.schema }.map(\.name))
        }
        let signatures = overloads.map { list($0.parameters.map(\.name)) }
        return Suggestion.best(for: list(Array(arguments)), among: signatures).map { name.name + $0 }
    }
}
