/// A source line with the stretch that a finding is about, cut to a width and safe to print.
struct SourceExcerpt {
    /// The line as it is printed.
    private(set) var text = ""
    /// Blanks, tabs where the line has tabs, and carets.
    private(set) var underline = ""

    /// `hidden`: nothing of the line but the stretch itself is shown, because the line may hold a secret.
    init(line: String, location: SourceLocation, width: Int, isHidden: Bool) {
        let scalars = Array(line.unicodeScalars)
        let start = min(max(0, location.start.column - 1), scalars.count)
        let isOneLine = location.end.line == location.start.line
        let end = isOneLine ? min(max(start, location.end.column - 1), scalars.count) : scalars.count
        let marked = start..<max(start, end)
        let shown = Self.window(around: marked, in: scalars, width: width)
        if isHidden {
            writeHidden(scalars, marked.clamped(to: shown))
        } else {
            write(scalars, shown, marked.clamped(to: shown))
        }
    }

    private mutating func write(_ scalars: [Unicode.Scalar], _ shown: Range<Int>, _ marked: Range<Int>) {
        if shown.lowerBound > 0 {
            text += "…"
            underline += " "
        }
        for index in shown { append(scalars[index], isMarked: marked.contains(index)) }
        if marked.isEmpty { markPoint(before: scalars, marked.lowerBound, shown) }
        if shown.upperBound < scalars.count { text += "…" }
        trim()
    }

    private mutating func writeHidden(_ scalars: [Unicode.Scalar], _ marked: Range<Int>) {
        guard !marked.isEmpty else {
            text = "…"
            underline = "^"
            return
        }
        if marked.lowerBound > 0 {
            text += "…"
            underline += " "
        }
        for index in marked { append(scalars[index], isMarked: true) }
        if marked.upperBound < scalars.count { text += "…" }
        trim()
    }

    private mutating func append(_ scalar: Unicode.Scalar, isMarked: Bool) {
        let safe = Self.isPrintable(scalar) ? scalar : "\u{FFFD}"
        text.unicodeScalars.append(safe)
        if safe == "\t", !isMarked {
            underline += "\t"
        } else {
            underline += String(repeating: isMarked ? "^" : " ", count: TextWidth.width(safe))
        }
    }

    /// A stretch without length gets one caret where it begins.
    private mutating func markPoint(before scalars: [Unicode.Scalar], _ index: Int, _ shown: Range<Int>) {
        var columns = shown.lowerBound > 0 ? " " : ""
        for place in shown.lowerBound..<max(shown.lowerBound, index) {
            let scalar = scalars[place]
            columns += scalar == "\t" ? "\t" : String(repeating: " ", count: TextWidth.width(scalar))
        }
        underline = columns + "^"
    }

    private mutating func trim() {
        while underline.last == " " || underline.last == "\t" { underline.removeLast() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
    }

    /// The scalars that are shown: all, or about `width` with the marked ones a third of the way in.
    private static func window(around marked: Range<Int>, in scalars: [Unicode.Scalar], width: Int) -> Range<Int> {
        // What takes no column counts as one, so that a line of nothing else is cut too.
        let widths = scalars.map { max(1, TextWidth.width($0)) }
        guard widths.reduce(0, +) > width else { return 0..<scalars.count }
        let markedWidth = widths[marked].reduce(0, +)
        var left = max(width / 3, width - markedWidth - width / 3)
        var start = marked.lowerBound
        while start > 0, widths[start - 1] <= left {
            start -= 1
            left -= widths[start]
        }
        left = width - widths[start..<marked.lowerBound].reduce(0, +)
        var end = marked.lowerBound
        while end < scalars.count, widths[end] <= left {
            left -= widths[end]
            end += 1
        }
        // Room that is left behind the end of the line goes to what stands before.
        while start > 0, end == scalars.count, widths[start - 1] <= left {
            start -= 1
            left -= widths[start]
        }
        return start..<end
    }

    /// No control characters and nothing that turns the direction of the text: neither may act on a terminal.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: true
        case ..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: false
        default: true
        }
    }
}
