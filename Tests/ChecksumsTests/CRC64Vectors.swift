import Foundation

/// The vectors of Fixtures/crc64-vectors.json: two independent implementations and the values printed in the COS documents.
struct CRC64Vectors: Decodable {
    struct Generator: Decodable {
        var kind: String
        var byte: UInt8?
        var seed: UInt64?
    }

    struct Case: Decodable {
        var id: String
        var length: Int
        var hex: String?
        var generator: Generator?
        var crc64Decimal: String

        enum CodingKeys: String, CodingKey {
            case id, length, hex, generator
            case crc64Decimal = "crc64_decimal"
        }

        func bytes() throws -> [UInt8] {
            if let hex { return try CRC64Vectors.bytes(ofHex: hex) }
            guard let generator else { throw VectorFault.unreadable(id) }
            switch generator.kind {
            case "repeat": return [UInt8](repeating: generator.byte ?? 0, count: length)
            case "mod251": return CRC64Vectors.mod251(length)
            case "lcg31": return CRC64Vectors.lcg31(length, seed: generator.seed ?? 1)
            default: throw VectorFault.unreadable(id)
            }
        }
    }

    struct Combination: Decodable {
        var id: String
        var crc1: String
        var crc2: String
        var len2: UInt64
        var combined: String
    }

    struct Part: Decodable {
        var part: Int
        var length: UInt64
        var crc64: String
    }

    struct Multipart: Decodable {
        var wholeCRC64: String
        var parts1MiB: [Part]
        var parts10MiB: [Part]

        enum CodingKeys: String, CodingKey {
            case wholeCRC64 = "whole_crc64"
            case parts1MiB = "parts_1MiB"
            case parts10MiB = "parts_10MiB"
        }
    }

    enum VectorFault: Error {
        case unreadable(String)
    }

    var cases: [Case]
    var combine: [Combination]
    var multipart25MiB: Multipart

    enum CodingKeys: String, CodingKey {
        case cases, combine
        case multipart25MiB = "multipart_25MiB"
    }

    static func read() throws -> CRC64Vectors {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("Fixtures/crc64-vectors.json")
        return try JSONDecoder().decode(CRC64Vectors.self, from: Data(contentsOf: file))
    }

    static func mod251(_ length: Int) -> [UInt8] { (0..<length).map { UInt8($0 % 251) } }

    static func lcg31(_ length: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return (0..<length).map { _ in
            state = (state &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
            return UInt8((state >> 16) & 0xFF)
        }
    }

    static func bytes(ofHex hex: String) throws -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count.isMultiple(of: 2) else { throw VectorFault.unreadable(hex) }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
