/// Collects bytes and hands them over in pieces of some 64 KiB.
struct ReportSink {
    private static let piece = 65_536
    private let output: ReportOutput
    private(set) var buffer: [UInt8] = []

    init(_ output: @escaping ReportOutput) { self.output = output }

    mutating func write(_ text: String) throws {
        buffer += text.utf8
        try flushIfFull()
    }

    mutating func write(_ json: OrderedJSON) throws {
        json.append(to: &buffer)
        try flushIfFull()
    }

    /// Lets `append` add to the bytes that are collected.
    mutating func write(_ append: (inout [UInt8]) -> Void) throws {
        append(&buffer)
        try flushIfFull()
    }

    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try output(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func flushIfFull() throws {
        if buffer.count >= Self.piece { try flush() }
    }
}

/// Texts that may be written as they are: nearly all of them, and seeing that is much faster than going through their scalars.
enum PlainText {
    /// True when `text` has printable characters of ASCII alone, and `allows` each of them.
    static func `is`(_ text: String, _ allows: (UInt8) -> Bool) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) && allows($0) }
    }
}
