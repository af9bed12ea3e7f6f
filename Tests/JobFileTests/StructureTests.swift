import Diagnostics
import IngestModel
import IngestTestSupport
import JobFile
import Testing

@Suite("JobFileReader: keys and kinds")
struct StructureTests {
    @Test("An unknown key is an error with the nearest known one, at every level")
    func unknownKeys() {
        expectFindings(
            """
            version: 1
            1️⃣concurency1️⃣: { global: 32 }
            service: { 2️⃣API_URL2️⃣: x }
            retry: { 3️⃣atempts3️⃣: 8 }
            4️⃣MediaName4️⃣: x
            5️⃣perFile5️⃣: 5
            defaults: { 6️⃣Proceedure6️⃣: x }
            media:
              - MediaFilePath: a.mp4
                7️⃣ClasId7️⃣: 7
              - MediaFilePath: b.mp4
                8️⃣global8️⃣: [1, { a: b }]
            """,
            FindingSpec(
                "1️⃣", "job.unknown-key", message: "unknown key `concurency`", hint: "did you mean `concurrency`?"),
            FindingSpec(
                "2️⃣", "job.unknown-key", message: "unknown key `API_URL` in `service`",
                hint: "known are `api`, `storage`, `proxy`, `caFile`"),
            FindingSpec(
                "3️⃣", "job.unknown-key", message: "unknown key `atempts` in `retry`", hint: "did you mean `attempts`?"),
            FindingSpec(
                "4️⃣", "job.unknown-key", message: "unknown key `MediaName`",
                hint: "`MediaName` belongs to an entry of `media`, or to `defaults`"),
            FindingSpec(
                "5️⃣", "job.unknown-key", message: "unknown key `perFile`", hint: "`perFile` belongs to `concurrency`"),
            FindingSpec(
                "6️⃣", "job.unknown-key", message: "unknown key `Proceedure` in `defaults`",
                hint: "did you mean `Procedure`?"),
            FindingSpec(
                "7️⃣", "job.unknown-key", message: "unknown key `ClasId`", hint: "did you mean `ClassId`?", entry: "a.mp4"
            ),
            FindingSpec(
                "8️⃣", "job.unknown-key", message: "unknown key `global`", hint: "`global` belongs to `concurrency`",
                entry: "b.mp4"))
    }

    @Test("A repeated key points at the first")
    func duplicateKeys() {
        expectFindings(
            """
            version: 1
            1️⃣name1️⃣: a
            2️⃣name2️⃣: b
            rate: { 3️⃣requests3️⃣: 1/s, 4️⃣requests4️⃣: 2/s }
            media:
              - 5️⃣MediaFilePath5️⃣: a.mp4
                6️⃣MediaFilePath6️⃣: b.mp4
            """,
            FindingSpec(
                "2️⃣", "job.duplicate-key", message: "the key `name` is given twice", hint: "remove one of them",
                notes: [("1️⃣", "first given here")]),
            FindingSpec(
                "4️⃣", "job.duplicate-key", message: "the key `requests` is given twice", hint: "remove one of them",
                notes: [("3️⃣", "first given here")]),
            FindingSpec(
                "6️⃣", "job.duplicate-key", message: "the key `MediaFilePath` is given twice", hint: "remove one of them",
                entry: "a.mp4", notes: [("5️⃣", "first given here")]))
    }

    @Test("A second `media` is a repeated key")
    func duplicateMedia() {
        expectFindings(
            "version: 1\n1️⃣media1️⃣: [a.mp4]\n2️⃣media2️⃣: [b.mp4]\n",
            FindingSpec(
                "2️⃣", "job.duplicate-key", message: "the key `media` is given twice", hint: "remove one of them",
                notes: [("1️⃣", "first given here")]))
    }

    @Test("A setting after `media` is an error, and reading goes on")
    func mediaLast() {
        let reading = expectFindings(
            "version: 1\n1️⃣media1️⃣: [a.mp4]\n2️⃣name2️⃣: x\n3️⃣nmae3️⃣: y\n4️⃣rate4️⃣: { a: b }\n",
            FindingSpec(
                "2️⃣", "job.media-last", message: "`name` stands after `media`",
                hint: "move it before `media`, which is the last key of a job file",
                notes: [("1️⃣", "`media` stands here")]),
            FindingSpec("3️⃣", "job.unknown-key", message: "unknown key `nmae`", hint: "did you mean `name`?"),
            FindingSpec(
                "4️⃣", "job.media-last", message: "`rate` stands after `media`",
                hint: "move it before `media`, which is the last key of a job file",
                notes: [("1️⃣", "`media` stands here")]))
        #expect(reading.entries.count == 1)
        #expect(reading.settings.name == nil)
    }

    @Test("`version` and `media` are required")
    func missingKeys() {
        expectFindings(
            "1️⃣media: [a.mp4]\n",
            FindingSpec(
                "1️⃣", "job.missing-key", message: "the job file has no `version`", hint: "begin it with `version: 1`"))
        expectFindings(
            "# a comment\n1️⃣name: x\n",
            FindingSpec(
                "1️⃣", "job.missing-key", message: "the job file has no `version`", hint: "begin it with `version: 1`"),
            FindingSpec(
                "1️⃣", "job.missing-key", message: "the job file has no `media`",
                hint: "end it with `media:` and a list of what to upload"))
    }

    @Test("A version after `media` is in the wrong place, not missing")
    func lateVersion() {
        expectFindings(
            "1️⃣media1️⃣: [a.mp4]\n2️⃣version2️⃣: 1\n",
            FindingSpec(
                "2️⃣", "job.media-last", message: "`version` stands after `media`",
                hint: "move it before `media`, which is the last key of a job file",
                notes: [("1️⃣", "`media` stands here")]))
    }

    @Test("With another version reading ends, because the keys may mean something else")
    func version() {
        let reading = expectFindings(
            "name: x\nversion: 1️⃣21️⃣\nnmae: y\nmedia: [a.mp4]\n",
            FindingSpec(
                "1️⃣", "job.version", message: "`version` is `2`; this program reads version `1`",
                hint: "write `version: 1`, or use the release of the program that the file was written for"))
        #expect(reading.entries == [])
        expectFindings(
            "version: 1️⃣\"1\"1️⃣\nmedia: [a.mp4]\n",
            FindingSpec(
                "1️⃣", "job.wrong-type", message: "`version` is `\"1\"`; expected an integer of 0 or more",
                hint: "write `version: 1`"))
    }

    @Test("A list, a mapping or a value in the wrong place")
    func kinds() {
        expectFindings(
            """
            version: 1
            name: 1️⃣[a, b]1️⃣
            rate: 2️⃣200MiB/s2️⃣
            retry:3️⃣
            stop:
              4️⃣- 1
            service: { api: 5️⃣{ a: b }5️⃣ }
            6️⃣[6️⃣a]: b
            media:
              - MediaFilePath: 7️⃣[7️⃣a.mp4]
              - 8️⃣[8️⃣b.mp4]
              - MediaFilePath: c.mp4
                ? 9️⃣{9️⃣ a: b }
                : c
            """,
            FindingSpec("1️⃣", "job.wrong-kind", message: "`name` is a list; expected a single value"),
            FindingSpec(
                "2️⃣", "job.wrong-kind", message: "`rate` is a single value; expected a mapping",
                hint: "its keys are `bandwidth`, `requests`"),
            FindingSpec(
                "3️⃣", "job.wrong-kind", message: "`retry` is empty; expected a mapping",
                hint: "its keys are `attempts`, `elapsed`"),
            FindingSpec(
                "4️⃣", "job.wrong-kind", message: "`stop` is a list; expected a mapping",
                hint: "its keys are `failures`, `failureRate`"),
            FindingSpec("5️⃣", "job.wrong-kind", message: "`api` is a mapping; expected a single value"),
            FindingSpec("6️⃣", "job.wrong-kind", message: "the key of a mapping is a plain text; found something else"),
            FindingSpec("7️⃣", "job.wrong-kind", message: "`MediaFilePath` is a list; expected a single value"),
            FindingSpec("8️⃣", "job.wrong-kind", message: "the entry is a list; expected a path or a mapping"),
            FindingSpec(
                "9️⃣", "job.wrong-kind", message: "the key of a mapping is a plain text; found something else",
                entry: "c.mp4"))
    }

    @Test("An empty list is a warning, anything but a list an error")
    func mediaKinds() {
        expectFindings(
            "version: 1\n1️⃣media1️⃣: []\n",
            FindingSpec("1️⃣", "job.no-entries", .warning, message: "`media` lists nothing", hint: "list what to upload"))
        let hint = "write each entry on a line of its own after `- `"
        expectFindings(
            "version: 1\n1️⃣media1️⃣:\n",
            FindingSpec("1️⃣", "job.wrong-kind", message: "`media` is empty; expected a list", hint: hint))
        expectFindings(
            "version: 1\nmedia: 1️⃣a.mp41️⃣\n",
            FindingSpec("1️⃣", "job.wrong-kind", message: "`media` is a single value; expected a list", hint: hint))
        expectFindings(
            "version: 1\nmedia: 1️⃣{1️⃣ MediaFilePath: a.mp4 }\n2️⃣name2️⃣: x\n".replacing("media:", with: "3️⃣media3️⃣:"),
            FindingSpec("1️⃣", "job.wrong-kind", message: "`media` is a mapping; expected a list", hint: hint),
            FindingSpec(
                "2️⃣", "job.media-last", message: "`name` stands after `media`",
                hint: "move it before `media`, which is the last key of a job file",
                notes: [("3️⃣", "`media` stands here")]))
    }

    @Test("A file that is no mapping")
    func roots() {
        let hint = "begin it with `version: 1`"
        expectFindings("1️⃣", FindingSpec("1️⃣", "job.wrong-kind", message: "the job file is empty", hint: hint))
        expectFindings(
            "1️⃣a.mp41️⃣",
            FindingSpec(
                "1️⃣", "job.wrong-kind", message: "the job file is a single value; expected a mapping", hint: hint))
        expectFindings(
            "1️⃣- a.mp4",
            FindingSpec("1️⃣", "job.wrong-kind", message: "the job file is a list; expected a mapping", hint: hint))
        expectFindings(
            "1️⃣&x\n1️⃣version: 1\n",
            FindingSpec(
                "1️⃣", "job.wrong-kind",
                message: "the job file as a whole has a tag or an anchor; expected a plain mapping",
                hint: hint))
    }
}
