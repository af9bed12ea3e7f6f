import Foundation

/// The file that clients read the authority's certificate from. It holds no key.
struct CertificateFile: Sendable {
    let path: String

    /// Writes `pem` to `path`, readable for its owner alone, over a former file; without a path to a new file in the
    /// folder for temporary files, named after `port`.
    init(_ pem: String, path: String?, port: Int) throws {
        let url =
            path.map { URL(fileURLWithPath: $0) }
            ?? FileManager.default.temporaryDirectory.appendingPathComponent("vod-emulator-\(port)-ca.pem")
        self.path = url.path
        let passing = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(port)")
        try removeIfThere(passing)
        // A file that is there by now is somebody else's: creating it with its contents would follow a link of theirs.
        let descriptor = open(passing.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO, userInfo: [NSFilePathErrorKey: passing.path])
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(pem.utf8))
        try file.close()
        guard rename(passing.path, url.path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO, userInfo: [NSFilePathErrorKey: url.path])
        }
    }

    /// Removes the file: an authority whose key is gone is of no use to anybody.
    func remove() throws { try removeIfThere(URL(fileURLWithPath: path)) }

    private func removeIfThere(_ url: URL) throws {
        do {
            try FileManager.default.removeItem(at: url)
        } catch let error as CocoaError where error.code == .fileNoSuchFile {
            return
        }
    }
}
