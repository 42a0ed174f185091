/// What a JSON body is, as far as a write needs to know.
enum JSONShape: Equatable {
    case object(Set<String>)
    /// An array of objects that all have these keys; nil for an empty array.
    case objects(keys: Set<String>?)
    /// An array whose elements are not all objects with the same keys.
    case mixedArray
    case scalar
}
