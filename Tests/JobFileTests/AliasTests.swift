import Diagnostics
import IngestModel
import IngestTestSupport
import JobFile
import Testing

@Suite("JobFileReader: anchors, aliases, merge keys")
struct AliasTests {
    @Test("Anchors of the settings work in the settings and in entries")
    func aliases() {
        let reading = expectFindings(
            """
            version: 1
            name: &flow LongVideoPreset
            concurrency: { global: &n 8, perFile: *n }
            defaults: &films
              ClassId: *n
              Procedure: *flow
            media:
              - MediaFilePath: a.mp4
                SourceContext: *flow
                ConcurrentUploadNumber: *n
              - <<: *films
                MediaFilePath: b.mp4
                ClassId: 9
              - { <<: [*films, { ExtInfo: x, Procedure: y }], MediaFilePath: c.mp4 }
            """)
        #expect(reading.settings.global == 8)
        #expect(reading.settings.perFile == 8)
        #expect(reading.entries.map(\.request.sourceContext) == ["LongVideoPreset", nil, nil])
        #expect(reading.entries.map(\.request.concurrentUploadNumber) == [8, nil, nil])
        #expect(reading.entries.map(\.request.classId) == [8, 9, 8])
        #expect(reading.entries.map(\.request.procedure) == ["LongVideoPreset", "LongVideoPreset", "LongVideoPreset"])
        #expect(reading.entries.map(\.request.extInfo) == [nil, nil, "x"])
    }

    @Test("Own keys win over merged ones, earlier mappings over later ones")
    func merges() {
        let reading = expectFindings(
            """
            version: 1
            concurrency: &a { global: 1, perFile: 1 }
            retry: { attempts: 3 }
            defaults: { <<: [{ ClassId: 1 }, { ClassId: 2, Procedure: p }], Procedure: q }
            media: [a.mp4]
            """)
        #expect(reading.entries.map(\.request.classId) == [1])
        #expect(reading.entries.map(\.request.procedure) == ["q"])
    }

    @Test("A wrong value behind an alias is reported at the alias, with its own place as a note")
    func aliasedFaults() {
        expectFindings(
            """
            version: 1
            name: 1️⃣&x seven
            rate: &r { requests: 1/s }
            media:
              - MediaFilePath: a.mp4
                ClassId: 2️⃣*x2️⃣
                Procedure: 3️⃣*r3️⃣
            """,
            FindingSpec(
                "2️⃣", "job.wrong-type", message: "`ClassId` is `seven`; expected an integer of 0 or more",
                entry: "a.mp4",
                notes: [("1️⃣", "the value stands here")]),
            FindingSpec(
                "3️⃣", "job.wrong-kind", message: "`Procedure` is a mapping; expected a single value", entry: "a.mp4"))
    }

    @Test("A whole entry may be an alias")
    func aliasedEntries() {
        let reading = expectFindings(
            """
            version: 1
            name: &path a.mp4
            media: [*path]
            """)
        #expect(reading.entries.map(\.request.mediaFilePath) == ["a.mp4"])
    }

    @Test("An alias names an anchor before it")
    func unknownAliases() {
        expectFindings(
            """
            version: 1
            name: &films x
            base: 1️⃣*filsm1️⃣
            region: 2️⃣*zzz2️⃣
            defaults: &self { <<: 3️⃣*self3️⃣ }
            media:
              - MediaFilePath: a.mp4
                Procedure: 4️⃣*late4️⃣
            """,
            FindingSpec(
                "1️⃣", "job.unknown-alias", message: "the alias `*filsm` names no anchor before it",
                hint: "did you mean `*films`?"),
            FindingSpec("2️⃣", "job.unknown-alias", message: "the alias `*zzz` names no anchor before it"),
            FindingSpec("3️⃣", "job.unknown-alias", message: "the alias `*self` stands inside the value that it names"),
            FindingSpec(
                "4️⃣", "job.unknown-alias", message: "the alias `*late` names no anchor before it", entry: "a.mp4"))
    }

    @Test("An anchor is defined once")
    func duplicateAnchors() {
        expectFindings(
            "version: 1\nname: 1️⃣&x1️⃣ a\nbase: 2️⃣&x2️⃣ b\nmedia: [a.mp4]\n",
            FindingSpec(
                "2️⃣", "job.duplicate-anchor", message: "the anchor `&x` is defined twice",
                hint: "give one of them another name", notes: [("1️⃣", "first defined here")]))
    }

    @Test("An anchor inside `media` is refused")
    func anchorsInMedia() {
        let hint = "move what it names into the settings before `media`; aliases may stand in `media`"
        expectFindings(
            """
            version: 1
            media:
              - 1️⃣&first1️⃣ { MediaFilePath: a.mp4 }
              - MediaFilePath: 2️⃣&second2️⃣ b.mp4
              - { <<: 3️⃣*first3️⃣, MediaFilePath: c.mp4 }
            """,
            FindingSpec(
                "1️⃣", "job.anchor-in-media",
                message: "the anchor `&first` stands inside `media`, which is read entry by entry",
                hint: hint, entry: "a.mp4"),
            FindingSpec(
                "2️⃣", "job.anchor-in-media",
                message: "the anchor `&second` stands inside `media`, which is read entry by entry", hint: hint,
                entry: "b.mp4"),
            FindingSpec(
                "3️⃣", "job.unknown-alias", message: "the alias `*first` names no anchor before it", entry: "c.mp4"))
    }

    @Test("A merge key merges mappings")
    func wrongMerges() {
        let hint = "write `<<: *name`, where `&name` stands before a mapping"
        expectFindings(
            """
            version: 1
            defaults: { <<: 1️⃣LongVideoPreset1️⃣ }
            retry: { <<: [2️⃣[]2️⃣] }
            media:
              - { MediaFilePath: a.mp4, <<: 3️⃣x3️⃣ }
              - { MediaFilePath: b.mp4, <<: { 4️⃣attempts4️⃣: 8 } }
              - { MediaFilePath: c.mp4, 5️⃣<<5️⃣: {}, 6️⃣<<6️⃣: {} }
              - { MediaFilePath: d.mp4, 7️⃣"<<"7️⃣: {} }
            """,
            FindingSpec(
                "1️⃣", "job.merge", message: "`<<` takes a mapping or a list of mappings; found a single value",
                hint: hint),
            FindingSpec(
                "2️⃣", "job.merge", message: "`<<` takes a mapping or a list of mappings; found a list", hint: hint),
            FindingSpec(
                "3️⃣", "job.merge", message: "`<<` takes a mapping or a list of mappings; found a single value",
                hint: hint,
                entry: "a.mp4"),
            FindingSpec(
                "4️⃣", "job.unknown-key", message: "unknown key `attempts`", hint: "`attempts` belongs to `retry`",
                entry: "b.mp4"),
            FindingSpec(
                "6️⃣", "job.duplicate-key", message: "the key `<<` is given twice", hint: "remove one of them",
                entry: "c.mp4",
                notes: [("5️⃣", "first given here")]),
            FindingSpec("7️⃣", "job.unknown-key", message: "unknown key `<<`", entry: "d.mp4"))
    }

    @Test("Nothing can be merged into the file as a whole")
    func topLevelMerge() {
        let hint = "use it inside a group of settings, in `defaults` or in an entry"
        let message = "`<<` stands at the top level, where nothing can be merged"
        expectFindings(
            "version: 1\nstop: &s { failures: 3 }\n1️⃣<<1️⃣: *s\nmedia: [a.mp4]\n2️⃣<<2️⃣: *s\n",
            FindingSpec("1️⃣", "job.merge", message: message, hint: hint),
            FindingSpec("2️⃣", "job.merge", message: message, hint: hint))
    }

    @Test("Tags are refused, wherever they stand")
    func tags() {
        expectFindings(
            """
            version: 1
            name: 1️⃣!!str x1️⃣
            media:
              - MediaFilePath: 2️⃣!path a.mp42️⃣
              - 3️⃣!entry {3️⃣ MediaFilePath: b.mp4 }
              - 4️⃣!key MediaFilePath4️⃣: c.mp4
            """,
            FindingSpec(
                "1️⃣", "job.tag",
                message: "a value has the tag `!!str`; the key alone decides how a value is read",
                hint: "remove the tag"),
            FindingSpec(
                "2️⃣", "job.tag", message: "a value has the tag `!path`; the key alone decides how a value is read",
                hint: "remove the tag", entry: "a.mp4"),
            FindingSpec(
                "3️⃣", "job.tag", message: "a value has the tag `!entry`; the key alone decides how a value is read",
                hint: "remove the tag", entry: "b.mp4"),
            FindingSpec(
                "4️⃣", "job.tag", message: "a value has the tag `!key`; the key alone decides how a value is read",
                hint: "remove the tag"))
    }
}
