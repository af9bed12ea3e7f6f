/// Finds names by their bytes, without making a text of them.
public struct KeyTable: Sendable {
    /// Up to 24 bytes, zeros behind the last: one comparison of three words.
    private struct Packed: Hashable, Sendable {
        private var first: UInt64 = 0
        private var second: UInt64 = 0
        private var third: UInt64 = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            let raw = UnsafeRawBufferPointer(bytes)
            first = Self.word(raw, 0)
            if raw.count > 8 { second = Self.word(raw, 8) }
            if raw.count > 16 { third = Self.word(raw, 16) }
        }

        private static func word(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> UInt64 {
            if start + 8 <= bytes.count { return bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
            var word: UInt64 = 0
            for index in start..<bytes.count { word |= UInt64(bytes[index]) << UInt64((index - start) * 8) }
            return UInt64(littleEndian: word)
        }
    }

    private static let longest = 24
    private var names: [Packed] = []
    /// The place of each of `names` in the list that the table was made of.
    private var places: [Int] = []
    /// The names of length `n` are those from `starts[n]` up to `starts[n + 1]`.
    private var starts: [Int] = []

    /// A table of `list`; a name has at most 24 bytes.
    public init(_ list: [String]) {
        let sorted = list.enumerated().sorted { $0.element.utf8.count < $1.element.utf8.count }
        for (place, name) in sorted {
            precondition(name.utf8.count <= Self.longest, "a name is longer than 24 bytes")
            var name = name
            name.withUTF8 { names.append(Packed($0)) }
            places.append(place)
        }
        starts = (0...Self.longest + 1).map { length in
            sorted.firstIndex { $0.element.utf8.count >= length } ?? sorted.count
        }
    }

    /// The place of `bytes` in the list; nil when it is not there.
    func place(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count <= Self.longest else { return nil }
        let packed = Packed(bytes)
        for index in starts[bytes.count]..<starts[bytes.count + 1] where names[index] == packed { return places[index] }
        return nil
    }

    /// The place of `name` in the list; nil when it is not there.
    public func place(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { place(of: $0) }
    }
}
