import ArgumentParser
import Fetch

/// `ems health`: asks a worker whether it is well; for containers that have no curl.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Ask a running worker whether it is ready; ends with 1 when it is not.")

    @Option(help: "Address to ask.")
    var url = "http://127.0.0.1:8080/ready"

    func run() async throws {
        let client = HTTPClient(limits: HTTPLimits(connect: .seconds(2), total: .seconds(4)))
        do {
            let response = try await client.send(HTTPRequest(.get, url))
            print(response.text)
            if !response.isSuccess { throw ExitCode.failure }
        } catch let error as FetchError {
            print("\(error)")
            throw ExitCode.failure
        }
    }
}
