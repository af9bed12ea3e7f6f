import Diagnostics
import IngestModel
import StreamingManifest

/// The text of a reference, after a byte that tells the folder (its low bits) and whether `..` is allowed (its highest).
enum ReferenceEntry {
    private static let folders = [[], ["a"], ["a", "b"], ["a b", "é", "c%20d"]]

    static func violations(of bytes: [UInt8]) -> [String] {
        guard let first = bytes.first else { return [] }
        let folder = folders[Int(first & 3)]
        let resolver = ReferenceResolver(parentReferences: first & 0x80 == 0 ? .refuse : .allow)
        let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        var found: [String] = []
        let resolution = resolver.resolve(text, from: folder)
        switch resolution {
        case .file(let path, let findings):
            if !FindingForm.isBelowRoot(path) { found.append("leads to \(path.debugDescription)") }
            found += findings.flatMap(Self.violations)
            if first & 0x80 == 0, !path.utf8.starts(with: folder.map { $0 + "/" }.joined().utf8) {
                found.append("leaves its folder for \(path.debugDescription)")
            }
            found += encodedViolations(text, path: path, folder: folder, resolver)
        case .refused(let finding): found += Self.violations(finding)
        case .url(let scheme):
            if scheme.isEmpty { found.append("has an empty scheme") }
        case .networkPath, .inline: break
        }
        switch resolver.resolveBase(text, from: folder) {
        case .local(let names, let file, let findings, let ofFile):
            let path = (names + [file ?? "x"]).joined(separator: "/")
            if !FindingForm.isBelowRoot(path) { found.append("is a base at \(path.debugDescription)") }
            found += (findings + ofFile).flatMap(Self.violations)
        case .refused(let finding): found += Self.violations(finding)
        case .url, .networkPath, .inline: break
        }
        return found
    }

    private static func violations(_ finding: PathFinding) -> [String] {
        [finding.message, finding.hint ?? ""].filter { !FindingForm.isOneLine($0) }.map {
            "\(finding.code.rawValue) has a control character in \($0.debugDescription)"
        }
    }

    /// Letters and digits may be percent-encoded without a change of meaning (RFC 3986, 2.3).
    private static func encodedViolations(
        _ text: String, path: String, folder: [String], _ resolver: ReferenceResolver
    ) -> [String] {
        guard let letter = text.utf8.firstIndex(where: { (0x61...0x7A).contains($0) }),
            !text.utf8[..<letter].contains(where: { "%?#".utf8.contains($0) })
        else { return [] }
        let encoded =
            text[..<letter] + "%" + String(text.utf8[letter], radix: 16) + text[text.utf8.index(after: letter)...]
        switch resolver.resolve(String(encoded), from: folder) {
        case .file(path, _): return []
        case .file(let other, _): return ["\(encoded.debugDescription) leads to \(other.debugDescription)"]
        case .url, .networkPath, .inline, .refused:
            return ["\(encoded.debugDescription) leads nowhere, unlike \(text.debugDescription)"]
        }
    }
}
