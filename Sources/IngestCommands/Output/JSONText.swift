import Foundation

/// JSON as this program prints it: sorted keys, slashes as they are.
enum JSONText {
    /// One object on one line, without a line end.
    static func line(_ value: some Encodable) throws -> String { try text(value, []) }

    /// Over several lines, indented, without a line end.
    static func document(_ value: some Encodable) throws -> String { try text(value, [.prettyPrinted]) }

    private static func text(_ value: some Encodable, _ more: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = more.union([.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
