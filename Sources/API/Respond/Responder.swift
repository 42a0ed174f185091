internal import HTTPTypes
internal import NIOCore

/// Shapes the database's answer into HTTP.
struct Responder {
    let request: APIRequest
    let plan: RequestPlan
    let answer: Answer
    let configuration: APIConfiguration

    /// - Throws: PGRST103 beyond the end, PGRST111 and 112 for what the database set, PGRST116 for a read of one object.
    func respond() throws(APIError) -> APIAnswer {
        if case .exactlyOne? = plan.expectation, !plan.isGuarded, answer.page != 1 { throw .singular(rows: answer.page) }
        if case .atMost(let limit)? = plan.expectation, !plan.isGuarded, answer.page > limit { throw .maxAffected(rows: answer.page) }
        let response: APIAnswer
        switch plan.statement {
        case .read: response = read()
        case .write(let write, _): response = self.write(write)
        case .call(let call, _): response = self.call(call)
        case .describe: response = APIAnswer(.ok)
        }
        return try Override(headers: answer.headers, status: answer.status).apply(to: response)
    }

    // MARK: - Reads and calls

    private func read() -> APIAnswer {
        let (status, contentRange) = Self.page(request.range, shown: answer.page, total: answer.total)
        var headers = [contentRange]
        if case .read(let name, _) = request.action {
            let canonical = request.query.canonical
            headers.append(HeaderField("Content-Location", "/" + PercentEncoding.encode(name) + (canonical.isEmpty ? "" : "?" + canonical)))
        }
        headers += contentType
        headers += applied([.count, .transaction, .handling, .timeZone])
        return finish(status, headers)
    }

    private func call(_ call: CallPlan) -> APIAnswer {
        let (status, contentRange) = Self.page(request.range, shown: answer.page, total: answer.total)
        let headers = [contentRange] + applied([.count, .transaction, .handling, .timeZone, .maxAffected])
        if call.routine.result == .void { return APIAnswer(.noContent, headers, hasNoBody: true) }
        return finish(status, headers + contentType)
    }

    /// The body, unless it is HEAD or beyond the end.
    private func finish(_ status: HTTPResponse.Status, _ headers: [HeaderField]) -> APIAnswer {
        var response = APIAnswer(status, headers, body: answer.body, hasNoBody: request.action.isHead)
        if status == .rangeNotSatisfiable {
            response.body = ByteBuffer(string: APIError.offset(request.range.lower, total: answer.total ?? 0).body)
        }
        return response
    }

    /// Status and `Content-Range` of rows `range.lower…` out of `total`.
    static func page(_ range: RowRange, shown: Int, total: Int?) -> (HTTPResponse.Status, HeaderField) {
        let field = contentRange(range.lower, range.lower + shown - 1, total)
        guard let total else { return (.ok, field) }
        if range.lower > total { return (.rangeNotSatisfiable, field) }
        return (shown < total ? .partialContent : .ok, field)
    }

    private static func contentRange(_ first: Int, _ last: Int, _ total: Int?) -> HeaderField {
        let rows = total != 0 && first <= last ? "\(first)-\(last)" : "*"
        return HeaderField("Content-Range", "\(rows)/\(total.map { String($0) } ?? "*")")
    }

    // MARK: - Writes

    private func write(_ write: WritePlan) -> APIAnswer {
        let counted = request.preferences.count == .exact || request.preferences.count == .estimated ? answer.page : nil
        let isFull = request.preferences.representation == .full
        var headers: [HeaderField] = []
        let status: HTTPResponse.Status
        switch write.change {
        case .insert(let conflict):
            if !answer.location.isEmpty { headers.append(location(write)) }
            headers.append(Self.contentRange(1, 0, counted))
            var kinds: Set<Preferences.Kind> = [.representation, .count, .transaction, .missing, .handling, .timeZone]
            if !write.primaryKey.isEmpty || request.query.onConflict != nil { kinds.insert(.resolution) }
            headers += applied(kinds)
            let mergedAll = conflict?.resolution == .merge && (answer.inserted ?? 0) <= 0
            status = mergedAll ? .ok : .created
        case .update:
            headers.append(Self.contentRange(0, answer.page - 1, counted))
            headers += applied([.representation, .count, .transaction, .missing, .handling, .timeZone, .maxAffected])
            status = isFull ? .ok : .noContent
        case .upsertOne:
            headers += applied([.representation, .count, .transaction, .handling, .timeZone])
            status = isFull ? (answer.inserted ?? 0) > 0 ? .created : .ok : .noContent
        case .delete:
            headers.append(Self.contentRange(1, 0, counted))
            headers += applied([.representation, .count, .transaction, .handling, .timeZone, .maxAffected])
            status = isFull ? .ok : .noContent
        }
        if isFull { return APIAnswer(status, headers + contentType, body: answer.body) }
        return APIAnswer(status, headers, hasNoBody: status == .noContent)
    }

    private func location(_ write: WritePlan) -> HeaderField {
        let conditions = answer.location.map { condition -> String in
            let halves = condition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return halves.map { PercentEncoding.encode(String($0)) }.joined(separator: "=")
        }
        return HeaderField("Location", "/" + PercentEncoding.encode(write.table.name) + "?" + conditions.joined(separator: "&"))
    }

    // MARK: - Headers

    private var contentType: [HeaderField] {
        [HeaderField("Content-Type", plan.mediaType == .any ? MediaType.json.contentType : plan.mediaType.contentType)]
            + (request.namesSchema ? [HeaderField("Content-Profile", request.schema)] : [])
    }

    private func applied(_ kinds: Set<Preferences.Kind>) -> [HeaderField] {
        request.preferences.applied(kinds).map { [$0] } ?? []
    }
}
