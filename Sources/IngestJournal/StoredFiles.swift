import GRDB

/// Files that the store confirmed whole, as the rows of `stored` hold them: many to a row.
///
/// The row of a file is long and is written whole whenever a value of it changes, which took longer than planning it. A batch of
/// segments is one short row instead: for each file its position and its CRC-64, 4 and 8 bytes, the lowest first.
enum StoredFiles {
    /// Fewer of an entry in a batch are marked in their own rows.
    static let fewest = 8
    /// More are several rows, each of which SQLite keeps on one page.
    static let most = 256
    private static let width = 12

    /// The bytes of `files`.
    static func bytes(of files: some Collection<(position: Int, crc64: UInt64)>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: files.count * width) { memory, count in
            for file in files {
                let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[count...])
                room.storeBytes(of: UInt32(file.position).littleEndian, as: UInt32.self)
                room.storeBytes(of: file.crc64.littleEndian, toByteOffset: 4, as: UInt64.self)
                count += width
            }
        }
    }

    /// The files of the entry `key`, in the order in which they were confirmed.
    static func read(_ key: Int64, _ db: Database) throws -> [(position: Int, crc64: UInt64)] {
        var files: [(position: Int, crc64: UInt64)] = []
        var rows = try db.rows("SELECT files FROM stored WHERE entry = ? ORDER BY number", key)
        while var row = try rows.next() {
            let bytes: [UInt8] = try row.next()
            guard bytes.count % width == 0 else { throw CutOff() }
            bytes.withUnsafeBytes { bytes in
                for start in stride(from: 0, to: bytes.count, by: width) {
                    let position = bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)
                    let crc64 = bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt64.self)
                    files.append((Int(UInt32(littleEndian: position)), UInt64(littleEndian: crc64)))
                }
            }
        }
        return files
    }

    /// A row that ends within a file: no program of ours writes one.
    private struct CutOff: Error {}
}

/// Writes down which files a batch of changes stored.
struct StoredFileNotes {
    private var waiting: [Int64: [(position: Int, crc64: UInt64)]] = [:]

    /// The file at `position` of the entry `key` is stored; nothing else of its row has changed since it was planned.
    mutating func add(_ position: Int, crc64: UInt64, of key: Int64) {
        waiting[key, default: []].append((position, crc64))
    }

    /// Writes what waits of the entry `key`; before any other change of it, so that the order stays.
    mutating func write(_ key: Int64, _ db: Database) throws {
        if !waiting.isEmpty, let files = waiting.removeValue(forKey: key) { try Self.write(files, of: key, db) }
    }

    /// Writes whatever waits.
    mutating func writeAll(_ db: Database) throws {
        for (key, files) in waiting { try Self.write(files, of: key, db) }
        waiting = [:]
    }

    private static func write(_ files: [(position: Int, crc64: UInt64)], of key: Int64, _ db: Database) throws {
        guard files.count >= StoredFiles.fewest else {
            for file in files {
                try db.cached(
                    "UPDATE file SET stored = 1, crc64 = ? WHERE entry = ? AND position = ?",
                    Int64(bitPattern: file.crc64), key, file.position)
            }
            return
        }
        for start in stride(from: 0, to: files.count, by: StoredFiles.most) {
            let some = files[start..<min(start + StoredFiles.most, files.count)]
            try db.cached("INSERT INTO stored (entry, files) VALUES (?, ?)", key, StoredFiles.bytes(of: some))
        }
    }
}
