import Diagnostics
import IngestModel

/// Reads single settings that stand outside a job file, by the same rules: flags and environment variables.
public enum SettingText {
    /// Why a text is no value of its setting.
    public struct Fault: Error, Hashable, Sendable {
        /// One sentence that names the last part of the key and the text.
        public let message: String
        /// The mend, where it is known.
        public let hint: String?
    }

    /// Every setting, by its path in a job file: `concurrency.global`.
    public static let keys: [String] = table.map(\.path)

    /// Reads `text` as the value of the setting whose path is `key`, into `settings`. A path that is not one of `keys` changes
    /// nothing. With `isTimeZone` names of time zones are judged too; `takesPasswords` lets an address carry a user and a
    /// password, as a proxy's does in the environment.
    public static func read(
        _ text: String, as key: String, into settings: inout JobSettings,
        isTimeZone: (@Sendable (String) -> Bool)? = nil, takesPasswords: Bool = false
    ) throws(Fault) {
        guard let apply = table.first(where: { $0.path == key })?.apply else { return }
        let nowhere = SourceMark(line: 1, column: 1)
        let scalar = Scalar(text: text, isPlain: true, start: nowhere, end: nowhere)
        do throws(ValueFault) {
            // No setting depends on the present.
            try apply(scalar, ValueContext(now: 0, isTimeZone: isTimeZone, takesPasswords: takesPasswords), &settings)
        } catch {
            throw Fault(message: error.message, hint: error.hint)
        }
    }

    private static let table: [(path: String, apply: SettingKey.Apply)] = SettingKey.all.flatMap {
        key -> [(path: String, apply: SettingKey.Apply)] in
        switch key.body {
        case .value(_, let apply): [(path: key.name, apply: apply)]
        case .group(let keys):
            keys.compactMap { inner in
                guard case .value(_, let apply) = inner.body else { return nil }
                return (path: "\(key.name).\(inner.name)", apply: apply)
            }
        case .version, .defaults, .media: []
        }
    }
}

/// What the service takes, for those who look for media.
public enum SupportedMedia {
    /// Media types, lower-case: extensions that make a file worth an entry.
    public static let types: [String] = SupportedTypes.media.names
    /// Cover types, lower-case.
    public static let coverTypes: [String] = SupportedTypes.covers.names
}
