import IngestModel

/// The daily span in which work may begin, on a clock of 1,440 minutes since local midnight. The shell asks again after each
/// wait, so that a change of the local time (summer time) is met within the wait.
public struct RunWindow: Hashable, Sendable {
    /// The minutes of a day.
    public static let day = 1_440
    /// First minute, 0 to 1439.
    public let start: Int
    /// How many minutes it lasts, 1 to 1,440.
    public let length: Int

    /// The window of a job; from one minute to the same minute is the whole day.
    public init(_ window: JobSettings.Window) {
        start = Self.wrap(window.start)
        let span = Self.wrap(window.end - window.start)
        length = span == 0 ? Self.day : span
    }

    /// True from `start` up to and without the end; `minute` is counted from local midnight.
    public func isOpen(at minute: Int) -> Bool { Self.wrap(minute - start) < length }

    /// Minutes until it opens; 0 while it is open.
    public func opensIn(at minute: Int) -> Int { isOpen(at: minute) ? 0 : Self.wrap(start - minute) }

    /// Minutes until it closes, 0 while it is closed; nil when it never closes.
    public func closesIn(at minute: Int) -> Int? {
        guard length < Self.day else { return nil }
        return isOpen(at: minute) ? length - Self.wrap(minute - start) : 0
    }

    private static func wrap(_ minute: Int) -> Int { ((minute % day) + day) % day }
}
