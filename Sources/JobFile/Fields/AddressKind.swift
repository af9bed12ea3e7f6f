import Diagnostics

/// An `http` or `https` URL, without user and password where it stands in a file.
struct AddressKind: ValueKind {
    /// Names that may stand in braces.
    var placeholders: [String] = []

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        let text = scalar.text
        if !context.takesPasswords, let fault = NoKeyMaterial.fault(address: text, of: key) { throw fault }
        guard let rest = Self.afterScheme(text) else { throw notAnAddress(scalar, key) }
        let authority = rest.prefix { !"/?#".contains($0) }
        let bad = text.utf8.contains { $0 <= 0x20 || $0 >= 0x7F || "\"<>\\^`|".utf8.contains($0) }
        guard !authority.isEmpty, authority.utf8.first != UInt8(ascii: ":"), !bad else {
            throw notAnAddress(scalar, key)
        }
        try judgePlaceholders(text, key)
        return text
    }

    private func notAnAddress(_ scalar: Scalar, _ key: String) -> ValueFault {
        let hint = "write a whole URL, such as `https://host.example`"
        // What stands before `@` may be a password, whatever the rest looks like.
        guard scalar.text.contains("@") else {
            return ValueFault(
                .jobAddress, "`\(key)` is \(Quoted.text(scalar.text)), which is no address of `http` or `https`",
                hint: hint)
        }
        var fault = ValueFault(
            .jobAddress,
            "the value of `\(key)`, not shown since it may hold a password, is no address of `http` or `https`",
            hint: hint)
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

    private static func afterScheme(_ text: String) -> Substring? {
        for scheme in ["http://", "https://"] where text.hasPrefix(scheme) { return text.dropFirst(scheme.count) }
        return nil
    }

    var schema: SchemaNode {
        let character = "[!#-;=?-Z\\[\\]_a-z~]"
        let names = placeholders.joined(separator: "|")
        let piece = placeholders.isEmpty ? character : "(\(character)|\\{(\(names))\\})"
        return .object([
            ("type", "string"), ("pattern", .text("^https?://(?![:/?#])(?![^/?#]*@)\(piece)+$")),
        ])
    }
}
