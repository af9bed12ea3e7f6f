import Diagnostics

/// A piece of a JSON document whose keys keep their order.
indirect enum SchemaNode: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral
{
    case text(String)
    /// Decimal digits; kept as text because the largest SubAppId is no Int64.
    case integer(String)
    case boolean(Bool)
    case array([SchemaNode])
    case object([(String, SchemaNode)])

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .integer(String(value)) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    init(arrayLiteral elements: SchemaNode...) { self = .array(elements) }

    /// The object with `description` before its other keys.
    func described(_ description: String) -> SchemaNode {
        guard case .object(let members) = self else { return self }
        return .object([("description", .text(description))] + members)
    }

    /// JSON with two spaces for each level; arrays of plain values stand on one line.
    func write(into output: inout String, indent: Int = 0) {
        switch self {
        case .text(let text): JSONText.write(text, into: &output)
        case .integer(let digits): output += digits
        case .boolean(let value): output += value ? "true" : "false"
        case .array(let items):
            guard items.contains(where: \.isNested) else {
                output += "["
                for (index, item) in items.enumerated() {
                    if index > 0 { output += ", " }
                    item.write(into: &output)
                }
                output += "]"
                return
            }
            Self.writeBlock("[", "]", items.count, indent, &output) { items[$0].write(into: &$1, indent: indent + 2) }
        case .object(let members):
            Self.writeBlock("{", "}", members.count, indent, &output) {
                JSONText.write(members[$0].0, into: &$1)
                $1 += ": "
                members[$0].1.write(into: &$1, indent: indent + 2)
            }
        }
    }

    private var isNested: Bool {
        switch self {
        case .array, .object: true
        case .text, .integer, .boolean: false
        }
    }

    private static func writeBlock(
        _ open: String, _ close: String, _ count: Int, _ indent: Int, _ output: inout String,
        _ item: (Int, inout String) -> Void
    ) {
        guard count > 0 else {
            output += open + close
            return
        }
        output += open + "\n"
        for index in 0..<count {
            output += String(repeating: " ", count: indent + 2)
            item(index, &output)
            output += index == count - 1 ? "\n" : ",\n"
        }
        output += String(repeating: " ", count: indent) + close
    }
}
