/// Rows of cells with columns as wide as their widest cell.
struct TextTable {
    /// On which side of its column a cell stands.
    enum Side: Sendable {
        case left, right
    }

    private let sides: [Side]
    private var rows: [[String]] = []

    /// A table with one column per element of `sides`.
    init(_ sides: [Side]) { self.sides = sides }

    /// Adds a row; missing cells are empty. Control characters in a cell are shown as `·`, so that no text of a job file can
    /// move the cursor.
    mutating func add(_ cells: [String]) {
        rows.append(sides.indices.map { $0 < cells.count ? Self.visible(cells[$0]) : "" })
    }

    /// One line per row, two spaces between columns, none at the end.
    var lines: [String] {
        let widths = sides.indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        return rows.map { row in
            let cells = sides.indices.map { column in
                let gap = String(repeating: " ", count: widths[column] - DisplayWidth.of(row[column]))
                return sides[column] == .left ? row[column] + gap : gap + row[column]
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// `text` with control characters made visible.
    static func visible(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return text }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : $0 }))
    }
}

/// Columns that a text takes on a terminal.
enum DisplayWidth {
    /// Two for each wide character (East Asian Width W and F, and emoji), none for marks that combine, one for the rest.
    static func of(_ text: String) -> Int {
        let bytes = text.utf8
        // A line end of two bytes is one character.
        if bytes.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) { return bytes.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// `text` cut to at most `columns`; what was cut is shown by `…`.
    static func cut(_ text: String, to columns: Int) -> String {
        // No character takes more columns than bytes.
        guard text.utf8.count > columns, of(text) > columns else { return text }
        var result = ""
        var left = columns - 1
        for character in text {
            left -= of(character)
            guard left >= 0 else { break }
            result.append(character)
        }
        return columns > 0 ? result + "…" : ""
    }

    private static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if character.isASCII { return 1 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return 0
            default: return 1
            }
        }
    }
}
