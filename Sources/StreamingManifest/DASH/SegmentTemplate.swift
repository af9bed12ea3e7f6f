import Diagnostics

/// A text with `$…$` identifiers (manifests 19).
struct SegmentTemplate: Hashable, Sendable {
    /// What stands between two dollar signs.
    enum Identifier: String, Hashable, Sendable {
        case representationID = "RepresentationID"
        case bandwidth = "Bandwidth"
        case number = "Number"
        case time = "Time"
        case subNumber = "SubNumber"
    }

    enum Part: Hashable, Sendable {
        case text(String)
        /// A value of at least `width` digits.
        case value(Identifier, width: Int)
    }

    /// Why a text is no template.
    struct Fault: Error, Hashable {
        var code: DiagnosticCode
        var message: String
        var hint: String?
    }

    let parts: [Part]

    /// Digits that a width may ask for: no counter is longer, and a text of gigabytes must not come from one attribute.
    private static let widest = 255

    /// Reads `text` from left to right, dollar sign to dollar sign.
    init(_ text: String) throws(Fault) {
        var parts: [Part] = []
        var literal = ""
        let pieces = text.split(separator: "$", omittingEmptySubsequences: false)
        guard pieces.count % 2 == 1 else {
            throw Fault(
                code: .dashTemplateSyntax, message: "\(QuotedText.quote(text)) has a `$` without its partner",
                hint: "write `$$` for a dollar sign")
        }
        for (index, piece) in pieces.enumerated() {
            if index % 2 == 0 {
                literal += piece
            } else if piece.isEmpty {
                literal += "$"
            } else {
                if !literal.isEmpty { parts.append(.text(literal)) }
                literal = ""
                parts.append(try Self.value(piece, of: text))
            }
        }
        if !literal.isEmpty { parts.append(.text(literal)) }
        self.parts = parts
    }

    private static func value(_ piece: Substring, of text: String) throws(Fault) -> Part {
        let cut = piece.utf8.firstIndex(of: UInt8(ascii: "%")) ?? piece.endIndex
        guard let identifier = Identifier(rawValue: String(piece[..<cut])) else {
            throw Fault(
                code: .dashTemplateSyntax,
                message: "\(QuotedText.quote(text)) has the unknown identifier \(QuotedText.quote("$" + piece + "$"))",
                hint: "known are `RepresentationID`, `Bandwidth`, `Number`, `Time` and `SubNumber`, in this spelling")
        }
        guard cut < piece.endIndex else { return .value(identifier, width: 1) }
        let format = piece[cut...].utf8
        let digits = format.dropFirst(2).dropLast()
        guard identifier != .representationID, format.starts(with: "%0".utf8), format.last == UInt8(ascii: "d"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let width = Int(Substring(digits)), width <= widest
        else {
            throw Fault(
                code: .dashTemplateWidth,
                message: "\(QuotedText.quote("$" + piece + "$")) has a width that players do not understand",
                hint: identifier == .representationID
                    ? "write `$RepresentationID$`: it takes no width"
                    : "write it as `$\(identifier.rawValue)%05d$`: a zero, digits and `d`")
        }
        return .value(identifier, width: max(1, width))
    }

    /// Bytes of text that every name has: 850 of an object key, each percent-encoded, and a query.
    static let longest = 4_096

    /// Bytes of the parts that are no values.
    var literalLength: Int {
        parts.reduce(0) { if case .text(let text) = $1 { $0 + text.utf8.count } else { $0 } }
    }

    /// True when `identifier` occurs.
    func has(_ identifier: Identifier) -> Bool {
        parts.contains { if case .value(identifier, _) = $0 { true } else { false } }
    }

    /// The template with the values of one Representation in it, so that only numbers are left. Throws when it needs a value
    /// that the Representation does not have.
    func binding(id: String?, bandwidth: String?) throws(Fault) -> SegmentTemplate {
        var bound: [Part] = []
        for part in parts {
            switch part {
            case .value(.representationID, _):
                guard let id else { throw Self.missing("id", for: .representationID) }
                bound.append(.text(id))
            case .value(.bandwidth, let width):
                guard let bandwidth else { throw Self.missing("bandwidth", for: .bandwidth) }
                bound.append(.text(Self.padded(bandwidth, width: width)))
            default: bound.append(part)
            }
        }
        return SegmentTemplate(parts: bound)
    }

    private init(parts: [Part]) { self.parts = parts }

    private static func missing(_ attribute: String, for identifier: Identifier) -> Fault {
        Fault(
            code: .dashTemplateValue,
            message:
                "a template asks for `$\(identifier.rawValue)$`, but the Representation has no usable `\(attribute)`")
    }

    /// The text for one file of a bound template.
    func fill(number: Int, time: Int, subNumber: Int) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .value(.number, let width): Self.append(number, width: width, to: &text)
            case .value(.time, let width): Self.append(time, width: width, to: &text)
            case .value(.subNumber, let width): Self.append(subNumber, width: width, to: &text)
            case .value: break
            }
        }
        return text
    }

    private static func append(_ value: Int, width: Int, to text: inout String) {
        let digits = String(value)
        text += digits.utf8.count >= width ? digits : padded(digits, width: width)
    }

    private static func padded(_ digits: String, width: Int) -> String {
        let missing = width - digits.utf8.count
        guard missing > 0 else { return digits }
        let zeros = String(repeating: "0", count: missing)
        return digits.utf8.first == UInt8(ascii: "-") ? "-" + zeros + digits.dropFirst() : zeros + digits
    }
}
