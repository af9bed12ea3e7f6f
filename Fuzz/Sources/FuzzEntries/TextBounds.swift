import Diagnostics

/// The places that a text has, so that a finding cannot point beside it.
struct TextBounds {
    private let lineLengths: [Int]
    private let isPlain: Bool
    private let bytes: Int

    /// The bounds of `bytes`. A text with lone carriage returns or that is not UTF-8 is bounded by its bytes alone: formats
    /// differ in how they count there.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes.count
        let text = String(validating: bytes, as: UTF8.self)
        let scalars = text?.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        lineLengths = scalars.map(\.count)
        isPlain =
            text != nil && !scalars.dropLast().contains { $0.dropLast().contains("\r") }
            && scalars.last?.contains("\r") != true
    }

    /// True when `mark` is in the text or just behind it.
    func contains(_ mark: SourceMark) -> Bool {
        guard mark.line >= 1, mark.column >= 1 else { return false }
        guard isPlain else { return mark.line <= bytes + 1 && mark.column <= bytes + 1 }
        guard mark.line <= lineLengths.count else { return false }
        return mark.column <= lineLengths[mark.line - 1] + 1
    }
}

/// What every finding must be like, whatever it is about.
enum FindingForm {
    /// More than any sentence needs that quotes two texts at their bound.
    private static let longestMessage = 2_000

    /// What is wrong with `diagnostic`, whose places lie in the texts of `bounds`.
    static func violations(_ diagnostic: Diagnostic, _ bounds: [String: TextBounds]) -> [String] {
        let locations = [diagnostic.location] + diagnostic.notes.map(\.location)
        var found: [String] = []
        for location in locations.compactMap({ $0 }) {
            guard let text = bounds[location.file] else {
                found.append("\(diagnostic.code.rawValue) is about the unknown text \(location.file)")
                continue
            }
            if !text.contains(location.start) || !text.contains(location.end) || location.end < location.start {
                found.append("\(diagnostic.code.rawValue) has a place outside its text: \(location)")
            }
        }
        for sentence in [diagnostic.message, diagnostic.hint ?? ""] + diagnostic.notes.map(\.message)
        where !isOneLine(sentence) {
            found.append("\(diagnostic.code.rawValue) has a control character in \(sentence.debugDescription)")
        }
        if diagnostic.message.utf8.count > longestMessage { found.append("\(diagnostic.code.rawValue) fills a screen") }
        return found
    }

    /// True when `sentence` can be printed: no controls, no line ends.
    static func isOneLine(_ sentence: String) -> Bool {
        !sentence.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// True when `path` is a relative path of plain names.
    static func isBelowRoot(_ path: String) -> Bool {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8) && !part.contains(0)
        }
    }
}
