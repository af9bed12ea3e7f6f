import IngestModel
import IngestTestSupport
import JobFile
import Testing

@Suite("JobFileReader: valid jobs")
struct ValidJobTests {
    static let everyKey = """
        # yaml-language-server: $schema=../schemas/job.schema.json
        version: 1
        name: nightly-archive
        region: ap-guangzhou
        base: /data/archive
        credentials: { profile: nightly }
        service:
          api: https://vod.tencentcloudapi.com
          storage: https://{bucket}.cos.{region}.myqcloud.com
          proxy: http://proxy.example:3128
          caFile: /etc/ssl/corporate.pem
        concurrency:
          global: 32
          perFile: 5
          entries: 16
        rate: { bandwidth: 200MiB/s, requests: 80/s }
        upload: { partSize: auto, multipartFrom: 16MiB }
        manifests: { parentReferences: refuse }
        retry: { attempts: 8, elapsed: 15m }
        stop: { failures: 100, failureRate: 50% }
        schedule: { window: "22:00-06:00", timezone: Asia/Shanghai }
        defaults:
          SubAppId: 1500012345
          Procedure: LongVideoPreset
        media:
          - films/wildlife.mp4
          - id: w-2
            region: ap-singapore
            MediaFilePath: films/wildlife2.MP4
            MediaType: mp4
            MediaName: Wildlife II
            CoverFilePath: films/wildlife2.PNG
            CoverType: PNG
            Procedure: Other
            ExpireTime: 2027-01-01T08:00:00+08:00
            ClassId: 7
            SourceContext: "batch-7/2"
            SessionContext: 's'
            SubAppId: 18446744073709551615
            StorageRegion: ap-chongqing
            ConcurrentUploadNumber: 8
            MediaStoragePath: /films/wildlife2.mp4
            ExtInfo: "{}"
          - MediaFilePath: streams/show/master.m3u8
          - MediaFilePath: streams/event/manifest.mpd
        """

    @Test("Every key is read")
    func settings() {
        var expected = JobSettings()
        expected.name = "nightly-archive"
        expected.region = "ap-guangzhou"
        expected.base = "/data/archive"
        expected.profile = "nightly"
        expected.api = "https://vod.tencentcloudapi.com"
        expected.storage = "https://{bucket}.cos.{region}.myqcloud.com"
        expected.proxy = "http://proxy.example:3128"
        expected.caFile = "/etc/ssl/corporate.pem"
        expected.global = 32
        expected.perFile = 5
        expected.entries = 16
        expected.bandwidth = 200 << 20
        expected.requests = 80
        expected.partSize = .auto
        expected.multipartFrom = 16 << 20
        expected.parentReferences = .refuse
        expected.retryAttempts = 8
        expected.retryElapsed = 900
        expected.stopFailures = 100
        expected.stopFailureRate = 0.5
        expected.window = JobSettings.Window(start: 22 * 60, end: 6 * 60)
        expected.timezone = "Asia/Shanghai"
        let reading = Reading(Self.everyKey)
        #expect(reading.diagnostics == [])
        #expect(reading.settings == expected)
    }

    @Test("Every request field is read, defaults fill what an entry leaves out, and their share is known")
    func entries() {
        let reading = Reading(Self.everyKey)
        var first = UploadRequest(mediaFilePath: "films/wildlife.mp4", mediaType: "mp4", mediaName: "wildlife")
        first.subAppId = 1_500_012_345
        first.procedure = "LongVideoPreset"
        var second = UploadRequest(mediaFilePath: "films/wildlife2.MP4", mediaType: "mp4", mediaName: "Wildlife II")
        second.coverFilePath = "films/wildlife2.PNG"
        second.coverType = "png"
        second.procedure = "Other"
        second.expireTime = "2027-01-01T00:00:00Z"
        second.classId = 7
        second.sourceContext = "batch-7/2"
        second.sessionContext = "s"
        second.subAppId = .max
        second.storageRegion = "ap-chongqing"
        second.concurrentUploadNumber = 8
        second.mediaStoragePath = "/films/wildlife2.mp4"
        second.extInfo = "{}"
        var third = first
        third.mediaFilePath = "streams/show/master.m3u8"
        third.mediaType = "m3u8"
        third.mediaName = "master"
        var fourth = first
        fourth.mediaFilePath = "streams/event/manifest.mpd"
        fourth.mediaType = "mpd"
        fourth.mediaName = "manifest"
        let id = { (text: String) in EntryID(rawValue: text) }
        let places = reading.entries.map { [$0.mediaPlace?.line, $0.mediaPlace?.column, $0.coverPlace?.line] }
        #expect(places == [[26, 5, nil], [29, 20, 32], [44, 20, nil], [45, 20, nil]])
        let withoutPlaces = reading.entries.map { entry in
            var entry = entry
            entry.mediaPlace = nil
            entry.coverPlace = nil
            return entry
        }
        #expect(
            withoutPlaces == [
                EntrySpec(id: id("films/wildlife.mp4"), ordinal: 0, line: 26, column: 5, request: first),
                EntrySpec(id: id("w-2"), ordinal: 1, line: 27, column: 5, region: "ap-singapore", request: second),
                EntrySpec(id: id("streams/show/master.m3u8"), ordinal: 2, line: 44, column: 5, request: third),
                EntrySpec(id: id("streams/event/manifest.mpd"), ordinal: 3, line: 45, column: 5, request: fourth),
            ])
        #expect(
            reading.inherited == [[.procedure, .subAppId], [], [.procedure, .subAppId], [.procedure, .subAppId]])
    }

    @Test("Text is taken as it is written, whatever else it might be read as")
    func textIsNeverGuessed() {
        for text in ["007", "1e3", "true", "null", "~", "0x1F", "2027-01-01", "12:30", "1_000", ".inf"] {
            let reading = Reading(job(entry: "MediaFilePath: a.mp4\nMediaName: \(text)"))
            #expect(reading.entries.map(\.request.mediaName) == [text])
            #expect(reading.diagnostics == [])
        }
    }

    @Test("An empty text takes a default away")
    func emptyText() {
        let fields = ["Procedure", "SourceContext", "SessionContext", "ExtInfo"]
        for field in fields {
            let reading = Reading(
                job(entry: "MediaFilePath: a.mp4\n\(field): \"\"", settings: "defaults: { \(field): x }\n"))
            #expect(reading.diagnostics == [])
            #expect(
                reading.entries.map(\.request) == [
                    UploadRequest(mediaFilePath: "a.mp4", mediaType: "mp4", mediaName: "a")
                ])
            #expect(reading.inherited == [[]])
        }
    }

    @Test("A cover type among the defaults waits for entries with a cover")
    func defaultCoverType() {
        let reading = Reading(
            "version: 1\ndefaults: { CoverType: PNG }\nmedia: [a.mp4, { MediaFilePath: b.mp4, CoverFilePath: c }]\n")
        #expect(reading.diagnostics == [])
        #expect(reading.entries.map(\.request.coverType) == [nil, "png"])
        #expect(reading.inherited == [[], [.coverType]])
    }

    @Test(
        "Sizes, rates, spans and shares",
        arguments: [
            ("upload: { multipartFrom: 1048576 }", \JobSettings.multipartFrom, Int64(1 << 20)),
            ("upload: { multipartFrom: 1.5GiB }", \.multipartFrom, 3 << 29),
            ("upload: { multipartFrom: 20MB }", \.multipartFrom, 20_000_000),
            ("upload: { multipartFrom: '5GiB' }", \.multipartFrom, 5 << 30),
            ("rate: { bandwidth: 0.5KB/s }", \.bandwidth, 500),
            ("rate: { bandwidth: 2TiB/s }", \.bandwidth, 2 << 40),
        ] as [(String, any KeyPath<JobSettings, Int64?> & Sendable, Int64)])
    func sizes(_ setting: String, _ path: any KeyPath<JobSettings, Int64?> & Sendable, _ value: Int64) {
        let reading = Reading(job(entry: "a.mp4", settings: setting + "\n"))
        #expect(reading.diagnostics == [])
        #expect(reading.settings[keyPath: path] == value)
    }

    @Test(
        "Numbers per time and shares of a whole",
        arguments: [
            ("rate: { requests: 600/min }", \JobSettings.requests, 10.0),
            ("rate: { requests: 0.5/s }", \.requests, 0.5),
            ("retry: { elapsed: 1h30m }", \.retryElapsed, 5400),
            ("retry: { elapsed: 2d }", \.retryElapsed, 172_800),
            ("retry: { elapsed: 1s500ms }", \.retryElapsed, 1.5),
            ("stop: { failureRate: 100% }", \.stopFailureRate, 1),
            ("stop: { failureRate: 0.125% }", \.stopFailureRate, 0.00125),
        ] as [(String, any KeyPath<JobSettings, Double?> & Sendable, Double)])
    func numbers(_ setting: String, _ path: any KeyPath<JobSettings, Double?> & Sendable, _ value: Double) {
        let reading = Reading(job(entry: "a.mp4", settings: setting + "\n"))
        #expect(reading.diagnostics == [])
        #expect(reading.settings[keyPath: path] == value)
    }

    @Test(
        "A part size is `auto` or bytes", arguments: [("auto", JobSettings.PartSize.auto), ("8MiB", .bytes(8 << 20))])
    func partSize(_ text: String, _ value: JobSettings.PartSize) {
        #expect(Reading(job(entry: "a.mp4", settings: "upload: { partSize: \(text) }\n")).settings.partSize == value)
    }

    @Test(
        "An expiry is sent in UTC",
        arguments: [
            ("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z"), ("2027-01-01T00:30:00+08:00", "2026-12-31T16:30:00Z"),
            ("2027-01-01T00:00:00.999-0130", "2027-01-01T01:30:00Z"), ("2028-02-29T12:00Z", "2028-02-29T12:00:00Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"), ("2026-07-01T00:00:01Z", "2026-07-01T00:00:01Z"),
            ("2100-03-01T00:00:00+01", "2100-02-28T23:00:00Z"),
        ])
    func expireTime(_ written: String, _ sent: String) {
        for quote in ["", "\"", "'"] {
            let reading = Reading(job(entry: "MediaFilePath: a.mp4\nExpireTime: \(quote)\(written)\(quote)"))
            #expect(reading.diagnostics == [])
            #expect(reading.entries.map(\.request.expireTime) == [sent])
        }
    }

    @Test("Every supported media type is taken from the extension and from MediaType, in any letter case")
    func mediaTypes() {
        let types = [
            "wmv", "rm", "mov", "mpeg", "mp4", "3gp", "flv", "avi", "rmvb", "ts", "asf", "mpg", "webm", "mkv", "m3u8",
            "wm",
            "asx", "ram", "mpe", "vob", "dat", "mp4v", "m4v", "f4v", "mxf", "qt", "ogg", "mp3", "m4a", "flac", "wav",
            "ra",
            "aac", "amr", "jpg", "jpeg", "png", "gif", "bmp", "tiff", "ai", "cdr", "eps", "tif", "heif", "mpd",
        ]
        for type in types {
            let reading = Reading(
                "version: 1\nmedia: [a.\(type), b.\(type.uppercased()), { MediaFilePath: c, MediaType: \(type.uppercased()) }]\n"
            )
            #expect(reading.diagnostics == [])
            #expect(reading.entries.map(\.request.mediaType) == [type, type, type])
        }
    }

    @Test("Quoted keys and blocks are read like others")
    func otherStyles() {
        let reading = Reading(
            "\"version\": 1\nmedia:\n- \"MediaFilePath\": >-\n    a.mp4\n  'MediaName': |-\n    two\n    lines\n")
        #expect(reading.diagnostics == [])
        #expect(
            reading.entries.map(\.request) == [
                UploadRequest(mediaFilePath: "a.mp4", mediaType: "mp4", mediaName: "two\nlines")
            ])
    }
}
