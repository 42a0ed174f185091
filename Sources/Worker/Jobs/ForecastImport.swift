internal import Database

struct ForecastImport: Sendable {
    init(_ handlers: JobHandlers) {}
    func run(_ site: WorkerSite, _ progress: JobHandlers.Progress) async throws -> String? { nil }
}
