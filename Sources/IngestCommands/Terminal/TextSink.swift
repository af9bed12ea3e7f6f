import Foundation

/// Where text goes. Writing never fails: what a reader does not want any more (a broken pipe) or a full disk cannot take is
/// dropped, and `isOpen` says so.
protocol TextSink: Sendable {
    /// Writes all of `text`.
    func write(_ text: String)
    /// False once a write failed.
    var isOpen: Bool { get }
}

/// Standard output or standard error.
final class DescriptorSink: TextSink {
    private let descriptor: Int32
    private let failed = Flag()

    /// The sink over an open file descriptor, which it does not close. The process must ignore SIGPIPE.
    init(descriptor: Int32) { self.descriptor = descriptor }

    var isOpen: Bool { !failed.isSet }

    func write(_ text: String) {
        guard isOpen else { return }
        var bytes = ArraySlice(text.utf8)
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR || errno == EAGAIN else { return failed.set() }
                continue
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
