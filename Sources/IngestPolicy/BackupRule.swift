/// When a request goes to a service's backup address (cos-api 12.2): never while the service itself answers, which the caller
/// sees by the answer's own marks.
///
/// | answer | when |
/// | --- | --- |
/// | 301, 302, 307 | at once |
/// | none, or a 5xx | for the last attempt |
/// | any other | never |
public enum BackupRule {
    /// True for an answer that sends the request elsewhere.
    public static func switchesAtOnce(status: Int) -> Bool { status == 301 || status == 302 || status == 307 }

    /// True where the next attempt goes to the backup address; `status` is nil where no answer came.
    public static func switches(status: Int?, beforeLastAttempt: Bool) -> Bool {
        beforeLastAttempt && status.map { $0 >= 500 } ?? true
    }
}
