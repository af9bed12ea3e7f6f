import Diagnostics
import YAMLEvents

/// Every event of a stream as one line, and the error that ended it.
struct Listing: Equatable {
    var lines: [String] = []
    var error: String?

    init(_ bytes: [UInt8], chunk: Int = .max, limits: YAMLLimits = YAMLLimits()) {
        var reader = YAMLEventReader(bytes: bytes, chunk: chunk, limits: limits)
        do throws(YAMLReadError) {
            while let event = try reader.next() {
                var line =
                    "\(event.start.line):\(event.start.column)-\(event.end.line):\(event.end.column) \(event.kind)"
                if let anchor = reader.anchor { line += " &\(anchor)" }
                if let tag = reader.tag { line += " !\(tag)" }
                if !reader.text.isEmpty { line += " \(reader.text)" }
                lines.append(line)
            }
        } catch {
            self.error = "\(error.code) \(error)"
        }
    }

    init(_ text: String, chunk: Int = .max, limits: YAMLLimits = YAMLLimits()) {
        self.init(Array(text.utf8), chunk: chunk, limits: limits)
    }
}
