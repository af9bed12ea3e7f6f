/// Gives a line of a file, counted from 1, without its end; nil when there is none to show.
public typealias SourceText = (_ file: String, _ line: Int) -> String?

/// Picks lines out of a file that is read chunk by chunk, so that a few findings in a large file cost no memory.
///
/// A line ends after LF, CR LF or CR, as editors count.
public struct SourceLineCollector: Sendable {
    private var wanted: [Int]
    private let longest: Int
    private var line = 1
    private var current: [UInt8] = []
    private var afterCarriageReturn = false
    /// The lines found so far, by number.
    public private(set) var lines: [Int: String] = [:]

    /// A collector of the lines `wanted`; of each at most `longest` bytes are kept.
    public init(wanted: Set<Int>, longest: Int = 64 << 10) {
        self.wanted = wanted.sorted(by: >)
        self.longest = longest
    }

    /// True when nothing more is wanted: the rest of the file need not be read.
    public var isComplete: Bool { wanted.isEmpty }

    /// Takes the next bytes of the file.
    public mutating func feed(_ bytes: [UInt8]) {
        for byte in bytes {
            guard !wanted.isEmpty else { return }
            switch byte {
            case 0x0A where afterCarriageReturn: afterCarriageReturn = false
            case 0x0A, 0x0D:
                endLine()
                afterCarriageReturn = byte == 0x0D
            default:
                afterCarriageReturn = false
                guard wanted.last == line else { continue }
                current.append(byte)
                // The rest of a line that is long enough may be all of a large file.
                if current.count >= longest { keepLine() }
            }
        }
    }

    /// The file has ended; its last line may lack an end.
    public mutating func finish() {
        if wanted.last == line { endLine() }
        wanted = []
    }

    private mutating func endLine() {
        if wanted.last == line { keepLine() }
        line += 1
    }

    private mutating func keepLine() {
        var bytes = current[...]
        if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        lines[line] = String(decoding: bytes, as: UTF8.self)
        wanted.removeLast()
        current = []
    }
}
