import ArgumentParser

@main
struct EMS: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ems",
        abstract: "Energy management whose brain is PostgreSQL.",
        subcommands: [
            DemoCommand.self, ServeCommand.self, MigrateCommand.self, SimulateCommand.self, RestoreCommand.self, HealthCommand.self, DatabaseCommand.self,
            BacktestCommand.self, UserCommand.self,
        ])
}
