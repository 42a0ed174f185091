import Foundation
import Glibc

/// Asks for a password without showing it, or reads it from standard input; never from an argument, which everybody on the machine can see.
enum Password {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter fromStandardInput: the first line of standard input, whatever that is.
    static func read(fromStandardInput: Bool) throws -> String {
        if fromStandardInput {
            guard let line = readLine(strippingNewline: true) else { throw Failure(description: "--password-stdin: standard input is empty") }
            return line
        }
        guard isatty(STDIN_FILENO) == 1 else { throw Failure(description: "there is no terminal to ask at: give --password-stdin") }
        let first = try ask("Password: ")
        guard try ask("Once more: ") == first else { throw Failure(description: "the two were not the same; nothing was changed") }
        return first
    }

    private static func ask(_ prompt: String) throws -> String {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { throw Failure(description: "the terminal does not answer: give --password-stdin") }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        FileHandle.standardError.write(Data(prompt.utf8))
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine(strippingNewline: true) else { throw Failure(description: "nothing was entered") }
        return line
    }
}
