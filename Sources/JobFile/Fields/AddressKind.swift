import Diagnostics

/// An `http` or `https` URL, without user and password where it stands in a file.
struct AddressKind: ValueKind {
    /// Names that may stand in braces.
    var placeholders: [String] = []

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        let text = scalar.text
        if !context.takesPasswords, let fault = NoKeyMaterial.fault(address: text, of: key) { throw fault }
        guard Self.isAddress(text, of: ["http://", "https://"]) else {
            throw Self.fault(
                text, key, isNot: "no address of `http` or `https`",
                hint: "write a whole URL, such as `https://host.example`")
        }
        try judgePlaceholders(text, key)
        return text
    }

    /// True for one of `schemes` with a host behind it, and nothing in it that no URL has.
    static func isAddress(_ text: String, of schemes: [String]) -> Bool {
        guard let scheme = schemes.first(where: text.hasPrefix) else { return false }
        let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        let bad = text.utf8.contains { $0 <= 0x20 || $0 >= 0x7F || "\"<>\\^`|".utf8.contains($0) }
        return !authority.isEmpty && authority.utf8.first != UInt8(ascii: ":") && !bad
    }

    /// What is said of a `text` that is no address.
    static func fault(_ text: String, _ key: String, isNot words: String, hint: String) -> ValueFault {
        // What stands before `@` may be a password, whatever the rest looks like.
        guard text.contains("@") else {
            return ValueFault(.jobAddress, "`\(key)` is \(Quoted.text(text)), which is \(words)", hint: hint)
        }
        var fault = ValueFault(
            .jobAddress, "the value of `\(key)`, not shown since it may hold a password, is \(words)", hint: hint)
        fault.hidesValue = true
        return fault
    }

    private func judgePlaceholders(_ text: String, _ key: String) throws(ValueFault) {
        for piece in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
            let name = String(piece.prefix { $0 != "}" })
            guard placeholders.contains(name), piece.utf8.count > name.utf8.count else {
                let nearest = NearestName.nearest(to: name, in: placeholders)
                throw ValueFault(
                    .jobAddress, "`\(key)` has the unknown placeholder \(Quoted.text("{" + name + "}"))",
                    hint: nearest.map { "did you mean `{\($0)}`?" })
            }
        }
    }

    /// A character of an address, as a regular expression.
    static let character = "[!#-;=?-Z\\[\\]_a-z~]"

    var schema: SchemaNode {
        let character = Self.character
        let names = placeholders.joined(separator: "|")
        let piece = placeholders.isEmpty ? character : "(\(character)|\\{(\(names))\\})"
        return .object([
            ("type", "string"), ("pattern", .text("^https?://(?![:/?#])(?![^/?#]*@)\(piece)+$")),
        ])
    }
}
