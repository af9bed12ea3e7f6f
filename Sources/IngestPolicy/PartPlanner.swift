import IngestModel

/// How a file is cut into parts. Bounds are COS's (cos-api 9), where a MB is 1,048,576 bytes.
public enum PartPlanner {
    /// Why a file has no layout.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file is larger than an object may be; the value is its size in bytes.
        case fileTooLarge(Int64)
        /// The size asked for lies outside what a part may have; the value is that size in bytes.
        case partSizeOutOfBounds(Int64)

        /// One sentence.
        public var description: String {
            switch self {
            case .fileTooLarge(let size):
                "a file of \(size) bytes is larger than the largest object, \(PartPlanner.largestObject) bytes"
            case .partSizeOutOfBounds(let size):
                "a part size of \(size) bytes is outside \(PartPlanner.smallestPart) to \(PartPlanner.largestPart) bytes"
            }
        }
    }

    /// The largest body of one PUT: 5 GiB.
    public static let largestPut: Int64 = 5 << 30
    /// The smallest part but the last: 1 MiB. Part sizes are multiples of it.
    public static let smallestPart: Int64 = 1 << 20
    /// The largest part: 5 GiB.
    public static let largestPart: Int64 = 5 << 30
    /// The largest object: 10,000 parts of 5 GiB, which the service calls 48.82 TB.
    public static let largestObject = Int64(PartNumber.highest) * largestPart

    /// The smallest part that `auto` makes: below it the way to the service and back costs more than the bytes.
    private static let smallestAutomatic: Int64 = 8 << 20
    /// The part size above which `auto` rather makes more parts: a lost part is sent again whole.
    private static let preferredLargest: Int64 = 64 << 20
    /// As many parts as one answer of List Parts holds (cos-api 7.5), so that a resume asks once.
    private static let partsOfOnePage: Int64 = 1_000

    /// The layout of a file of `size` bytes; nil for one PUT.
    ///
    /// A file of `multipartFrom` bytes or more is cut, and any that is too large for one PUT. `auto` makes parts of 8 MiB,
    /// of up to 64 MiB while a file would have more than 1,000, and larger ones only where 10,000 would not suffice:
    ///
    /// | file | part |
    /// | --- | --- |
    /// | up to 7.8 GiB | 8 MiB |
    /// | up to 62.5 GiB | size / 1,000 |
    /// | up to 625 GiB | 64 MiB |
    /// | more | size / 10,000 |
    ///
    /// An explicit size is rounded up to whole MiB and grows where 10,000 parts of it would not hold the file: a job's
    /// part size is a wish for all its files, and one long recording among them is no reason to refuse the job. `isGrown`
    /// tells the planner, which says so.
    public static func layout(
        size: Int64, setting: JobSettings.PartSize, multipartFrom: Int64
    ) throws(Refusal) -> PartLayout? {
        guard size <= largestObject else { throw .fileTooLarge(size) }
        let wished = try wish(size: size, setting: setting)
        guard size > largestPut || size >= max(1, multipartFrom) else { return nil }
        let partSize = max(wished, wholeMebibytes(divideUp(size, by: Int64(PartNumber.highest))))
        return PartLayout(partSize: partSize, count: Int(divideUp(size, by: partSize)))
    }

    /// True when `layout` has larger parts than an explicit `setting` asked for.
    public static func isGrown(_ layout: PartLayout, beyond setting: JobSettings.PartSize) -> Bool {
        switch setting {
        case .auto: false
        case .bytes(let wished): layout.partSize > wholeMebibytes(wished)
        }
    }

    private static func wish(size: Int64, setting: JobSettings.PartSize) throws(Refusal) -> Int64 {
        switch setting {
        case .bytes(let wished):
            guard (smallestPart...largestPart).contains(wished) else { throw .partSizeOutOfBounds(wished) }
            return wholeMebibytes(wished)
        case .auto:
            let onePage = wholeMebibytes(divideUp(size, by: partsOfOnePage))
            return min(preferredLargest, max(smallestAutomatic, onePage))
        }
    }

    private static func wholeMebibytes(_ bytes: Int64) -> Int64 { divideUp(bytes, by: smallestPart) * smallestPart }

    private static func divideUp(_ number: Int64, by divisor: Int64) -> Int64 {
        let (quotient, rest) = max(0, number).quotientAndRemainder(dividingBy: divisor)
        return rest == 0 ? quotient : quotient + 1
    }
}
