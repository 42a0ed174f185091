internal import Database
internal import Site

/// Commands that go to a device in one request: neighbours, in the order they were decided, with what the registers hold now.
struct WriteBatch: Sendable {
    struct Item: Sendable {
        let command: DueCommand
        /// Words of the command's register before the write.
        let held: [UInt16]
        /// Words it is to hold; equal to `held` where there is nothing to write.
        fileprivate(set) var wanted: [UInt16]

        var differs: Bool { held != wanted }
    }

    let unit: UInt8
    let sunspecModel: Int?
    let function: Int
    private(set) var address: Int
    private(set) var words: [UInt16]
    private(set) var items: [Item]

    /// Joins commands of one device whose registers differ into requests: only neighbours in order and address, so that
    /// settings are written in the order their setpoint wants; bits of one register become one word.
    static func batches(_ items: [Item]) -> [WriteBatch] {
        var batches: [WriteBatch] = []
        // What an earlier write of the same round leaves in a shared register.
        var shared: [Int: UInt16] = [:]
        for var item in items where item.differs {
            guard let address = item.command.address else { continue }
            if let mask = item.command.register.mask {
                if let earlier = shared[address] { item.wanted = [earlier & ~mask | item.wanted[0] & mask] }
                shared[address] = item.wanted[0]
            }
            if let last = batches.indices.last, batches[last].takes(item, at: address) {
                batches[last].add(item, at: address)
            } else {
                batches.append(
                    WriteBatch(
                        unit: item.command.unitID, sunspecModel: item.command.sunspecModel, function: item.command.writeFunction, address: address,
                        words: item.wanted, items: [item]))
            }
        }
        return batches
    }

    private func takes(_ item: Item, at address: Int) -> Bool {
        let end = self.address + words.count
        let sameWord = item.command.register.mask != nil && address == end - 1
        return function == 16 && item.command.unitID == unit && item.command.sunspecModel == sunspecModel && words.count < 60 && (address == end || sameWord)
    }

    private mutating func add(_ item: Item, at address: Int) {
        if address < self.address + words.count, let mask = item.command.register.mask, let last = words.indices.last {
            words[last] = words[last] & ~mask | item.wanted[0] & mask
        } else {
            words += item.wanted
        }
        items.append(item)
    }
}
