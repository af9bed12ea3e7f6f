/// The key of an object in a bucket: 1 to 850 bytes of UTF-8 without a leading slash, an empty part, a `.` or a `..` part
/// (COS, object overview). What cannot be such a key cannot be built, so no path of a manifest can name an object outside
/// its entry's folder.
public struct ObjectKey: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Why a text is not a key.
    public enum Refusal: Error, Hashable, Sendable {
        /// There is no text.
        case empty
        /// More than 850 bytes; the value is the length found.
        case tooLong(Int)
        /// It begins with `/` or `\`.
        case absolute
        /// It has an empty part, a `.` part or a `..` part.
        case dotOrEmptyPart
        /// It holds a character that the store refuses or that cannot be meant: a control character.
        case controlCharacter
    }

    /// The most bytes the store takes.
    public static let longest = 850
    /// The key as it is stored, not percent-encoded.
    public let text: String

    /// The key `text`.
    public init(_ text: String) throws(Refusal) {
        guard let first = text.utf8.first else { throw .empty }
        guard text.utf8.count <= Self.longest else { throw .tooLong(text.utf8.count) }
        guard first != UInt8(ascii: "/"), first != UInt8(ascii: "\\") else { throw .absolute }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .controlCharacter }
        // UTF-8 view: a combining character after a slash would hide it from a search by Character.
        for part in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard !part.isEmpty, !part.elementsEqual(".".utf8), !part.elementsEqual("..".utf8) else {
                throw .dotOrEmptyPart
            }
        }
        self.text = text
    }

    /// The key that the service gave as a path: ApplyUpload's paths begin with one slash, which is not part of the key
    /// (vod-api 7).
    public init(servicePath: String) throws(Refusal) {
        try self.init(servicePath.hasPrefix("/") ? String(servicePath.dropFirst()) : servicePath)
    }

    /// The key beside this one for a file whose path relative to the top manifest is `relativePath` (vod-api 9: the folder
    /// of MediaStoragePath, a slash, the path).
    public func sibling(_ relativePath: String) throws(Refusal) -> ObjectKey {
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return try ObjectKey(relativePath) }
        return try ObjectKey(String(text[...slash]) + relativePath)
    }

    /// Reads a key and judges it again.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The text.
    public var description: String { text }
}
