internal import HTTPTypes

/// What the database wants to say itself: `response.status` and `response.headers`.
struct Override {
    let headers: String?
    let status: String?

    /// A header of the database replaces ours of the same name; its own may repeat.
    /// - Throws: PGRST111, PGRST112.
    func apply(to answer: APIAnswer) throws(APIError) -> APIAnswer {
        var answer = answer
        if let status {
            guard let code = Int(status.trimmed.prefix { $0.isASCII && $0.isNumber }), (200...599).contains(code) else { throw .responseStatus }
            answer.status = HTTPResponse.Status(code: code)
        }
        if let headers {
            let fields = try fields(headers)
            let names = Set(fields.map { $0.name.lowercased() })
            answer.headers.removeAll { names.contains($0.name.lowercased()) }
            answer.headers += fields
        }
        return answer
    }

    private func fields(_ text: String) throws(APIError) -> [HeaderField] {
        guard case .array(let objects)? = JSONReader.value(text) else { throw .responseHeaders }
        var fields: [HeaderField] = []
        for object in objects {
            guard case .object(let members) = object, members.count == 1, let value = members[0].value.string,
                HTTPField.Name(members[0].key) != nil
            else { throw .responseHeaders }
            fields.append(HeaderField(members[0].key, value))
        }
        return fields
    }
}
