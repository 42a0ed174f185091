internal import Glibc

/// libmodbus waits with `select`, and glibc ends the process when that is given a descriptor past FD_SETSIZE (1024).
/// So it is not given any.
enum DescriptorLimit {
    /// A little below, since others open descriptors between the question and its use.
    static let usable: Int32 = 1000

    /// Whether the next descriptor is one that libmodbus can wait for.
    static var hasRoom: Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { if probe >= 0 { close(probe) } }
        return (0..<usable).contains(probe)
    }

    static let reason =
        "this process holds about \(usable) open files and libmodbus cannot use more; spread the devices over several workers"
}
