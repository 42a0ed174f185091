import Foundation
import Testing

@testable import Migration

struct FlywayConfigurationTests {
    @Test func `defaults are Flyway's`() throws {
        let configuration = try FlywayConfiguration(settings: [:])
        #expect(configuration.table == "flyway_schema_history")
        #expect(configuration.lockRetryCount == 50)
        #expect(configuration.validateOnMigrate && configuration.createSchemas && configuration.placeholderReplacement)
        #expect(!configuration.outOfOrder && !configuration.mixed && !configuration.group && !configuration.baselineOnMigrate)
        #expect(configuration.ignoreMigrationPatterns == [.future])
        #expect(configuration.target == .latest)
        #expect(configuration.baselineVersion.text == "1")
    }

    @Test func `an unknown key is an error with its name`() {
        let error = #expect(throws: MigrationError.self) { try FlywayConfiguration(settings: ["lockRetryCounts": "1"]) }
        #expect(error?.message == "Unknown configuration property: flyway.lockRetryCounts")
    }

    @Test(arguments: [
        ("mixed", "yes"), ("lockRetryCount", "many"), ("target", "1x"), ("baselineVersion", "b"), ("ignoreMigrationPatterns", "*:gone"),
        ("locations", "classpath:db"), ("locations", "db/migration"), ("locations", "filesystem:db/*"), ("encoding", "ISO-8859-1"),
        ("callbacks", "x.Y"), ("skipExecutingMigrations", "true"), ("cherryPick", "1"), ("detectEncoding", "true"),
    ])
    func `a value that does not fit is an error with its key`(key: String, value: String) {
        let error = #expect(throws: MigrationError.self) { try FlywayConfiguration(settings: [key: value]) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("flyway.\(key)") == true)
    }

    @Test func `booleans may be written in any case`() throws {
        #expect(try FlywayConfiguration(settings: ["mixed": "TRUE", "createSchemas": "False"]).mixed)
    }

    @Test func `settings of no concern here are accepted`() throws {
        _ = try FlywayConfiguration(settings: [
            "cleanDisabled": "true", "driver": "org.postgresql.Driver", "postgresql.transactional.lock": "false", "callbacks": "",
            "detectEncoding": "false",
        ])
    }

    @Test func `a negative retry count means for ever`() throws {
        #expect(try FlywayConfiguration(settings: ["lockRetryCount": "-1"]).lockRetryCount == nil)
    }

    @Test func `home, project, further files, and environment follow one another, later ones winning`() async throws {
        let conf = "flyway.table=from_project\nflyway.user=u\nflyway.placeholders.a=1\nother.tool=x"
        try await TestProject.with(conf) { project throws in
            try await TestProject.with("flyway.table=from_home\nflyway.installedBy=from_home\nflyway.mixed=true") { home in
                try project.write("extra/extra.conf", "flyway.mixed=false\nflyway.group=true")
                let environment = [
                    "HOME": home.root.path, "FLYWAY_CONFIG_FILES": "db/extra/extra.conf", "FLYWAY_TABLE": "from_environment",
                    "FLYWAY_PLACEHOLDERS_A": "2", "FLYWAY_PLACEHOLDERS_GRID_CODE": "CZ", "FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK": "false",
                    "FLYWAY_EDITION_OF_TOMORROW": "x",
                ]
                let configuration = try ConfigurationSources(project: project.root, environment: environment).read()
                #expect(configuration.table == "from_environment")
                #expect(configuration.installedBy == "from_home")
                #expect(configuration.user == "u")
                #expect(configuration.group && !configuration.mixed)
                #expect(configuration.placeholders == ["a": "2", "grid_code": "CZ"])
            }
        }
    }

    @Test func `an error names the file`() async throws {
        try await TestProject.with("flyway.x=${P}") { project throws in
            let error = #expect(throws: MigrationError.self) {
                try ConfigurationSources(project: project.root, environment: ["P": "\\u12"]).read()
            }
            #expect(error?.place?.file.hasSuffix("flyway.conf") == true)
        }
    }

    @Test func `a folder without flyway.conf is an error that says so`() {
        let error = #expect(throws: MigrationError.self) {
            try Migrator(project: URL(fileURLWithPath: "/"), databaseURI: "postgresql:///x", environment: [:])
        }
        #expect(error?.message.contains("no flyway.conf in /") == true)
    }

    @Test func `the project is found upward`() async throws {
        try await TestProject.with { project throws in
            let inside = project.root.appendingPathComponent("db/migration")
            #expect(Migrator.project(around: inside)?.path == project.root.path)
            #expect(Migrator.project(around: URL(fileURLWithPath: "/proc/self")) == nil)
        }
    }

    @Test func `the project's own flyway.conf is readable`() throws {
        let repository = try #require(Migrator.project(around: URL(fileURLWithPath: #filePath).deletingLastPathComponent()))
        let configuration = try ConfigurationSources(project: repository, environment: [:]).read()
        #expect(configuration.schemas == ["ems", "api"])
        #expect(configuration.defaultSchema == "ems")
        #expect(configuration.locations == ["db/migration", "db/routines", "db/views", "db/device"])
        #expect(configuration.validateMigrationNaming)
    }
}
