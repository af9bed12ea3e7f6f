import Diagnostics

/// An access region: lower-case words joined by hyphens. Not held against a list, because regions are added;
/// `AccessRegionIsKnown` warns of slips.
struct AccessRegionKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        let words = scalar.text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isWord = { (word: Substring.UTF8View) in
            !word.isEmpty && word.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }
        guard words.count >= 2, words.allSatisfy(isWord) else {
            throw ValueFault(
                .jobRegion, "`\(key)` is \(Quoted.text(scalar.text)), which has not the form of a region",
                hint: NearestName.nearest(to: scalar.text, in: AccessRegionIsKnown.known).map {
                    "did you mean `\($0)`?"
                } ?? "write it as the service does, such as `ap-guangzhou`")
        }
        return scalar.text
    }

    var schema: SchemaNode { .object([("type", "string"), ("pattern", "^[a-z0-9]+(-[a-z0-9]+)+$")]) }
}
