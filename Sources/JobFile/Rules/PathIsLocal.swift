import Diagnostics

/// MediaFilePath and CoverFilePath name files of this machine: no URL, no folder.
enum PathIsLocal {
    static func fault(_ path: String, of key: String) -> ValueFault? {
        if isURL(path) {
            var fault = ValueFault(
                .jobPathIsURL, "`\(key)` is the URL \(shown(path)); expected a path on this machine",
                hint: "copy the file here and give its path")
            fault.hidesValue = NoKeyMaterial.hasUser(path) || path.contains("?") || path.contains("#")
            return fault
        }
        if path.utf8.last == UInt8(ascii: "/") {
            return ValueFault(
                .jobPathIsFolder, "`\(key)` is \(Quoted.text(path)), which names a folder; expected a file",
                hint: "list each file of the folder as an entry; `vod-ingest init` writes such a list")
        }
        return nil
    }

    /// A scheme and `://` (RFC 3986, 3.1).
    private static func isURL(_ path: String) -> Bool {
        let bytes = path.utf8
        guard let first = bytes.first, isLetter(first) else { return false }
        let scheme = bytes.prefix { isLetter($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0) }
        return bytes[scheme.endIndex...].starts(with: "://".utf8)
    }

    /// Without user, password and query, which may hold a signature.
    private static func shown(_ url: String) -> String {
        var text = url.prefix { $0 != "?" && $0 != "#" }
        if let slashes = text.range(ofScheme: "://") {
            let authority = text[slashes...].prefix { $0 != "/" }
            if let at = authority.lastIndex(of: "@") { text.removeSubrange(slashes...at) }
        }
        return Quoted.text(String(text))
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
}

extension Substring {
    /// The index after the first `separator`.
    fileprivate func range(ofScheme separator: String) -> Index? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(separator) { return self.index(index, offsetBy: separator.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
