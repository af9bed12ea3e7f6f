/// A table of RFC 4180: a header row and rows of the same length.
struct CSVTable: Hashable, Sendable {
    /// What is wrong with a text that is no such table.
    struct Fault: Error, Hashable {
        /// The line at which it is seen, counted from 1.
        let line: Int
        /// What is wrong.
        let message: String
    }

    /// Names of the columns.
    let header: [String]
    /// The rows: the line each begins at, and its cells.
    let rows: [(line: Int, cells: [String])]

    /// Reads `text`. A byte order mark is passed over; lines may end with CR LF, LF or CR; empty lines are no rows.
    init(_ text: String) throws(Fault) {
        var reader = CSVReader(text)
        var header: [String]?
        var rows: [(line: Int, cells: [String])] = []
        while let row = try reader.next() {
            if row.cells == [""] { continue }
            guard let names = header else {
                header = row.cells
                continue
            }
            guard row.cells.count == names.count else {
                throw Fault(
                    line: row.line, message: "the row has \(row.cells.count) cells; the header has \(names.count)")
            }
            rows.append(row)
        }
        guard let header else { throw Fault(line: 1, message: "there is no header row") }
        self.header = header
        self.rows = rows
    }

    static func == (left: CSVTable, right: CSVTable) -> Bool {
        left.header == right.header && left.rows.map(\.line) == right.rows.map(\.line)
            && left.rows.map(\.cells) == right.rows.map(\.cells)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(header)
        hasher.combine(rows.map(\.cells))
    }
}

/// Reads row by row.
private struct CSVReader {
    private var rest: Substring.UnicodeScalarView
    private var line = 1

    init(_ text: String) {
        rest = Substring(text).unicodeScalars
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
    }

    /// The next row; nil at the end.
    mutating func next() throws(CSVTable.Fault) -> (line: Int, cells: [String])? {
        guard !rest.isEmpty else { return nil }
        let start = line
        var cells: [String] = []
        while true {
            cells.append(try cell())
            guard let separator = rest.popFirst() else { return (start, cells) }
            if separator == "," { continue }
            if separator == "\r", rest.first == "\n" { rest.removeFirst() }
            line += 1
            return (start, cells)
        }
    }

    private mutating func cell() throws(CSVTable.Fault) -> String {
        guard rest.first == "\"" else {
            let plain = rest.prefix { $0 != "," && $0 != "\n" && $0 != "\r" }
            rest = rest[plain.endIndex...]
            return String(String.UnicodeScalarView(plain))
        }
        let start = line
        rest.removeFirst()
        var content = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                guard rest.first == "\"" else { return try closed(String(content)) }
                rest.removeFirst()
            }
            if scalar == "\n" { line += 1 }
            content.append(scalar)
        }
        throw CSVTable.Fault(line: start, message: "a quote is not closed")
    }

    private func closed(_ content: String) throws(CSVTable.Fault) -> String {
        guard let next = rest.first, next != ",", next != "\n", next != "\r" else { return content }
        throw CSVTable.Fault(line: line, message: "a closing quote is followed by something else than a comma")
    }
}
