import Diagnostics

/// A fixture that carries its own positions: `1️⃣` to `9️⃣` stand before the character they mark and are taken out of the
/// text. A marker's second occurrence is the end of the stretch.
public struct MarkedText: Sendable {
    /// The text without markers.
    public let text: String
    private let marks: [Character: [SourceMark]]

    /// Reads `marked`. Lines end after LF.
    public init(_ marked: String) {
        var text = ""
        var marks: [Character: [SourceMark]] = [:]
        var mark = SourceMark(line: 1, column: 1)
        for character in marked {
            if character.unicodeScalars.contains("\u{20E3}") {
                marks[character, default: []].append(mark)
                continue
            }
            text.append(character)
            if character == "\n" {
                mark = SourceMark(line: mark.line + 1, column: 1)
            } else {
                mark.column += character.unicodeScalars.count
            }
        }
        self.text = text
        self.marks = marks
    }

    /// Where `marker` stands; nil when the fixture does not have it.
    public func start(_ marker: Character) -> SourceMark? { marks[marker]?.first }

    /// Where `marker` stands for the second time; nil when it stands there once.
    public func end(_ marker: Character) -> SourceMark? { marks[marker]?.dropFirst().first }

    /// The markers in the fixture.
    public var markers: Set<Character> { Set(marks.keys) }
}
