import ArgumentParser
import Foundation
import Postgres

/// `ems user`: accounts, their houses, and tokens of programs, by the owner of the database.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts: who may log in, to which houses, with which tokens.",
        subcommands: [Add.self, Passwd.self, Member.self, Lock.self, Unlock.self, Token.self, Revoke.self, Secret.self, List.self])

    enum Role: String, ExpressibleByArgument, CaseIterable {
        case guest, operator_ = "operator", installer, admin
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account. Its password is asked for.")
        @Argument(help: "E-mail address, the login.") var email: String
        @Option(help: "Name, for people.") var name = ""
        @Option(help: "Role in every house, those to come too; leave it out for members of single houses.") var role: Role?
        @Option(help: "Member of this house, as SITE=ROLE; may be given more than once.") var site: [String] = []
        @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input.") var passwordFromStandardInput = false
        @Flag(name: .customLong("no-password"), help: "No password: a program that comes with a token.") var noPassword = false
        @OptionGroup var database: DatabaseAddress

        func run() async throws {
            let members = try site.map { text in
                let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard halves.count == 2 else { throw ValidationError("--site is '\(text)'; it must be SITE=ROLE, as home01=operator.") }
                return (site: halves[0], role: halves[1])
            }
            let password = noPassword ? nil : try Password.read(fromStandardInput: passwordFromStandardInput)
            try await UserCommand.ask(database) { connection in
                try await connection.script("begin")
                try await connection.query(
                    "select ems.fn_user_add(p_email => $1, p_name => $2, p_role => $3, p_password => $4, p_at => now())",
                    [PostgresValue(email), PostgresValue(name), PostgresValue(role?.rawValue), PostgresValue(password)])
                for member in members {
                    try await connection.query(
                        "select ems.fn_user_member(p_email => $1, p_site_id => $2, p_role => $3)", [PostgresValue(email), PostgresValue(member.site), PostgresValue(member.role)])
                }
                try await connection.script("commit")
            }
        }
    }

    struct Passwd: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give an account another password, and end its logins.")
        @Argument(help: "E-mail address.") var email: String
        @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input.") var passwordFromStandardInput = false
        @OptionGroup var database: DatabaseAddress

        func run() async throws {
            let password = try Password.read(fromStandardInput: passwordFromStandardInput)
            try await UserCommand.call(database, "ems.fn_user_password(p_email => $1, p_password => $2, p_at => now())", [PostgresValue(email), PostgresValue(password)])
        }
    }

    struct Member: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account a member of a house, or without --role no longer one.")
        @Argument(help: "E-mail address.") var email: String
        @Argument(help: "House.") var site: String
        @Option(help: "Role in this house.") var role: Role?
        @OptionGroup var database: DatabaseAddress

        func run() async throws {
            try await UserCommand.call(
                database, "ems.fn_user_member(p_email => $1, p_site_id => $2, p_role => $3)", [PostgresValue(email), PostgresValue(site), PostgresValue(role?.rawValue)])
        }
    }

    struct Lock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lock an account: its logins and tokens work no more.")
        @Argument(help: "E-mail address.") var email: String
        @OptionGroup var database: DatabaseAddress
        func run() async throws { try await UserCommand.call(database, "ems.fn_user_lock(p_email => $1, p_locked => true, p_at => now())", [PostgresValue(email)]) }
    }

    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open a locked account again.")
        @Argument(help: "E-mail address.") var email: String
        @OptionGroup var database: DatabaseAddress
        func run() async throws { try await UserCommand.call(database, "ems.fn_user_lock(p_email => $1, p_locked => false, p_at => now())", [PostgresValue(email)]) }
    }

    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token for a program and print it, once.", discussion: "A program sends it as `Authorization: Bearer ems_…`. What it does carries the account's and the token's name.")
        @Argument(help: "E-mail address of the account it works for.") var email: String
        @Option(help: "What it is for: grafana.") var name: String
        @Option(help: "Most it may be, however much the account is.") var role = Role.guest
        @Option(help: "Days until it ends; without, until it is revoked.") var days: Int?
        @OptionGroup var database: DatabaseAddress

        func run() async throws {
            let result = try await UserCommand.call(
                database, "ems.fn_api_token_make(p_email => $1, p_name => $2, p_role => $3, p_lifetime => make_interval(hours => 24 * $4::integer), p_at => now()) as token",
                [PostgresValue(email), PostgresValue(name), PostgresValue(role.rawValue), PostgresValue(days)])
            if let row = result.first { print(try row.decode("token", as: String.self)) }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End a token of a program.")
        @Argument(help: "E-mail address of its account.") var email: String
        @Option(help: "Its name.") var name: String
        @OptionGroup var database: DatabaseAddress
        func run() async throws {
            try await UserCommand.call(database, "ems.fn_api_token_revoke(p_email => $1, p_name => $2, p_at => now())", [PostgresValue(email), PostgresValue(name)])
        }
    }

    struct Secret: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set what logins are signed with, from a file; every login and access token made before is refused.",
            discussion: "For a database that PostgREST serves without a worker: PGRST_JWT_SECRET is the same text. `ems serve` with EMS_API_JWT_SECRET does it by itself.")
        @Option(help: "File with at least 32 bytes of text.", completion: .file()) var file: String
        @OptionGroup var database: DatabaseAddress
        func run() async throws {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { throw ValidationError("--file names '\(file)', which cannot be read.") }
            try await UserCommand.call(database, "ems.fn_identity_adopt(p_secret => $1, p_audience => null)", [PostgresValue(text.trimmingCharacters(in: .newlines))])
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List accounts with their houses and tokens.")
        @OptionGroup var database: DatabaseAddress

        func run() async throws {
            let rows = try await UserCommand.query(
                database,
                """
                select concat_ws('  ', email, nullif(name, ''), 'every house: ' || role, 'houses: ' || sites, 'tokens: ' || tokens,
                  case when locked then 'LOCKED' end, case when not has_password then 'no password' end, 'last login ' || to_char(last_login_at, 'YYYY-MM-DD HH24:MI')) as line
                from ems.fn_user_list()
                """)
            for row in rows { print(try row.decode("line", as: String.self)) }
        }
    }
}

extension UserCommand {
    @discardableResult
    fileprivate static func call(_ address: DatabaseAddress, _ function: String, _ parameters: [PostgresValue]) async throws -> PostgresResult {
        try await query(address, "select \(function)", parameters)
    }

    fileprivate static func query(_ address: DatabaseAddress, _ sql: String, _ parameters: [PostgresValue] = []) async throws -> PostgresResult {
        try await ask(address) { try await $0.query(sql, parameters) }
    }

    /// A refusal of the database is a sentence and status 1.
    fileprivate static func ask<Value: Sendable>(_ address: DatabaseAddress, _ body: @Sendable (PostgresConnection) async throws -> Value) async throws -> Value {
        do {
            let connection = try await PostgresConnection(address.uri(), applicationName: "ems-user")
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await body(connection)) } catch { outcome = .failure(error) }
            await connection.close()
            return try outcome.get()
        } catch let error as PostgresError {
            FileHandle.standardError.write(Data("ems user: \([error.message, error.hint].compactMap(\.self).joined(separator: ". "))\n".utf8))
            throw ExitCode.failure
        }
    }
}
