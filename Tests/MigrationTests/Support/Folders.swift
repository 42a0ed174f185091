@testable import Migration

/// What a project's folders hold.
func contents(of project: TestProject, placeholders: [String: String] = [:]) throws -> MigrationFolders.Contents {
    try MigrationFolders(
        project: project.root, configuration: ConfigurationSources(project: project.root, environment: [:]).read(),
        placeholders: Placeholders(placeholders), environment: [:]
    ).read()
}
