internal import HTTPTypes

/// What the schema cache does not know, or knows more than once.
extension APIError {
    static let noCache = APIError(
        .serviceUnavailable, "PGRST002", "Could not query the database for the schema cache. Retrying.")

    static func table(_ name: QualifiedName, suggestion: String?) -> APIError {
        APIError(
            .notFound, "PGRST205", "Could not find the table '\(name.schema).\(name.name)' in the schema cache",
            hint: suggestion.map { "Perhaps you meant the table '\(name.schema).\($0)'" })
    }

    static func column(_ column: String, of table: String) -> APIError {
        APIError(.badRequest, "PGRST204", "Could not find the '\(column)' column of '\(table)' in the schema cache")
    }

    static func noRelationship(
        _ origin: String, _ target: String, hint: String?, schema: String, suggestion: String?
    ) -> APIError {
        let using = hint.map { "' using the hint '\($0)" } ?? ""
        return APIError(
            .badRequest, "PGRST200", "Could not find a relationship between '\(origin)' and '\(target)' in the schema cache",
            details: "Searched for a foreign key relationship between '\(origin)' and '\(target)\(using)' in the schema '\(schema)', but no matches were found.",
            hint: suggestion)
    }

    static func ambiguous(_ origin: String, _ target: String, _ relationships: [Relationship]) -> APIError {
        let choices = relationships.compactMap { relationship in
            relationship.hintName.map { "'\(relationship.foreignTable.name)!\($0)'" }
        }
        var error = APIError(
            .multipleChoices, "PGRST201", "Could not embed because more than one relationship was found for '\(origin)' and '\(target)'",
            hint: "Try changing '\(target)' to one of the following: \(choices.joined(separator: ", ")). Find the desired relationship in the 'details' key.")
        error.details = .array(relationships.map(\.summary))
        return error
    }

    static func ambiguous(_ routines: [Routine]) -> APIError {
        let signatures = routines.map { routine in
            let parameters = routine.parameters.map { "\($0.name) => \($0.type)" }.joined(separator: ", ")
            return "\(routine.name.schema).\(routine.name.name)(\(parameters))"
        }
        return APIError(
            .multipleChoices, "PGRST203", "Could not choose the best candidate function between: \(signatures.joined(separator: ", "))",
            hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved")
    }

    /// - Parameters:
    ///   - arguments: the names that were sent, sorted.
    ///   - suggestion: a name and signature that comes near, without schema.
    static func routine(
        _ name: QualifiedName, arguments: [String], contentType: MediaType, isPost: Bool, suggestion: String?
    ) -> APIError {
        let function = "\(name.schema).\(name.name)"
        let list = arguments.joined(separator: ", ")
        let wholeBody: String? =
            switch contentType {
            case .plain where isPost: "text"
            case .xml where isPost: "xml"
            case .octets where isPost: "bytea"
            default: nil
            }
        let message = wholeBody != nil ? "" : arguments.isEmpty ? " without parameters" : "(\(list))"
        var searched = arguments.isEmpty ? " without parameters" : " with parameter\(arguments.count > 1 ? "s" : "") \(list)"
        if let wholeBody {
            searched = " with a single unnamed \(wholeBody) parameter"
        } else if isPost, contentType == .json {
            searched += " or with a single unnamed json/jsonb parameter"
        }
        return APIError(
            .notFound, "PGRST202", "Could not find the function \(function)\(message) in the schema cache",
            details: "Searched for the function \(function)\(searched), but no matches were found in the schema cache.",
            hint: wholeBody != nil ? nil : suggestion.map { "Perhaps you meant to call the function \(name.schema).\($0)" })
    }
}
