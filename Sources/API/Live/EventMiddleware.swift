internal import HTTPTypes
public import Hummingbird
internal import NIOCore

/// `GET /api/v1/sites/{id}/events`: Server-Sent Events (HTML standard, 9.2) of one house.
public struct EventMiddleware<Context: RequestContext>: RouterMiddleware {
    private let api: RestAPI
    private let service: EventService

    init(_ api: RestAPI, _ service: EventService) {
        self.api = api
        self.service = service
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get, let site = request.site(at: "events") else { return try await next(request, context) }
        let input = HTTPInput(
            method: "GET", path: Substring(request.uri.path), query: "", headers: RestMiddleware<Context>.headers(request), body: [])
        do {
            let identity = try api.identify(input)
            let audience = EventAudience(site: site, identity: identity)
            return try await answer(audience, EventListener(expiresAt: EventAudience.expiry(of: identity)), since: input["last-event-id"].flatMap { Int($0) })
        } catch let error as APIError {
            return RestMiddleware<Context>.response(ControlMiddleware<Context>.honest(APIAnswer(error, retryAfter: 1)))
        }
    }

    /// Joins before reading: what changes meanwhile comes twice rather than never.
    private func answer(_ audience: EventAudience, _ listener: EventListener, since cursor: Int?) async throws -> Response {
        guard let id = service.hub.join(audience, listener) else { throw APIError(.serviceUnavailable, "SA503", "the server is stopping") }
        let first: EventBatch
        do {
            first = try await service.batch(audience, since: cursor)
        } catch {
            service.hub.leave(audience, id)
            throw error
        }
        service.hub.begin(audience, at: first.cursor)
        var start = ByteBuffer(string: "retry: 2000\n\n")
        start.writeImmutableBuffer(first.frames)
        let hub = service.hub
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", HTTPField.Name("X-Accel-Buffering")!: "no"],
            body: ResponseBody { [start] writer in
                defer { hub.leave(audience, id) }
                // Used by the one task that writes; the other only waits, and what it ends is that task.
                nonisolated(unsafe) var out = writer
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await out.write(start)
                        for await message in listener.messages where (message.cursor ?? first.cursor) >= first.cursor {
                            try await out.write(message.bytes)
                        }
                    }
                    group.addTask {
                        for await _ in listener.release {}
                        throw CancellationError()
                    }
                    defer { group.cancelAll() }
                    try await group.next()
                }
                try await writer.finish(nil)
            })
    }
}

extension RestAPI {
    /// Events as a middleware; the service must run beside it.
    public func eventMiddleware<Context: RequestContext>(_ service: EventService, _ context: Context.Type = Context.self) -> EventMiddleware<Context> {
        EventMiddleware(self, service)
    }
}
