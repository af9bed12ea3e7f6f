import Foundation
import HTTPTransport
import Synchronization
import TencentWire

/// The service's time: this machine's, corrected once the service has blamed it (vod-api 4, cos-api 11).
final class ServiceClock: Sendable {
    /// Below it a difference is not why the service refused.
    private static let notable = 30.0

    private let wall: @Sendable () -> Double
    private let offset = Mutex<Double?>(nil)

    /// Time by `wall`, unix seconds.
    init(wall: @escaping @Sendable () -> Double) { self.wall = wall }

    /// Unix seconds as the service counts them.
    func now() -> Int64 { Int64((wall() + (offset.withLock { $0 } ?? 0)).rounded(.down)) }

    /// Learns from the date of an answer that blamed the clock. True when a signature made now would carry another time than
    /// this machine's: the offset was learnt from this answer, or from one to a request beside it.
    func correct(by response: IncomingResponse) -> Bool {
        guard let text = response.headers[HeaderNames.date], let date = HTTPDate.seconds(text) else { return false }
        let difference = Double(date) - wall()
        return offset.withLock { offset in
            if abs(difference - (offset ?? 0)) >= Self.notable { offset = difference }
            return offset != nil
        }
    }
}

/// The `Date` header: `Thu, 16 May 2019 06:45:51 GMT` (RFC 9110, IMF-fixdate).
enum HTTPDate {
    private static let months = [
        "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11,
        "Dec": 12,
    ]

    /// Unix seconds; nil for any other form.
    static func seconds(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int64(words[1]), (1...31).contains(day),
            let month = months[String(words[2])], let year = Int64(words[3]), (1970...9999).contains(year)
        else { return nil }
        let time = words[4].split(separator: ":").map { Int64($0) }
        guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2], (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return days(year, Int64(month), day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Days since 1970-01-01, by years that begin in March so that the leap day is their last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
