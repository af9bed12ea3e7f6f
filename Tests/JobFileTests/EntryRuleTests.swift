import Diagnostics
import IngestModel
import IngestTestSupport
import JobFile
import Testing

@Suite("JobFileReader: rules for entries")
struct EntryRuleTests {
    @Test("An entry needs a MediaFilePath")
    func mediaFileIsNamed() {
        let hint = "add `MediaFilePath:` and the path of the file to upload"
        expectFindings(
            "version: 1\nmedia:\n  - 1️⃣MediaName: x\n  - 2️⃣{}\n  - 3️⃣id: y\n    CoverFilePath: a.png\n",
            FindingSpec("1️⃣", "job.missing-media-file-path", message: "the entry has no `MediaFilePath`", hint: hint),
            FindingSpec("2️⃣", "job.missing-media-file-path", message: "the entry has no `MediaFilePath`", hint: hint),
            FindingSpec(
                "3️⃣", "job.missing-media-file-path", message: "the entry has no `MediaFilePath`", hint: hint, entry: "y")
        )
    }

    @Test("A path is no URL, and what is secret in it is not repeated")
    func pathIsNoURL() {
        let hint = "copy the file here and give its path"
        expectFindings(
            """
            version: 1
            media:
              - 1️⃣https://host.example/a.mp4?sign=x
              - MediaFilePath: 2️⃣file:///data/a.mp42️⃣
              - MediaFilePath: a.mp4
                CoverFilePath: 3️⃣cos://u:p@bucket/a@b.png#f
              - C:/films/a.mp4
              - a://
            """.replacing("  - a://", with: ""),
            FindingSpec(
                "1️⃣", "job.path-is-url",
                message: "`MediaFilePath` is the URL `https://host.example/a.mp4`; expected a path on this machine",
                hint: hint),
            FindingSpec(
                "2️⃣", "job.path-is-url",
                message: "`MediaFilePath` is the URL `file:///data/a.mp4`; expected a path on this machine", hint: hint),
            FindingSpec(
                "3️⃣", "job.path-is-url",
                message: "`CoverFilePath` is the URL `cos://bucket/a@b.png`; expected a path on this machine",
                hint: hint,
                entry: "a.mp4"))
    }

    @Test("A path names a file, no folder")
    func pathIsNoFolder() {
        expectFindings(
            "version: 1\nmedia: [1️⃣films/1️⃣]\n",
            FindingSpec(
                "1️⃣", "job.path-is-folder",
                message: "`MediaFilePath` is `films/`, which names a folder; expected a file",
                hint: "list each file of the folder as an entry; `vod-ingest init` writes such a list"))
    }

    @Test("A media type comes from the list, given or by extension")
    func mediaTypes() {
        expectFindings(
            """
            version: 1
            media:
              - 1️⃣a.mp51️⃣
              - 2️⃣films/archive2️⃣
              - MediaFilePath: a.xyz
                MediaType: 3️⃣mpg43️⃣
              - 4️⃣.mp44️⃣
              - MediaFilePath: 5️⃣b.torrent5️⃣
            """,
            FindingSpec(
                "1️⃣", "job.media-type", message: "`MediaFilePath` ends in `.mp5`, which is no supported media type",
                hint: "give the entry a `MediaType`; did you mean `mp4`?", entry: "a.mp5"),
            FindingSpec(
                "2️⃣", "job.media-type-missing",
                message: "`MediaFilePath` has no extension that tells the media type, and there is no `MediaType`",
                hint: "give the entry a `MediaType`, such as `mp4`", entry: "films/archive"),
            FindingSpec(
                "3️⃣", "job.media-type", message: "`MediaType` is `mpg4`, which is no supported media type",
                hint: "did you mean `mp4`?", entry: "a.xyz"),
            FindingSpec(
                "4️⃣", "job.media-type-missing",
                message: "`MediaFilePath` has no extension that tells the media type, and there is no `MediaType`",
                hint: "give the entry a `MediaType`, such as `mp4`", entry: ".mp4"),
            FindingSpec(
                "5️⃣", "job.media-type", message: "`MediaFilePath` ends in `.torrent`, which is no supported media type",
                hint:
                    "give the entry a `MediaType`; supported are wmv, rm, mov, mpeg, mp4, 3gp, flv, avi, rmvb, ts, asf, "
                    + "mpg, webm, mkv, m3u8, wm, asx, ram, mpe, vob, dat, mp4v, m4v, f4v, mxf, qt, ogg, mp3, m4a, flac, "
                    + "wav, ra, aac, amr, jpg, jpeg, png, gif, bmp, tiff, ai, cdr, eps, tif, heif, mpd",
                entry: "b.torrent"))
    }

    @Test("A cover type comes from the list of pictures, and stands with a cover")
    func coverTypes() {
        expectFindings(
            """
            version: 1
            media:
              - { MediaFilePath: a.mp4, CoverFilePath: 1️⃣a.mp41️⃣ }
              - { MediaFilePath: b.mp4, CoverFilePath: 2️⃣cover2️⃣ }
              - { MediaFilePath: c.mp4, CoverFilePath: c.png, CoverType: 3️⃣pgn3️⃣ }
              - { MediaFilePath: d.mp4, CoverType: 4️⃣png4️⃣ }
            """,
            FindingSpec(
                "1️⃣", "job.cover-type", message: "`CoverFilePath` ends in `.mp4`, which is no supported cover type",
                hint:
                    "give the entry a `CoverType`; supported are jpg, jpeg, png, gif, bmp, tiff, ai, cdr, eps, tif, heif",
                entry: "a.mp4"),
            FindingSpec(
                "2️⃣", "job.cover-type-missing",
                message: "`CoverFilePath` has no extension that tells the cover type, and there is no `CoverType`",
                hint: "give the entry a `CoverType`, such as `jpg`", entry: "b.mp4"),
            FindingSpec(
                "3️⃣", "job.cover-type", message: "`CoverType` is `pgn`, which is no supported cover type",
                hint: "did you mean `png`?", entry: "c.mp4"),
            FindingSpec(
                "4️⃣", "job.cover-type-alone", message: "`CoverType` is given, but no `CoverFilePath`",
                hint: "add the cover's path, or remove `CoverType`", entry: "d.mp4"))
    }

    @Test("A long name is a warning, given or made from the path")
    func mediaNames() {
        let long = String(repeating: "é", count: 65)
        let reading = expectFindings(
            """
            version: 1
            media:
              - { MediaFilePath: a.mp4, MediaName: 1️⃣\(long)1️⃣ }
              - 2️⃣\(long).mp42️⃣
              - { MediaFilePath: b.mp4, MediaName: \(long.dropLast()) }
            """,
            FindingSpec(
                "1️⃣", "job.media-name-long", .warning,
                message: "`MediaName` has 65 characters; the service lets no name of more than 64 be edited later",
                hint: "shorten it", entry: "a.mp4"),
            FindingSpec(
                "2️⃣", "job.media-name-long", .warning,
                message:
                    "the default `MediaName` made from this path has 65 characters; the service lets no name of more "
                    + "than 64 be edited later", hint: "give the entry a shorter `MediaName`", entry: "\(long).mp4"))
        #expect(reading.entries.count == 3)
    }

    @Test("An unknown storage region is a warning")
    func storageRegions() {
        let reading = expectFindings(
            """
            version: 1
            defaults: { StorageRegion: 1️⃣ap-chonqing1️⃣ }
            media:
              - a.mp4
              - { MediaFilePath: b.mp4, StorageRegion: 2️⃣mars2️⃣ }
              - { MediaFilePath: c.mp4, StorageRegion: eu-frankfurt }
            """,
            FindingSpec(
                "1️⃣", "job.storage-region", .warning,
                message: "`StorageRegion` is `ap-chonqing`, which is no known storage region",
                hint: "did you mean `ap-chongqing`?"),
            FindingSpec(
                "2️⃣", "job.storage-region", .warning,
                message: "`StorageRegion` is `mars`, which is no known storage region",
                entry: "b.mp4"))
        #expect(reading.entries.map(\.request.storageRegion) == ["ap-chonqing", "mars", "eu-frankfurt"])
    }

    @Test("An access region that is nearly a known one is a warning; one that is like no other is let pass")
    func accessRegions() {
        let reading = expectFindings(
            """
            version: 1
            region: 1️⃣ap-guanzhou1️⃣
            media:
              - { MediaFilePath: a.mp4, region: 2️⃣ap-singapoer2️⃣ }
              - { MediaFilePath: b.mp4, region: ap-beijing-2 }
              - { MediaFilePath: c.mp4, region: me-riyadh }
              - { MediaFilePath: d.mp4, region: ap-shanghai-fsi }
            """,
            FindingSpec(
                "1️⃣", "job.access-region", .warning, message: "`region` is `ap-guanzhou`, which is no known region",
                hint: "did you mean `ap-guangzhou`?"),
            FindingSpec(
                "2️⃣", "job.access-region", .warning, message: "`region` is `ap-singapoer`, which is no known region",
                hint: "did you mean `ap-singapore`?", entry: "a.mp4"))
        #expect(reading.settings.region == "ap-guanzhou")
        #expect(reading.entries.map(\.region) == ["ap-singapoer", "ap-beijing-2", "me-riyadh", "ap-shanghai-fsi"])
    }

    @Test("Contexts have a length, counted in characters")
    func contexts() {
        let fits = String(repeating: "日", count: 250)
        expectFindings(
            """
            version: 1
            defaults: { SessionContext: 1️⃣\(String(repeating: "x", count: 1001))1️⃣ }
            media:
              - { MediaFilePath: a.mp4, SourceContext: \(fits) }
              - { MediaFilePath: b.mp4, SourceContext: 2️⃣\(fits)日2️⃣ }
            """,
            FindingSpec(
                "1️⃣", "job.text-too-long", message: "`SessionContext` has 1001 characters; at most 1000 are allowed"),
            FindingSpec(
                "2️⃣", "job.text-too-long", message: "`SourceContext` has 251 characters; at most 250 are allowed",
                entry: "b.mp4"))
    }

    @Test("A storage path can be the key of an object")
    func storagePaths() {
        expectFindings(
            """
            version: 1
            media:
              - { MediaFilePath: a.mp4, MediaStoragePath: 1️⃣films/a.mp41️⃣ }
              - { MediaFilePath: b.mp4, MediaStoragePath: 2️⃣/films/../b.mp42️⃣ }
              - { MediaFilePath: c.mp4, MediaStoragePath: 3️⃣/3️⃣ }
              - { MediaFilePath: d.mp4, MediaStoragePath: 4️⃣//d.mp44️⃣ }
              - { MediaFilePath: e.mp4, MediaStoragePath: 5️⃣"/\\n"5️⃣ }
              - { MediaFilePath: f.mp4, MediaStoragePath: 6️⃣/\(String(repeating: "f", count: 851))6️⃣ }
            """,
            FindingSpec(
                "1️⃣", "job.media-storage-path",
                message: "`MediaStoragePath` is `films/a.mp4`; expected a path that begins with `/`",
                hint: "write `MediaStoragePath: /films/a.mp4`", entry: "a.mp4"),
            FindingSpec(
                "2️⃣", "job.media-storage-path",
                message: "`MediaStoragePath` is `/films/../b.mp4`, which has an empty part, a part `.` or a part `..`",
                entry: "b.mp4"),
            FindingSpec(
                "3️⃣", "job.media-storage-path", message: "`MediaStoragePath` is `/`, which names nothing", entry: "c.mp4"
            ),
            FindingSpec(
                "4️⃣", "job.media-storage-path",
                message: "`MediaStoragePath` is `//d.mp4`, which begins with a second slash",
                entry: "d.mp4"),
            FindingSpec(
                "5️⃣", "job.media-storage-path",
                message: "`MediaStoragePath` is `/\\n`, which contains a control character",
                entry: "e.mp4"),
            FindingSpec(
                "6️⃣", "job.media-storage-path",
                message:
                    "`MediaStoragePath` is `/\(String(repeating: "f", count: 59))…`, which has 851 bytes without its "
                    + "first `/`; at most 850 are allowed", entry: "f.mp4"))
    }

    @Test("No two entries have the same name")
    func uniqueEntries() {
        let reading = expectFindings(
            """
            version: 1
            media:
              - 1️⃣a.mp4
              - MediaFilePath: 2️⃣a.mp42️⃣
                ClassId: 7
              - { id: 3️⃣x, MediaFilePath: b.mp4 }
              - { MediaFilePath: c.mp4, id: 4️⃣x4️⃣ }
              - { id: 5️⃣a.mp45️⃣, MediaFilePath: d.mp4 }
              - 6️⃣a.mp46️⃣
            """,
            FindingSpec(
                "2️⃣", "job.duplicate-entry", message: "the file `a.mp4` names two entries",
                hint: "remove one of them, or give each an `id` of its own", entry: "a.mp4",
                notes: [("1️⃣", "first used here")]),
            FindingSpec(
                "4️⃣", "job.duplicate-entry", message: "the id `x` names two entries",
                hint: "give each entry an `id` of its own", entry: "x", notes: [("3️⃣", "first used here")]),
            FindingSpec(
                "5️⃣", "job.duplicate-entry", message: "the id `a.mp4` names two entries",
                hint: "give each entry an `id` of its own", entry: "a.mp4", notes: [("1️⃣", "first used here")]),
            FindingSpec(
                "6️⃣", "job.duplicate-entry", message: "the file `a.mp4` names two entries",
                hint: "remove one of them, or give each an `id` of its own", entry: "a.mp4",
                notes: [("1️⃣", "first used here")]))
        #expect(reading.entries.map(\.id.rawValue) == ["a.mp4", "x"])
    }

    @Test("The same upload under two names is a warning; another request is none")
    func uniqueUploads() {
        let hint = "remove one of the entries, or let their requests differ"
        let reading = expectFindings(
            """
            version: 1
            defaults: { ClassId: 7 }
            media:
              - 1️⃣films/a.mp4
              - { id: x, MediaFilePath: 2️⃣films/a.mp42️⃣ }
              - 3️⃣./films//a.mp43️⃣
              - { id: y, MediaFilePath: films/a.mp4, ClassId: 8 }
              - { id: z, MediaFilePath: films/a.mp4, region: ap-tokyo }
              - /films/a.mp4
            """,
            FindingSpec(
                "2️⃣", "job.duplicate-upload", .warning,
                message: "`films/a.mp4` is uploaded twice with the same request, under two names", hint: hint,
                entry: "x",
                notes: [("1️⃣", "first listed here")]),
            FindingSpec(
                "3️⃣", "job.duplicate-upload", .warning,
                message: "`./films//a.mp4` is uploaded twice with the same request, under two names", hint: hint,
                entry: "./films//a.mp4", notes: [("1️⃣", "first listed here")]))
        #expect(reading.entries.count == 6)
    }

    @Test("One storage path for two entries of an application is a warning")
    func uniqueStoragePaths() {
        let hint = "give each entry a path of its own, or the later upload replaces the earlier one's file"
        let reading = expectFindings(
            """
            version: 1
            defaults: { SubAppId: 7 }
            media:
              - { MediaFilePath: a.mp4, MediaStoragePath: 1️⃣/films/a.mp4 }
              - { MediaFilePath: b.mp4, MediaStoragePath: 2️⃣/films/a.mp42️⃣ }
              - { MediaFilePath: c.mp4, MediaStoragePath: /films/a.mp4, SubAppId: 8 }
              - { MediaFilePath: d.mp4, MediaStoragePath: /films/d.mp4 }
              - { id: x, MediaFilePath: a.mp4, MediaName: x, SubAppId: 7, MediaStoragePath: 3️⃣/films/a.mp43️⃣ }
              - { id: y, MediaFilePath: a.mp4 }
            """,
            FindingSpec(
                "2️⃣", "job.duplicate-storage-path", .warning,
                message: "`/films/a.mp4` is the `MediaStoragePath` of two entries of one application", hint: hint,
                entry: "b.mp4", notes: [("1️⃣", "first used here")]),
            FindingSpec(
                "3️⃣", "job.duplicate-storage-path", .warning,
                message: "`/films/a.mp4` is the `MediaStoragePath` of two entries of one application", hint: hint,
                entry: "x", notes: [("1️⃣", "first used here")]))
        #expect(reading.entries.count == 6)
    }

    @Test("The paths are no defaults")
    func defaultPaths() {
        let hint = "move it into the entries"
        expectFindings(
            """
            version: 1
            defaults:
              1️⃣MediaFilePath1️⃣: a.mp4
              2️⃣CoverFilePath2️⃣: a.png
              3️⃣MediaStoragePath3️⃣: /a
              4️⃣region4️⃣: ap-tokyo
            media: [a.mp4]
            """,
            FindingSpec(
                "1️⃣", "job.default-path",
                message: "`MediaFilePath` cannot be a default, because no two entries share it", hint: hint),
            FindingSpec(
                "2️⃣", "job.default-path",
                message: "`CoverFilePath` cannot be a default, because no two entries share it", hint: hint),
            FindingSpec(
                "3️⃣", "job.default-path",
                message: "`MediaStoragePath` cannot be a default, because no two entries share it", hint: hint),
            FindingSpec(
                "4️⃣", "job.unknown-key", message: "unknown key `region` in `defaults`",
                hint: "`region` belongs to the top level"))
    }
}
