public import Foundation

/// Passwords and tokens, from `EMS_SECRET_<NAME>` or the file `<data directory>/secrets/<name>`; never logged, never stored elsewhere.
public struct Secrets: Sendable {
    private let directory: String
    private let environment: [String: String]

    public init(directory: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.directory = directory
        self.environment = environment
    }

    /// The secret, without the newline a file may end with; nil where there is none, or its name could leave the folder.
    public func value(_ name: String) -> String? {
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }) else { return nil }
        if let value = environment["EMS_SECRET_" + name.uppercased().replacing("-", with: "_")] { return value }
        guard let text = try? String(contentsOfFile: directory + "/secrets/" + name, encoding: .utf8) else { return nil }
        return text.trimmingCharacters(in: .newlines)
    }
}
