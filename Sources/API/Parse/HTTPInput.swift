/// A request as it came, freed from the HTTP library.
struct HTTPInput: Sendable {
    var method: String
    /// Below the prefix, undecoded: `/table`.
    var path: Substring
    /// Undecoded, without the question mark.
    var query: Substring
    /// Names in lower case, in order, repeats allowed.
    var headers: [HeaderField]
    var body: [UInt8]

    /// The last header of that lower-case name.
    subscript(_ name: String) -> String? { headers.last { $0.name == name }?.value }

    func all(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }
}
