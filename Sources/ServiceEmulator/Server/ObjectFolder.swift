import Foundation

/// Objects as files: `objects/BUCKET/KEY` for people, as links to numbered files that the emulator works with.
struct ObjectFolder: Sendable {
    private let blobs: URL
    private let objects: URL
    private let books: URL

    /// The folder at `path`. Where it is not `lasting`, or holds no books, what an emulator before left to work with is removed:
    /// nothing refers to it any more.
    init(_ path: String, lasting: Bool = false) throws {
        let root = URL(fileURLWithPath: path, isDirectory: true)
        blobs = root.appendingPathComponent(".emulator-blobs", isDirectory: true)
        objects = root.appendingPathComponent("objects", isDirectory: true)
        books = root.appendingPathComponent(".emulator-books.json", isDirectory: false)
        if !lasting || !FileManager.default.fileExists(atPath: books.path) { try removeBlobs() }
        if !lasting { try removeIfThere(books) }
        for folder in [blobs, objects] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
    }

    func create(_ number: UInt64) throws -> FileHandle {
        let file = file(number)
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    func read(_ number: UInt64, from offset: Int, count: Int) throws -> [UInt8] {
        let handle = try FileHandle(forReadingFrom: file(number))
        defer { handle.closeFile() }
        try handle.seek(toOffset: UInt64(offset))
        return try handle.read(upToCount: count).map(Array.init) ?? []
    }

    func append(_ number: UInt64, to target: FileHandle?) throws {
        let handle = try FileHandle(forReadingFrom: file(number))
        defer { handle.closeFile() }
        while let piece = try handle.read(upToCount: 1_048_576), !piece.isEmpty { try target?.write(contentsOf: piece) }
    }

    func remove(_ number: UInt64) throws { try removeIfThere(file(number)) }

    func removeBlobs() throws { try removeIfThere(blobs) }

    /// The books that the emulator before has left; nil where there are none. They are taken: an emulator that is killed from
    /// now on leaves none that could lie.
    func takeBooks() throws -> ServiceBooks? {
        guard let text = FileManager.default.contents(atPath: books.path) else { return nil }
        let kept = try JSONDecoder().decode(ServiceBooks.self, from: text)
        try removeIfThere(books)
        return kept
    }

    func leave(_ kept: ServiceBooks) throws { try JSONEncoder().encode(kept).write(to: books, options: .atomic) }

    /// Shows blob `number` as the object `key`, over a former one.
    ///
    /// A key below another key (`a` and `a/b`) has no place in a file system: the later one is then shown with `%` after
    /// its name or its folder's.
    func link(_ number: UInt64, bucket: String, key: String) throws {
        let place = try clearPlace(bucket: bucket, key: key)
        try FileManager.default.linkItem(at: file(number), to: place)
    }

    func unlink(bucket: String, key: String) throws {
        let place = objects.appendingPathComponent(Self.path(bucket: bucket, key: key))
        if !isFolder(place) { try removeIfThere(place) }
    }

    private func clearPlace(bucket: String, key: String) throws -> URL {
        var place = objects
        let parts = Self.path(bucket: bucket, key: key).split(separator: "/").map(String.init)
        for part in parts.dropLast() {
            var next = place.appendingPathComponent(part, isDirectory: true)
            if FileManager.default.fileExists(atPath: next.path), !isFolder(next) {
                next = place.appendingPathComponent(part + "%", isDirectory: true)
            }
            try FileManager.default.createDirectory(at: next, withIntermediateDirectories: true)
            place = next
        }
        let name = parts.last ?? "%"
        var file = place.appendingPathComponent(name, isDirectory: false)
        if isFolder(file) { file = place.appendingPathComponent(name + "%", isDirectory: false) }
        try removeIfThere(file)
        return file
    }

    /// A path that cannot leave the folder: parts that mean something to a file system are percent-encoded, an empty part
    /// is a lone `%`.
    static func path(bucket: String, key: String) -> String {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map { part in
            switch part {
            case "": "%"
            case ".": "%2E"
            case "..": "%2E%2E"
            default:
                String(part).replacing("%", with: "%25").replacing("\0", with: "%00")
            }
        }
        return ([bucket] + parts).joined(separator: "/")
    }

    private func file(_ number: UInt64) -> URL { blobs.appendingPathComponent(String(number), isDirectory: false) }

    private func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func removeIfThere(_ url: URL) throws {
        if FileManager.default.fileExists(atPath: url.path) { try FileManager.default.removeItem(at: url) }
    }
}
