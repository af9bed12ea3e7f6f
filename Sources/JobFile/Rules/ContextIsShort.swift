import Diagnostics

/// A text that is handed through has a length the service states: SourceContext 250, SessionContext 1000 characters
/// (vod-api 10).
enum ContextIsShort {
    static func fault(_ text: String, of key: String, longest: Int?) -> ValueFault? {
        guard let longest, text.utf8.count > longest else { return nil }
        let count = text.unicodeScalars.count
        guard count > longest else { return nil }
        return ValueFault(.jobTextTooLong, "`\(key)` has \(count) characters; at most \(longest) are allowed")
    }
}
