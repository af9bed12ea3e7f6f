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

    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try output(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func flushIfFull() throws {
        if buffer.count >= Self.piece { try flush() }
    }
}
