import IngestModel

/// Writes the CSV report: RFC 4180, UTF-8, a header row, CR LF after every row.
///
/// A text that a spreadsheet would take for a formula is defused by an apostrophe before it; numbers are left alone.
/// `restored` takes the apostrophe off again, so nothing is lost by it.
public struct CSVWriter: ReportWriter {
    private var sink: ReportSink

    /// A writer into `output`.
    public init(output: @escaping ReportOutput) { sink = ReportSink(output) }

    /// Writes the header row; the run and its summary have no place in a CSV.
    public mutating func begin(_ run: RunRecord, _ summary: RunSummary) throws {
        try sink.write(ReportColumn.allCases.map(\.rawValue).joined(separator: ",") + "\r\n")
    }

    /// Writes one row.
    public mutating func add(_ record: EntryRecord) throws {
        let row = ReportRow(record)
        try sink.write { bytes in
            for (index, column) in Self.columns.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                switch row[column] {
                case .number(let number): OrderedJSON.append(number, to: &bytes)
                case .text(let text): Self.append(text, to: &bytes)
                case .absent: break
                }
            }
            bytes += [0x0D, 0x0A]
        }
    }

    private static let columns = ReportColumn.allCases

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        guard isPlain(text) else {
            bytes += quoted(defused(text)).utf8
            return
        }
        bytes += text.utf8
    }

    /// True for what certainly stands in a cell as it is; what begins and ends with a letter or digit, with no comma or quote
    /// between, is neither defused nor quoted.
    private static func isPlain(_ text: String) -> Bool {
        func isAlphanumeric(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            return (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
        }
        return isAlphanumeric(text.utf8.first) && isAlphanumeric(text.utf8.last)
            && PlainText.is(text) { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") }
    }

    /// Hands over the last bytes.
    public mutating func end() throws { try sink.flush() }

    /// The text as it stands in a cell, before quoting: with an apostrophe before it where it begins like a formula, or like a
    /// text that was defused already.
    public static func defused(_ text: String) -> String { beginsLikeFormula(text) ? "'" + text : text }

    /// The text that `defused` was given.
    public static func restored(_ cell: String) -> String {
        cell.unicodeScalars.first == "'" && beginsLikeFormula(cell) ? String(cell.unicodeScalars.dropFirst()) : cell
    }

    /// By scalars: a combining mark behind the sign would hide it from a comparison of characters, but not from a spreadsheet.
    private static func beginsLikeFormula(_ text: String) -> Bool {
        switch text.unicodeScalars.first(where: { $0 != "'" }) {
        case "=", "+", "-", "@", "\t", "\r", "\n": true
        // The full-width forms, which spreadsheets of East Asian locales read as the plain ones.
        case "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    /// In quotes where RFC 4180 asks for them, and where the cell begins or ends with a blank of any script, which many readers
    /// take off a bare cell.
    private static func quoted(_ cell: String) -> String {
        let quote = UInt8(ascii: "\"")
        let isBlank = { (scalar: Unicode.Scalar?) in scalar?.properties.isWhitespace == true }
        let needsQuotes =
            isBlank(cell.unicodeScalars.first) || isBlank(cell.unicodeScalars.last)
            || cell.utf8.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return cell }
        var bytes = [quote]
        for byte in cell.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
        return String(decoding: bytes, as: UTF8.self)
    }
}
