import IngestModel
import JobFile
import StreamingManifest

/// What reads a job: job files and manifests.
enum ReadingCases {
    static let all: [String: MicroBenchmarks.Case] = [
        "job-file-100-entries": { _ in jobFile() },
        "hls-1000-segments": { _ in manifest(playlist(segments: 1_000), named: "main.m3u8", kind: .hls) },
        "dash-timeline-1000-segments": { _ in manifest(presentation(segments: 1_000), named: "main.mpd", kind: .dash) },
    ]

    private static func jobFile() -> () -> Int {
        let entries = (0..<100).map {
            "  - id: film-\($0)\n    MediaFilePath: films/film-\($0).mp4\n    MediaName: Film number \($0)\n    ClassId: 7\n"
        }
        let text = "version: 1\nname: bench\nregion: ap-guangzhou\nmedia:\n" + entries.joined()
        return {
            var reader = JobFileReader(file: "job.yaml", options: JobFileOptions(now: 1_782_864_000), text: text)
            _ = reader.readSettings()
            var count = 0
            while reader.nextEntry() != nil { count += 1 }
            return count
        }
    }

    private static func manifest(_ text: String, named name: String, kind: ManifestKind) -> () -> Int {
        let bytes = Array(text.utf8)
        return {
            var expansion = Expansion(top: name, kind: kind, options: ExpansionOptions())
            while expansion.nextRequest() != nil { expansion.supply(.bytes(bytes)) }
            return expansion.finish().files.count
        }
    }

    private static func playlist(segments: Int) -> String {
        let lines = (0..<segments).map { "#EXTINF:6.006,\nsegments/segment-\($0).ts\n" }
        return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n" + lines.joined()
            + "#EXT-X-ENDLIST\n"
    }

    private static func presentation(segments: Int) -> String {
        let lines = (0..<segments).map { "<S d=\"\(90_000 + $0 % 2)\"/>" }
        return """
            <?xml version="1.0"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="urn:mpeg:dash:profile:isoff-live:2011"
              minBufferTime="PT2S" mediaPresentationDuration="PT\(segments)S"><Period><AdaptationSet mimeType="video/mp4">
            <SegmentTemplate timescale="90000" initialization="init.mp4" media="v/$Time$.m4s"><SegmentTimeline>
            \(lines.joined())
            </SegmentTimeline></SegmentTemplate><Representation id="v" bandwidth="5000000"/></AdaptationSet></Period></MPD>
            """
    }
}
