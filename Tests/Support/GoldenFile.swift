import Foundation

/// Compares a text with a file in the repository.
public enum GoldenFile {
    /// Nil when `actual` is the text of `path`, which is relative to the folder of the calling test file; else what is wrong.
    ///
    /// With VOD_INGEST_RECORD=1 in the environment the file is written, and that too is reported, so that no recording run
    /// passes.
    public static func difference(_ actual: String, _ path: String, testFile: String = #filePath) -> String? {
        let file = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent(path)
        if ProcessInfo.processInfo.environment["VOD_INGEST_RECORD"] == "1" {
            do {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(actual.utf8).write(to: file)
                return "recorded \(path); run again without VOD_INGEST_RECORD"
            } catch {
                return "\(path) cannot be written: \(error)"
            }
        }
        guard let expected = FileManager.default.contents(atPath: file.path) else { return "\(path) does not exist" }
        return Data(actual.utf8) == expected ? nil : "\(path) differs; the text is now:\n\(actual)"
    }
}
