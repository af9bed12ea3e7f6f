/// Paths as text: what the shells and the readers share without touching a disk.
public enum PathText {
    /// The extension of the last part, lower-cased, without its dot; nil when there is none. A leading dot makes no extension.
    public static func lowercasedExtension(of path: String) -> String? {
        let bytes = path.utf8
        guard let dot = extensionDot(of: path), dot + 1 < bytes.count else { return nil }
        return String(path[bytes.index(bytes.startIndex, offsetBy: dot + 1)...]).lowercased()
    }

    /// The file name without its last extension: the default MediaName (vod-api 10).
    public static func stem(of path: String) -> String {
        let bytes = path.utf8
        let end = extensionDot(of: path).map { bytes.index(bytes.startIndex, offsetBy: $0) } ?? bytes.endIndex
        return String(path[bytes.index(bytes.startIndex, offsetBy: nameStart(of: path))..<end])
    }

    /// What follows the last slash.
    public static func lastPart(of path: String) -> String {
        String(path[path.utf8.index(path.startIndex, offsetBy: nameStart(of: path))...])
    }

    /// Bytes before the last part.
    private static func nameStart(of path: String) -> Int {
        lastOffset(of: UInt8(ascii: "/"), in: path).map { $0 + 1 } ?? 0
    }

    /// Bytes before the dot of the extension; nil where there is none.
    private static func extensionDot(of path: String) -> Int? {
        guard let dot = lastOffset(of: UInt8(ascii: "."), in: path), dot > nameStart(of: path) else { return nil }
        return dot
    }

    private static func lastOffset(of byte: UInt8, in text: String) -> Int? {
        text.utf8.withContiguousStorageIfAvailable { $0.lastIndex(of: byte) } ?? Array(text.utf8).lastIndex(of: byte)
    }

    /// What precedes the last slash; empty when there is none.
    public static func folder(of path: String) -> String {
        guard let slash = lastOffset(of: UInt8(ascii: "/"), in: path) else { return "" }
        return String(path[..<path.utf8.index(path.startIndex, offsetBy: slash)])
    }

    /// True when `byte` is in `text`. Looking through the bytes in one piece is several times quicker than through a view, and
    /// most texts have nothing to be found.
    public static func contains(_ byte: UInt8, in text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { $0.contains(byte) } ?? text.utf8.contains(byte)
    }
}
