import Foundation

/// JSON fixtures beside these tests, their names in snake case.
enum Vectors {
    /// The file `name`; nil where it is not as expected, which the tests that count its cases report.
    static func read<File: Decodable>(_ type: File.Type, _ name: String) -> File? {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(type, from: Data(contentsOf: file))
        } catch {
            print("\(name): \(error)")
            return nil
        }
    }
}
