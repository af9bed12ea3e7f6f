import Foundation
import NIOSSL

/// A PEM file with certificates that are trusted beside the system's.
public enum AuthorityFile {
    /// Why the file at `path` cannot serve, as the end of a sentence about it; nil where it can. Reads it whole.
    public static func refusal(of path: String) -> String? {
        guard FileManager.default.isReadableFile(atPath: path) else { return "cannot be read" }
        do {
            return try NIOSSLCertificate.fromPEMFile(path).isEmpty ? "holds no certificate" : nil
        } catch {
            return "holds no certificate that can be read"
        }
    }
}
