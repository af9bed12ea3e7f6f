/// The media types or cover types that the service takes (vod-api 10).
struct SupportedTypes: Sendable {
    /// `media` or `cover`, as a message says it.
    var noun: String
    /// Lower-case, in the order of the service's tables.
    var names: [String]

    /// Video, audio, pictures (allowed as media: vod-api 10), and `mpd`, which the lists lack and every upload SDK sends.
    static let media = SupportedTypes(noun: "media", names: video + audio + pictures + ["mpd"])
    /// Pictures.
    static let covers = SupportedTypes(noun: "cover", names: pictures)

    private static let video = [
        "wmv", "rm", "mov", "mpeg", "mp4", "3gp", "flv", "avi", "rmvb", "ts", "asf", "mpg", "webm", "mkv", "m3u8", "wm",
        "asx", "ram", "mpe", "vob", "dat", "mp4v", "m4v", "f4v", "mxf", "qt", "ogg",
    ]
    /// `ogg` stands among the videos already.
    private static let audio = ["mp3", "m4a", "flac", "wav", "ra", "aac", "amr"]
    private static let pictures = ["jpg", "jpeg", "png", "gif", "bmp", "tiff", "ai", "cdr", "eps", "tif", "heif"]

    func contains(_ name: String) -> Bool { names.contains(name) }
}
