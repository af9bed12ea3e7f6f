import Foundation

/// The time zones that this machine knows.
enum TimeZones {
    /// Whether `name` is one of them.
    static func contains(_ name: String) -> Bool { TimeZone(identifier: name) != nil }
}
