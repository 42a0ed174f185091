import ArgumentParser

@main
struct EMS: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ems",
        abstract: "Energy management whose brain is PostgreSQL.",
        subcommands: [DatabaseCommand.self, MigrateCommand.self, ServeCommand.self, SimulateCommand.self])
}
