import Glibc

/// Lends C copies of strings, terminated by a NULL pointer, for the length of a call.
func withCStrings<Value>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value) -> Value {
    withOptionalCStrings(strings.map { Optional($0) }, body)
}

/// The same, nil strings as NULL pointers.
func withOptionalCStrings<Value>(_ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value) -> Value {
    let copies = strings.map { string in string.map { UnsafePointer<CChar>(strdup($0)!) } }
    defer { for copy in copies { free(UnsafeMutablePointer(mutating: copy)) } }
    return (copies + [nil]).withUnsafeBufferPointer { body($0.baseAddress!) }
}

extension Duration {
    /// Whole milliseconds for `poll`, rounded up, never negative, at most a day.
    var pollMilliseconds: Int32 {
        let milliseconds = self / .milliseconds(1)
        return Int32(max(0, min(86_400_000, milliseconds.rounded(.up))))
    }
}
