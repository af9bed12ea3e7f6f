import Foundation
import IngestModel
import IngestPolicy

/// The daily window on this machine's calendar.
struct Schedule {
    private let window: RunWindow?
    private let calendar: Calendar
    private let now: @Sendable () -> Double

    /// The schedule of `settings`; `now` gives unix seconds.
    init(settings: RunSettings, now: @escaping @Sendable () -> Double) throws(CommandEnd) {
        guard let zone = TimeZone(identifier: settings.timezone) else {
            throw CommandEnd(
                .invalid, "`\(settings.timezone)` is no time zone of this machine",
                hint: "is the package tzdata installed?")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
        self.now = now
        window = settings.window.map { RunWindow($0) }
    }

    /// Seconds until work may begin; 0 while it may.
    func opensIn() -> Double {
        guard let window else { return 0 }
        let (minute, second) = clock()
        let minutes = window.opensIn(at: minute)
        return minutes == 0 ? 0 : Double(minutes * 60 - second)
    }

    /// Seconds until the window closes; nil when it never does.
    func closesIn() -> Double? {
        guard let window else { return nil }
        let (minute, second) = clock()
        return window.closesIn(at: minute).map { Double($0 * 60 - second) }
    }

    /// Minutes since local midnight, and seconds of the minute.
    private func clock() -> (minute: Int, second: Int) {
        let parts = calendar.dateComponents([.hour, .minute, .second], from: Date(timeIntervalSince1970: now()))
        return ((parts.hour ?? 0) * 60 + (parts.minute ?? 0), parts.second ?? 0)
    }
}
