import Foundation

@testable import ServiceEmulator

/// The golden data beside the tests.
enum Vectors {
    static func object(_ name: String) throws -> [String: JSONValue] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures").appendingPathComponent(name)
        guard let fields = JSONValue.fields(Array(try Data(contentsOf: file))) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return fields
    }
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue? { if case .object(let fields) = self { fields[name] } else { nil } }
    var list: [JSONValue] { if case .list(let values) = self { values } else { [] } }
    /// A list of two texts, as the recordings hold headers and parameters.
    var pair: (String, String) { (list.first?.text ?? "", list.last?.text ?? "") }
}

/// Byte i is i mod 251, as in the recordings.
func patternBytes(_ range: Range<Int>) -> [UInt8] { range.map { UInt8($0 % 251) } }
