/// What a path and a method ask for.
enum Action: Sendable, Equatable {
    enum Write: Sendable, Equatable { case insert, update, upsertOne, delete }
    enum Call: Sendable, Equatable { case get, head, post }

    case read(String, isHead: Bool)
    case write(String, Write)
    case call(String, Call)
    case describe(isHead: Bool)
    case relationOptions(String)
    case routineOptions(String)
    case rootOptions

    /// - Throws: PGRST101 and PGRST117 for a method the resource does not have.
    init(_ resource: Resource, method: String) throws(APIError) {
        switch (resource, method) {
        case (.root, "GET"): self = .describe(isHead: false)
        case (.root, "HEAD"): self = .describe(isHead: true)
        case (.root, "OPTIONS"): self = .rootOptions
        case (.root, _): throw .method(method)
        case (.routine(let name), "GET"): self = .call(name, .get)
        case (.routine(let name), "HEAD"): self = .call(name, .head)
        case (.routine(let name), "POST"): self = .call(name, .post)
        case (.routine(let name), "OPTIONS"): self = .routineOptions(name)
        case (.routine, _): throw .routineMethod(method)
        case (.relation(let name), "GET"): self = .read(name, isHead: false)
        case (.relation(let name), "HEAD"): self = .read(name, isHead: true)
        case (.relation(let name), "POST"): self = .write(name, .insert)
        case (.relation(let name), "PATCH"): self = .write(name, .update)
        case (.relation(let name), "PUT"): self = .write(name, .upsertOne)
        case (.relation(let name), "DELETE"): self = .write(name, .delete)
        case (.relation(let name), "OPTIONS"): self = .relationOptions(name)
        case (.relation, _): throw .method(method)
        }
    }

    var isHead: Bool {
        switch self {
        case .read(_, let isHead), .describe(let isHead): isHead
        case .call(_, let call): call == .head
        default: false
        }
    }

    /// Arguments come from the query string.
    var readsArguments: Bool {
        switch self {
        case .call(_, let call): call != .post
        case .routineOptions: true
        default: false
        }
    }
}

/// What a path names.
enum Resource: Sendable, Equatable {
    case root
    case relation(String)
    case routine(String)

    /// - Parameter path: what follows the prefix, undecoded, without the query string. A slash at the end is a segment more.
    init(path: Substring) throws(APIError) {
        var segments: [String] = []
        let rest = path.hasPrefix("/") ? path.dropFirst() : path
        for segment in rest.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: rest.isEmpty) {
            guard let name = PercentEncoding.decode(segment) else { throw .queryEncoding }
            segments.append(name)
        }
        switch segments.count {
        case 0: self = .root
        case 1: self = .relation(segments[0])
        case 2 where segments[0] == "rpc": self = .routine(segments[1])
        default: throw .path
        }
    }
}
