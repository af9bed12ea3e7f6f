import IngestModel

/// The media type that is sent for a file, by its extension (cos-api 14.3; names as registered with IANA).
///
/// The store's own guess is not documented, and players refuse a playlist that is served as `application/octet-stream`, so
/// every object is stored with an explicit type.
public enum ContentTypes {
    /// The type where the extension says nothing.
    public static let fallback = "application/octet-stream"

    /// The type of a file or an object called `path`.
    public static func type(ofPath path: String) -> String {
        PathText.lowercasedExtension(of: path).flatMap { table[$0] } ?? fallback
    }

    /// Extension to type.
    static let table: [String: String] = [
        // Manifests
        "m3u8": "application/vnd.apple.mpegurl", "m3u": "application/vnd.apple.mpegurl", "mpd": "application/dash+xml",
        // Segments
        "ts": "video/mp2t", "m4s": "video/iso.segment", "cmfv": "video/mp4", "cmfa": "audio/mp4",
        "cmft": "application/mp4",
        "init": "video/mp4", "sidx": "video/iso.segment",
        // Video
        "mp4": "video/mp4", "m4v": "video/mp4", "mp4v": "video/mp4", "f4v": "video/mp4", "mov": "video/quicktime",
        "qt": "video/quicktime", "webm": "video/webm", "mkv": "video/matroska", "ogg": "application/ogg",
        "mpeg": "video/mpeg", "mpg": "video/mpeg", "mpe": "video/mpeg", "vob": "video/mpeg", "3gp": "video/3gpp",
        "flv": "video/x-flv", "avi": "video/x-msvideo", "wmv": "video/x-ms-wmv", "wm": "video/x-ms-wm",
        "asf": "video/x-ms-asf", "asx": "video/x-ms-asf", "rm": "application/vnd.rn-realmedia",
        "rmvb": "application/vnd.rn-realmedia-vbr", "ram": "audio/x-pn-realaudio", "mxf": "application/mxf",
        // Audio
        "mp3": "audio/mpeg", "m4a": "audio/mp4", "aac": "audio/aac", "ac3": "audio/ac3", "ec3": "audio/eac3",
        "flac": "audio/flac", "wav": "audio/vnd.wave", "amr": "audio/AMR", "ra": "audio/x-realaudio",
        "opus": "audio/ogg",
        // Text
        "vtt": "text/vtt", "webvtt": "text/vtt", "srt": "application/x-subrip", "ttml": "application/ttml+xml",
        "dfxp": "application/ttml+xml", "xml": "application/xml", "json": "application/json", "txt": "text/plain",
        // Images
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp",
        "tif": "image/tiff", "tiff": "image/tiff", "heif": "image/heif", "webp": "image/webp",
        "ai": "application/postscript", "eps": "application/postscript", "cdr": "application/vnd.corel-draw",
        // Fonts
        "ttf": "font/ttf", "otf": "font/otf", "woff": "font/woff", "woff2": "font/woff2",
    ]
}
