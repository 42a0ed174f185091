/// Which of the two 16-bit tables of the Modbus data model is read.
public enum RegisterSpace: String, Sendable, Hashable {
    /// Function 03; also what functions 06 and 16 write.
    case holding
    /// Function 04.
    case input
}
