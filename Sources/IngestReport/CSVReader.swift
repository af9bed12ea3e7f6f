/// Reads RFC 4180: quoted and bare cells, rows that end in CR LF, LF or with the file.
enum CSVReader {
    /// The rows of `text`, an empty last line left out.
    static func rows(_ text: String) throws(ReportFault) -> [[String]] {
        var scanner = Scanner(bytes: Array(text.utf8))
        var rows: [[String]] = []
        while !scanner.isAtEnd { rows.append(try scanner.row(number: rows.count + 1)) }
        return rows
    }

    private struct Scanner {
        let bytes: [UInt8]
        var place = 0

        var isAtEnd: Bool { place == bytes.count }
        private var next: UInt8? { isAtEnd ? nil : bytes[place] }

        mutating func row(number: Int) throws(ReportFault) -> [String] {
            var cells: [String] = []
            while true {
                cells.append(next == UInt8(ascii: "\"") ? try quoted(row: number) : bare())
                switch next {
                case UInt8(ascii: ","): place += 1
                case nil: return cells
                case UInt8(ascii: "\n"):
                    place += 1
                    return cells
                case UInt8(ascii: "\r") where place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "\n"):
                    place += 2
                    return cells
                default: throw .unreadable("row \(number) of the report has text behind a closing quote")
                }
            }
        }

        private mutating func bare() -> String {
            let start = place
            while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
                place += 1
            }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }

        private mutating func quoted(row: Int) throws(ReportFault) -> String {
            place += 1
            var cell: [UInt8] = []
            while let byte = next {
                place += 1
                if byte == UInt8(ascii: "\"") {
                    guard next == byte else { return String(decoding: cell, as: UTF8.self) }
                    place += 1
                }
                cell.append(byte)
            }
            throw .unreadable("row \(row) of the report has a quote that is never closed")
        }
    }
}
