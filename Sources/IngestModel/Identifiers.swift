/// The stable name of an entry in a job: its `id`, or else its `MediaFilePath` as written.
public struct EntryID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name; never empty.
    public let rawValue: String
    /// The entry called `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The name.
    public var description: String { rawValue }
}

/// The number of a part of a multipart upload: 1 to 10,000 (COS, Upload Part).
public struct PartNumber: RawRepresentable, Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// The highest number that the service takes.
    public static let highest = 10_000
    /// The number.
    public let rawValue: Int
    /// The part `rawValue`; nil outside 1 to 10,000.
    public init?(rawValue: Int) {
        guard (1...Self.highest).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }
    /// By number.
    public static func < (left: PartNumber, right: PartNumber) -> Bool { left.rawValue < right.rawValue }
    /// The decimal number.
    public var description: String { String(rawValue) }
}

/// A text that must not be seen: keys, tokens, session keys. Every way to print it prints `<redacted>`.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String
    /// Wraps `value`.
    public init(_ value: String) { self.value = value }
    /// The text itself: for signing and for the request that carries it, nowhere else.
    public func reveal() -> String { value }
    /// True when there is no text.
    public var isEmpty: Bool { value.isEmpty }
    /// `<redacted>`.
    public var description: String { "<redacted>" }
    /// `<redacted>`.
    public var debugDescription: String { "<redacted>" }
    /// Shows nothing to `dump` and to a debugger.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
