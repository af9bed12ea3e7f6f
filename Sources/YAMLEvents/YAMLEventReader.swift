import CLibYAML
import Diagnostics

/// Reads a YAML stream event by event through libyaml, in constant memory.
///
/// Holds all unsafe code there is about YAML. Takes UTF-8 alone (a byte order mark is passed over) and one document. The
/// same bytes give the same events, marks and error however they are cut into chunks. After an error the same error is
/// thrown again.
public struct YAMLEventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let event: UnsafeMutablePointer<yaml_event_t>
    private let feed: UnsafeMutablePointer<ByteFeed>
    private let limits: YAMLLimits
    private let isReady: Bool
    private var depth = 0
    private var documents = 0
    private var isAtEnd = false
    private var failure: YAMLReadError?

    /// A reader of what `read` delivers: it fills the buffer from its beginning and returns how many bytes it wrote, 0 at
    /// the end of the file.
    public init(
        limits: YAMLLimits = YAMLLimits(), read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
    ) {
        self.limits = limits
        feed = .allocate(capacity: 1)
        feed.initialize(to: ByteFeed(limits: limits, source: read))
        parser = .allocate(capacity: 1)
        event = .allocate(capacity: 1)
        event.initialize(to: yaml_event_t())
        isReady = yaml_parser_initialize(parser) == 1
        guard isReady else { return }
        // `feed` lives as long as this value, and the parser is deleted with it.
        yaml_parser_set_input(parser, fillFromFeed, feed)
    }

    /// A reader of `bytes`, handed over in chunks of at most `chunk` bytes.
    public init(bytes: [UInt8], chunk: Int = .max, limits: YAMLLimits = YAMLLimits()) {
        var rest = bytes[...]
        self.init(limits: limits) { buffer in
            let count = min(chunk, buffer.count, rest.count)
            buffer.copyBytes(from: rest.prefix(count))
            rest = rest.dropFirst(count)
            return count
        }
    }

    deinit {
        yaml_event_delete(event)
        if isReady { yaml_parser_delete(parser) }
        event.deallocate()
        parser.deallocate()
        feed.deinitialize(count: 1)
        feed.deallocate()
    }

    /// The next event; nil after `streamEnd`.
    public mutating func next() throws(YAMLReadError) -> YAMLEvent? {
        if let failure { throw failure }
        guard !isAtEnd else { return nil }
        do throws(YAMLReadError) {
            return try advance()
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func advance() throws(YAMLReadError) -> YAMLEvent {
        guard isReady else { throw YAMLReadError(.memory, at: feed.pointee.lastEnd, "memory ran out") }
        yaml_event_delete(event)
        guard yaml_parser_parse(parser, event) == 1 else { throw parserError() }
        let start = mark(event.pointee.start_mark)
        let end = mark(event.pointee.end_mark)
        let kind = try judge(start)
        feed.pointee.eventDelivered(endingAt: end, index: event.pointee.start_mark.index)
        return YAMLEvent(kind, from: start, to: end)
    }

    /// What the event is; throws where it breaks a limit.
    private mutating func judge(_ start: SourceMark) throws(YAMLReadError) -> YAMLEvent.Kind {
        switch event.pointee.type {
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_STREAM_END_EVENT:
            isAtEnd = true
            return .streamEnd
        case YAML_DOCUMENT_START_EVENT:
            documents += 1
            guard documents == 1 else {
                throw YAMLReadError(.secondDocument, at: start, "a second document begins here; one is allowed")
            }
            return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_ALIAS_EVENT: return .alias
        case YAML_SCALAR_EVENT:
            guard event.pointee.data.scalar.length <= limits.scalarBytes else {
                throw YAMLReadError(.tooLong, at: start, "this text has more than \(limits.scalarBytes) bytes")
            }
            return .scalar(ScalarStyle(event.pointee.data.scalar.style))
        case YAML_SEQUENCE_START_EVENT:
            try enter(start)
            return .sequenceStart
        case YAML_MAPPING_START_EVENT:
            try enter(start)
            return .mappingStart
        case YAML_SEQUENCE_END_EVENT:
            depth -= 1
            return .sequenceEnd
        case YAML_MAPPING_END_EVENT:
            depth -= 1
            return .mappingEnd
        default: throw YAMLReadError(.syntax, at: start, "the parser gave an event of no known kind")
        }
    }

    private mutating func enter(_ start: SourceMark) throws(YAMLReadError) {
        depth += 1
        guard depth <= limits.depth else {
            throw YAMLReadError(.tooDeep, at: start, "lists and mappings are nested more than \(limits.depth) deep")
        }
    }

    private func parserError() -> YAMLReadError {
        if let failure = feed.pointee.deliveredFailure { return failure }
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "unknown problem"
        switch parser.pointee.error {
        case YAML_MEMORY_ERROR: return YAMLReadError(.memory, at: feed.pointee.lastEnd, "memory ran out")
        case YAML_READER_ERROR:
            return YAMLReadError(.syntax, at: feed.pointee.scanner.mark, problem)
        default:
            let context = parser.pointee.context.map {
                YAMLReadError.Context(message: String(cString: $0), mark: mark(parser.pointee.context_mark))
            }
            return YAMLReadError(.syntax, at: mark(parser.pointee.problem_mark), problem, context: context)
        }
    }

    /// The parser's mark as a person counts: from 1, and without the breaks that only YAML 1.1 knows. The parser ends a last
    /// line that has no end with one of its own; there is no place behind it.
    private func mark(_ mark: yaml_mark_t) -> SourceMark {
        let counted = countedMark(mark)
        return counted.line > feed.pointee.scanner.currentLine ? feed.pointee.scanner.mark : counted
    }

    private func countedMark(_ mark: yaml_mark_t) -> SourceMark {
        let plain = SourceMark(line: mark.line + 1, column: mark.column + 1)
        guard !feed.pointee.scanner.silentBreaks.isEmpty else { return plain }
        let before = feed.pointee.scanner.silentBreaks.prefix { $0.index < mark.index }
        guard let last = before.last else { return plain }
        let line = mark.line + 1 - feed.pointee.scanner.forgottenBreaks - before.count
        guard mark.index - mark.column == last.index + 1 else { return SourceMark(line: line, column: mark.column + 1) }
        return SourceMark(line: line, column: mark.column + last.column + 2)
    }
}

extension YAMLEventReader {
    /// The text of the current scalar, or the name of the current alias; empty for other events.
    public var text: String {
        switch event.pointee.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.pointee.data.scalar
            return String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        case YAML_ALIAS_EVENT: return event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
        default: return ""
        }
    }

    /// The place in the list of `table` of what the current scalar says.
    public func place(in table: KeyTable) -> Int? {
        guard event.pointee.type == YAML_SCALAR_EVENT else { return nil }
        let scalar = event.pointee.data.scalar
        return table.place(of: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
    }

    /// The name after `&` before the current event; nil when there is none.
    public var anchor: String? { rawAnchor.map { String(cString: $0) } }

    /// The tag before the current event, resolved: `tag:yaml.org,2002:str` for `!!str`; nil when there is none.
    public var tag: String? { rawTag.map { String(cString: $0) } }

    /// True when the current event defines an anchor.
    public var hasAnchor: Bool { rawAnchor != nil }

    /// True when the current event has a tag.
    public var hasTag: Bool { rawTag != nil }

    private var rawAnchor: UnsafeMutablePointer<yaml_char_t>? {
        switch event.pointee.type {
        case YAML_SCALAR_EVENT: event.pointee.data.scalar.anchor
        case YAML_SEQUENCE_START_EVENT: event.pointee.data.sequence_start.anchor
        case YAML_MAPPING_START_EVENT: event.pointee.data.mapping_start.anchor
        default: nil
        }
    }

    private var rawTag: UnsafeMutablePointer<yaml_char_t>? {
        switch event.pointee.type {
        case YAML_SCALAR_EVENT: event.pointee.data.scalar.tag
        case YAML_SEQUENCE_START_EVENT: event.pointee.data.sequence_start.tag
        case YAML_MAPPING_START_EVENT: event.pointee.data.mapping_start.tag
        default: nil
        }
    }
}

extension ScalarStyle {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}

/// libyaml's read handler: 1 with the count on success, 0 on failure.
private func fillFromFeed(
    _ data: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UInt8>?, _ size: Int,
    _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let data, let buffer, let count else { return 0 }
    let feed = data.assumingMemoryBound(to: ByteFeed.self)
    guard let filled = feed.pointee.fill(UnsafeMutableRawBufferPointer(start: buffer, count: size)) else { return 0 }
    count.pointee = filled
    return 1
}
