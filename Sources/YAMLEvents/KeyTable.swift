/// Finds a key by its bytes, without making a text of them.
public struct KeyTable<Key: Sendable>: Sendable {
    private var byLength: [[(name: [UInt8], key: Key)]] = []

    /// A table of `keys`.
    public init(_ keys: some Sequence<(name: String, key: Key)>) {
        for (name, key) in keys {
            let bytes = Array(name.utf8)
            while byLength.count <= bytes.count { byLength.append([]) }
            byLength[bytes.count].append((bytes, key))
        }
    }

    /// The key called `bytes`; nil when there is none.
    func key(for bytes: UnsafeBufferPointer<UInt8>) -> Key? {
        guard bytes.count < byLength.count else { return nil }
        for candidate in byLength[bytes.count] where candidate.name.elementsEqual(bytes) { return candidate.key }
        return nil
    }

    /// The key called `name`; nil when there is none.
    public func key(for name: String) -> Key? {
        var name = name
        return name.withUTF8 { key(for: $0) }
    }
}
