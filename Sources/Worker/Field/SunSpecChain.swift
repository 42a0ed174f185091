/// Finds where each SunSpec model starts: the marker "SunS" at 40000, 50000 or 0, then a chain of (id, length).
enum SunSpecChain {
    /// - Parameter read: words from a PDU address on.
    /// - Returns: PDU address of each model's id register, the first of each kind; empty where there is no marker.
    static func walk(_ read: @Sendable (_ address: Int, _ count: Int) async throws -> [UInt16]) async throws -> [Int: Int] {
        for base in [40_000, 50_000, 0] {
            guard let marker = try? await read(base, 2), marker == [0x5375, 0x6E53] else { continue }
            var models: [Int: Int] = [:]
            var address = base + 2
            // A chain longer than any real device's is a device that lies.
            for _ in 0..<64 {
                let header = try await read(address, 2)
                guard header.count == 2, header[0] != 0xFFFF else { break }
                if models[Int(header[0])] == nil { models[Int(header[0])] = address }
                address += 2 + Int(header[1])
            }
            return models
        }
        return [:]
    }
}
