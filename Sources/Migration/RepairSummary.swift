/// What `repair` changed in the history, by script.
public struct RepairSummary: Sendable, Equatable {
    /// Failed rows taken out.
    public var removed: [String] = []
    /// Rows marked as deleted, their files being gone.
    public var deleted: [String] = []
    /// Rows that took over checksum and description of their file.
    public var aligned: [String] = []
}
