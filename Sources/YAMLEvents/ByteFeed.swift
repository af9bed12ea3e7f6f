import Diagnostics

/// Stands between the caller's closure and the parser: judges the bytes and stops the parser where they are bad or too many.
///
/// It lives behind a pointer, not in a class: it is touched for each event, and the checks of exclusive access to an object's
/// properties would cost as much as the parser.
struct ByteFeed {
    private let source: (UnsafeMutableRawBufferPointer) throws -> Int
    private let limits: YAMLLimits
    private(set) var scanner = ByteScanner()
    /// Where the last event ended; a text that never ends began after it.
    var lastEnd = SourceMark(line: 1, column: 1)
    /// Why the parser will be given no more bytes.
    private var failure: YAMLReadError?

    /// Why the parser was given no more bytes; nil while it has not asked for them, because what it holds comes first.
    private(set) var deliveredFailure: YAMLReadError?

    init(limits: YAMLLimits, source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.limits = limits
        self.source = source
    }

    /// An event that ended at `mark`, before the character `index`, was delivered.
    mutating func eventDelivered(endingAt mark: SourceMark, index: Int) {
        lastEnd = mark
        scanner.eventDelivered()
        if !scanner.silentBreaks.isEmpty { scanner.forget(before: index) }
    }

    /// Fills `buffer`; 0 at the end of the file, nil when `deliveredFailure` says why not.
    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let count = read(buffer)
        if count == nil { deliveredFailure = failure }
        return count
    }

    private mutating func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard failure == nil else { return nil }
        // One chunk of slack: what was delivered beyond the last event may belong to the text that is being counted.
        if scanner.contentBytes > limits.scalarBytes + (64 << 10) || scanner.commentBytes > limits.commentBytes {
            failure = .tooLong(after: lastEnd, limits: limits, comments: scanner.commentBytes > limits.commentBytes)
            return nil
        }
        let count: Int
        do {
            count = try source(buffer)
        } catch {
            failure = YAMLReadError(.input, at: scanner.mark, "the file cannot be read: \(error)", cause: error)
            return nil
        }
        guard count > 0, count <= buffer.count else {
            if scanner.isInsideCharacter { failure = .fault(.invalidUTF8, at: scanner.mark) }
            return failure == nil ? 0 : nil
        }
        let judged = scanner.scan(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        if let fault = judged.fault { failure = .fault(fault, at: scanner.mark) }
        return judged.accepted == 0 ? nil : judged.accepted
    }
}

extension YAMLReadError {
    static func fault(_ fault: ByteScanner.Fault, at mark: SourceMark) -> YAMLReadError {
        switch fault {
        case .invalidUTF8:
            YAMLReadError(.invalidUTF8, at: mark, "the file is not valid UTF-8 here")
        case .wideEncoding:
            YAMLReadError(.wideEncoding, at: mark, "the file is UTF-16 or UTF-32; a job file is UTF-8")
        case .controlCharacter(let value):
            YAMLReadError(
                .controlCharacter, at: mark, "the control character `U+\(hexadecimal(value))` is not allowed in YAML")
        }
    }

    static func tooLong(after mark: SourceMark, limits: YAMLLimits, comments: Bool) -> YAMLReadError {
        comments
            ? YAMLReadError(
                .tooLong, at: mark, "more than \(limits.commentBytes) bytes of comments or text lines follow this place"
            )
            : YAMLReadError(.tooLong, at: mark, "a text of more than \(limits.scalarBytes) bytes follows this place")
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
