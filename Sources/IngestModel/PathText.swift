/// Paths as text: what the shells and the readers share without touching a disk.
public enum PathText {
    /// The extension of the last part, lower-cased, without its dot; nil when there is none. A leading dot makes no extension.
    public static func lowercasedExtension(of path: String) -> String? {
        let name = lastBytes(of: path)
        guard let dot = name.lastIndex(of: dot), dot != name.startIndex else { return nil }
        let tail = name[name.index(after: dot)...]
        return tail.isEmpty ? nil : Substring(tail).lowercased()
    }

    /// The file name without its last extension: the default MediaName (vod-api 10).
    public static func stem(of path: String) -> String {
        let name = lastBytes(of: path)
        guard let dot = name.lastIndex(of: dot), dot != name.startIndex else { return String(Substring(name)) }
        return String(Substring(name[..<dot]))
    }

    /// What follows the last slash.
    public static func lastPart(of path: String) -> String { String(Substring(lastBytes(of: path))) }

    private static let dot = UInt8(ascii: ".")

    private static func lastBytes(of path: String) -> Substring.UTF8View {
        let bytes = path.utf8
        return bytes[(bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:)) ?? bytes.startIndex)...]
    }

    /// What precedes the last slash; empty when there is none.
    public static func folder(of path: String) -> String {
        guard contains(UInt8(ascii: "/"), in: path) else { return "" }
        return path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    }

    /// True when `byte` is in `text`. Looking through the bytes in one piece is several times quicker than through a view, and
    /// most texts have nothing to be found.
    public static func contains(_ byte: UInt8, in text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { $0.contains(byte) } ?? text.utf8.contains(byte)
    }
}
