import TencentWire
import Testing

@Suite("ContentTypes")
struct ContentTypesTests {
    @Test(
        "The type follows the extension, whatever its letter case",
        arguments: [
            ("a/master.m3u8", "application/vnd.apple.mpegurl"), ("man.MPD", "application/dash+xml"),
            ("s0.ts", "video/mp2t"), ("v/1.m4s", "video/iso.segment"), ("film.mp4", "video/mp4"),
            ("sub.vtt", "text/vtt"), ("cover.jpg", "image/jpeg"), ("cover.jpeg", "image/jpeg"),
            ("song.mp3", "audio/mpeg"), ("i.webm", "video/webm"),
        ])
    func known(path: String, type: String) {
        #expect(ContentTypes.type(ofPath: path) == type)
    }

    @Test("Where the extension says nothing the type is octets", arguments: ["key", "a.b/key", "x.unknown", ".ts"])
    func unknown(path: String) {
        #expect(ContentTypes.type(ofPath: path) == "application/octet-stream")
    }
}
