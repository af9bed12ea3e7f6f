/// A span of time as a person reads it.
public enum SpanText {
    /// `0s`, `59s`, `1m 05s`, `2h 00m`, `3d 04h`: whole seconds, rounded up, in the two largest units.
    public static func text(seconds: Double) -> String {
        let whole = Int(max(0, min(seconds, 1e12)).rounded(.up))
        switch whole {
        case ..<60: return "\(whole)s"
        case ..<3600: return "\(whole / 60)m \(padded(whole % 60))s"
        case ..<86400: return "\(whole / 3600)h \(padded(whole / 60 % 60))m"
        default: return "\(whole / 86400)d \(padded(whole / 3600 % 24))h"
        }
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension Duration {
    /// Its seconds, with their fraction.
    public var inSeconds: Double { self / .seconds(1) }
}
