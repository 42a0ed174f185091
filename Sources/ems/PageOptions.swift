import API
import ArgumentParser
import Foundation
import Logging

/// Where the page lies.
struct PageOptions: ParsableArguments {
    @Option(name: .customLong("web-dir"), help: "The built page (EMS_WEB_DIR); empty serves none. By default folder web beside or above the executable, where scripts/web puts it.")
    var directory = variable("EMS_WEB_DIR")

    /// The page, or nil where none was built or asked for: the API then answers alone. Throws where a named folder holds none.
    func files(logger: Logger) throws -> PageFiles? {
        if let directory { return directory.isEmpty ? nil : try PageFiles(URL(fileURLWithPath: directory)) }
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<4 {
            let page = folder.appendingPathComponent("web")
            if FileManager.default.fileExists(atPath: page.appendingPathComponent("assets").path) { return try PageFiles(page) }
            folder.deleteLastPathComponent()
        }
        logger.notice("no page was built: scripts/web builds it", metadata: ["http.url": "/"])
        return nil
    }
}
