import Diagnostics
import IngestModel
import StreamingManifest

/// Text that is handed on in pieces, so that a million lines of it are never there at once.
struct PieceWriter: ~Copyable {
    private var pending = ""
    private let write: (String) -> Void

    /// A writer that hands pieces to `write`.
    init(_ write: @escaping (String) -> Void) { self.write = write }

    /// Lets `append` add to what is pending.
    mutating func add(_ append: (inout String) -> Void) {
        append(&pending)
        if pending.utf8.count >= 1 << 16 { finish() }
    }

    /// Hands on what is left.
    mutating func finish() {
        if !pending.isEmpty { write(pending) }
        pending = ""
    }
}

/// The JSON of `inspect`: an object with `files`, `references`, `unreferenced` and, where the service was asked, `service`; one line
/// for each element.
struct InspectionDocument {
    private let survey: ManifestSurvey
    private let service: [ManifestComparison.Row]?

    /// The document of `survey`, with what the service's parser finds.
    init(_ survey: ManifestSurvey, service: [ManifestComparison.Row]? = nil) {
        self.survey = survey
        self.service = service
    }

    /// Hands the document to `write`, piece by piece.
    func write(to write: @escaping (String) -> Void) throws {
        let compared = try service.map { try $0.map { try JSONText.line($0) } }
        var writer = PieceWriter(write)
        writer.add { $0 += "{\n" }
        Self.add("files", survey.files, to: &writer) { Diagnostics.JSONText.write($0, into: &$1) }
        Self.add("references", survey.rows, to: &writer, Self.write)
        Self.add("unreferenced", survey.unreferenced, to: &writer, isLast: compared == nil) {
            Diagnostics.JSONText.write($0, into: &$1)
        }
        if let compared { Self.add("service", compared, to: &writer, isLast: true) { $1 += $0 } }
        writer.add { $0 += "}\n" }
        writer.finish()
    }

    private static func add<Elements: Sequence>(
        _ name: String, _ elements: Elements, to writer: inout PieceWriter, isLast: Bool = false,
        _ write: (Elements.Element, inout String) -> Void
    ) {
        writer.add { $0 += "  \"\(name)\": [" }
        var isFirst = true
        for element in elements {
            writer.add { text in
                text += isFirst ? "\n    " : ",\n    "
                write(element, &text)
            }
            isFirst = false
        }
        writer.add { $0 += (isFirst ? "]" : "\n  ]") + (isLast ? "\n" : ",\n") }
    }

    private static func write(_ row: ManifestSurvey.Row, into text: inout String) {
        text += "{\"line\": \(row.reference.location.start.line), \"manifest\": "
        Diagnostics.JSONText.write(row.reference.location.file, into: &text)
        if let path = row.reference.path {
            text += ", \"path\": "
            Diagnostics.JSONText.write(path, into: &text)
        }
        if let reason = row.reason { text += ", \"reason\": \"\(reason.rawValue)\"" }
        text += ", \"role\": \"\(row.reference.role.rawValue)\", \"uri\": "
        Diagnostics.JSONText.write(row.reference.uri, into: &text)
        text += ", \"verdict\": \"\(row.verdict.rawValue)\"}"
    }
}

/// The text of `inspect`: a line for each mention under a header.
enum InspectionText {
    /// Columns that a reference has at most; a key inside its reference can be as long as a line may be.
    private static let longest = 200

    /// Hands the lines to `write`, piece by piece.
    static func write(_ survey: ManifestSurvey, to write: @escaping (String) -> Void) {
        let header = ["PLACE", "ROLE", "VERDICT", "REFERENCE", "REASON"]
        var widths = header.map { DisplayWidth.of($0) }
        for row in survey.rows {
            for (column, cell) in cells(row).enumerated() {
                widths[column] = max(widths[column], DisplayWidth.of(cell))
            }
        }
        var writer = PieceWriter(write)
        writer.add { add(header, widths, to: &$0) }
        for row in survey.rows { writer.add { add(cells(row), widths, to: &$0) } }
        writer.finish()
    }

    /// Files that are named one by one before the others are counted.
    private static let namedFiles = 20

    /// A line for each file beside those that something leads to; none where a manifest could not be followed to its end.
    static func unreferenced(_ survey: ManifestSurvey) -> [String] {
        guard survey.isComplete else { return [] }
        let files = survey.unreferenced
        let lines = files.prefix(namedFiles).map { "note: nothing leads to `\(TextTable.visible($0))`" }
        guard files.count > namedFiles else { return lines }
        let rest = Amount.count(files.count - namedFiles, "further file", "further files")
        return lines + ["note: nothing leads to \(rest); `--format json` names them"]
    }

    private static func cells(_ row: ManifestSurvey.Row) -> [String] {
        let location = row.reference.location
        return [
            TextTable.visible("\(location.file):\(location.start.line)"), row.reference.role.rawValue,
            row.verdict.rawValue,
            TextTable.visible(DisplayWidth.cut(row.reference.uri, to: longest)), row.reason?.rawValue ?? "",
        ]
    }

    private static func add(_ cells: [String], _ widths: [Int], to text: inout String) {
        // Nothing stands behind the last cell that is not empty.
        let last = cells.lastIndex { !$0.isEmpty } ?? 0
        for (column, cell) in cells[...last].enumerated() {
            text += cell
            if column < last {
                text += String(repeating: " ", count: widths[column] - DisplayWidth.of(cell) + 2)
            }
        }
        text += "\n"
    }
}
