import Diagnostics

/// A MediaName of more than 64 characters is odd: the service states no limit for uploads, but 64 where a name is changed
/// later (vod-api 10).
enum MediaNameIsShort {
    static let longest = 64

    /// `isDefault`: the name was made from the file's name.
    static func fault(_ name: String, isDefault: Bool) -> ValueFault? {
        guard name.utf8.count > longest else { return nil }
        let count = name.unicodeScalars.count
        guard count > longest else { return nil }
        let subject = isDefault ? "the default `MediaName` made from this path" : "`MediaName`"
        return ValueFault(
            .jobMediaNameLong, .warning,
            "\(subject) has \(count) characters; the service lets no name of more than \(longest) be edited later",
            hint: isDefault ? "give the entry a shorter `MediaName`" : "shorten it")
    }
}
