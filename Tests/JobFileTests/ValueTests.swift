import IngestModel
import IngestTestSupport
import JobFile
import Testing

@Suite("JobFileReader: values")
struct ValueTests {
    private func expectSetting(
        _ setting: String, _ code: String, _ message: String, hint: String? = nil,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        expectFindings(
            "version: 1\n\(setting)\nmedia: [a.mp4]\n", FindingSpec("1️⃣", code, message: message, hint: hint),
            sourceLocation: sourceLocation)
    }

    private func expectField(
        _ field: String, _ code: String, _ message: String, hint: String? = nil,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        expectFindings(
            "version: 1\nmedia:\n  - MediaFilePath: a.mp4\n    \(field)\n",
            FindingSpec("1️⃣", code, message: message, hint: hint, entry: "a.mp4"), sourceLocation: sourceLocation)
    }

    @Test("An integer is plain decimal digits within its range")
    func integers() {
        expectField(
            "ClassId: 1️⃣\"7\"1️⃣", "job.wrong-type", "`ClassId` is `\"7\"`; expected an integer of 0 or more",
            hint: "write `ClassId: 7`")
        expectField(
            "ClassId: 1️⃣0071️⃣", "job.wrong-type", "`ClassId` is `007`; expected an integer of 0 or more",
            hint: "write `ClassId: 7`")
        for text in ["7.0", "0x7", "1_000", "+7", "seven", "1e3", "-0", "--1", "७"] {
            expectField(
                "ClassId: 1️⃣\(text)1️⃣", "job.wrong-type", "`ClassId` is `\(text)`; expected an integer of 0 or more")
        }
        expectField("ClassId: 1️⃣-11️⃣", "job.number-range", "`ClassId` is `-1`; expected an integer of 0 or more")
        expectField(
            "ClassId: 1️⃣92233720368547758081️⃣", "job.number-range",
            "`ClassId` is `9223372036854775808`; expected an integer from 0 to 9223372036854775807")
        expectField("SubAppId: 1️⃣01️⃣", "job.number-range", "`SubAppId` is `0`; expected an integer of 1 or more")
        expectField(
            "SubAppId: 1️⃣184467440737095516161️⃣", "job.number-range",
            "`SubAppId` is `18446744073709551616`; expected an integer from 1 to 18446744073709551615")
        expectField(
            "ConcurrentUploadNumber: 1️⃣01️⃣", "job.number-range",
            "`ConcurrentUploadNumber` is `0`; expected an integer of 1 or more")
        for (group, key) in [
            ("concurrency", "global"), ("concurrency", "perFile"), ("concurrency", "entries"), ("retry", "attempts"),
            ("stop", "failures"),
        ] {
            expectSetting(
                "\(group): { \(key): 1️⃣01️⃣ }", "job.number-range", "`\(key)` is `0`; expected an integer of 1 or more")
        }
    }

    @Test("A key without a value, and a text that must not be empty")
    func emptyValues() {
        let give = "give it a value or remove the key"
        expectField("MediaName:1️⃣", "job.empty-value", "`MediaName` has no value", hint: give)
        expectField("MediaName: 1️⃣\"\"1️⃣", "job.empty-value", "`MediaName` has no value", hint: give)
        expectField("ClassId:1️⃣", "job.empty-value", "`ClassId` has no value", hint: give)
        expectField(
            "Procedure:1️⃣", "job.empty-value", "`Procedure` has no value",
            hint: "write `\"\"` for none, or remove the key")
        expectSetting("name: 1️⃣''1️⃣", "job.empty-value", "`name` has no value", hint: give)
        expectFindings(
            "version: 1\nmedia: [1️⃣''1️⃣]\n",
            FindingSpec("1️⃣", "job.empty-value", message: "`MediaFilePath` has no value", hint: give))
        expectFindings(
            "version: 1\nmedia:\n  -1️⃣\n  - a.mp4\n",
            FindingSpec(
                "1️⃣", "job.empty-value", message: "the entry is empty",
                hint: "write a path after `- `, or remove the line"))
        expectFindings(
            "version: 1\nmedia:\n  - MediaFilePath: a.mp4\n    id: 1️⃣\"\"1️⃣\n",
            FindingSpec("1️⃣", "job.empty-value", message: "`id` has no value", hint: give, entry: "a.mp4"))
    }

    @Test("NUL is in no text")
    func nul() {
        expectField(
            "MediaName: 1️⃣\"a\\0\"1️⃣", "job.nul-character", "`MediaName` contains the character NUL",
            hint: "remove the escape `\\0`")
    }

    @Test("A size has a number and a unit")
    func sizes() {
        let hint =
            "write a number with one of the units `B`, `KB`, `KiB`, `MB`, `MiB`, `GB`, `GiB`, `TB`, `TiB`, such as `16MiB`"
        for text in ["16M", "16 MiB", "16mib", "MiB", "-1MiB", "1.MiB", ".5MiB", "01MiB", "1.2345MiB", "1.5", "1,5MiB"]
        {
            expectSetting(
                "upload:\n  multipartFrom: 1️⃣\(text)1️⃣", "job.size", "`multipartFrom` is `\(text)`, which is no size",
                hint: hint)
        }
        expectSetting(
            "upload: { multipartFrom: 1️⃣'16'1️⃣ }", "job.size", "`multipartFrom` is `16`, which is no size", hint: hint)
        expectSetting(
            "upload: { multipartFrom: 1️⃣6GiB1️⃣ }", "job.size-range",
            "`multipartFrom` is `6GiB`, above the service maximum of `5GiB`", hint: "use `multipartFrom: 5GiB` or less")
        expectSetting(
            "upload: { multipartFrom: 1️⃣01️⃣ }", "job.size-range",
            "`multipartFrom` is `0`, below the service minimum of `1B`", hint: "use `multipartFrom: 1B` or more")
        expectSetting(
            "upload: { multipartFrom: 1️⃣999999999999999TiB1️⃣ }", "job.size-range",
            "`multipartFrom` is `999999999999999TiB`, above the service maximum of `5GiB`",
            hint: "use `multipartFrom: 5GiB` or less")
        expectSetting(
            "upload: { partSize: 1️⃣900KiB1️⃣ }", "job.part-size",
            "`partSize` is `900KiB`, below the service minimum of `1MiB`",
            hint: "use `partSize: 1MiB`, or `auto` to let the planner choose")
        expectSetting(
            "upload: { partSize: 1️⃣5.001GiB1️⃣ }", "job.part-size",
            "`partSize` is `5.001GiB`, above the service maximum of `5GiB`",
            hint: "use `partSize: 5GiB`, or `auto` to let the planner choose")
        expectSetting("upload: { partSize: 1️⃣Auto1️⃣ }", "job.size", "`partSize` is `Auto`, which is no size", hint: hint)
    }

    @Test("Rates, spans, shares")
    func rates() {
        for text in ["200MiB", "200/s", "MiB/s", "200MiB/m", "/s"] {
            expectSetting(
                "rate: { bandwidth: 1️⃣\(text)1️⃣ }", "job.rate", "`bandwidth` is `\(text)`, which is no bandwidth",
                hint: "write a size per second, such as `200MiB/s`")
        }
        expectSetting(
            "rate: { bandwidth: 1️⃣0MiB/s1️⃣ }", "job.rate", "`bandwidth` is `0MiB/s`; expected more than nothing",
            hint: "remove the key for no limit")
        for text in ["80", "80/h", "/s", "80 /s"] {
            expectSetting(
                "rate: { requests: 1️⃣\(text)1️⃣ }", "job.rate", "`requests` is `\(text)`, which is no rate of requests",
                hint: "write a number per second or minute, such as `80/s` or `600/min`")
        }
        expectSetting(
            "rate: { requests: 1️⃣0/s1️⃣ }", "job.rate", "`requests` is `0/s`; expected more than nothing",
            hint: "remove the key for no limit")
        for text in ["15", "15 m", "m", "30m1h", "1h1h", "1w", "-1m", "1.5h"] {
            expectSetting(
                "retry: { elapsed: 1️⃣\(text)1️⃣ }", "job.duration", "`elapsed` is `\(text)`, which is no span of time",
                hint: "write numbers with `d`, `h`, `m`, `s` or `ms`, largest first, such as `15m` or `1h30m`")
        }
        expectSetting("retry: { elapsed: 1️⃣0s1️⃣ }", "job.duration", "`elapsed` is `0s`; expected more than nothing")
        for text in ["50", "0.5", "50 %", "%"] {
            expectSetting(
                "stop:\n  failureRate: 1️⃣'\(text)'1️⃣", "job.percentage",
                "`failureRate` is `\(text)`, which is no percentage",
                hint: "write a number and `%`, such as `50%`")
        }
        for text in ["0%", "100.1%", "200%"] {
            expectSetting(
                "stop: { failureRate: 1️⃣\(text)1️⃣ }", "job.percentage",
                "`failureRate` is `\(text)`; expected more than `0%`, at most `100%`")
        }
    }

    @Test("Windows, zones, regions, words")
    func schedule() {
        for text in ["10pm-6am", "22:00", "22:00-24:00", "22:00 - 06:00", "2:00-06:00", "22:60-06:00", "22.00-06.00"] {
            expectSetting(
                "schedule: { window: 1️⃣\"\(text)\"1️⃣ }", "job.window", "`window` is `\(text)`, which is no daily window",
                hint: "write two times from `00:00` to `23:59` with a hyphen between, such as `\"22:00-06:00\"`")
        }
        for text in ["+08:00", "Asia Shanghai", "Asia/Shànghai"] {
            expectSetting(
                "schedule: { timezone: 1️⃣\"\(text)\"1️⃣ }", "job.time-zone",
                "`timezone` is `\(text)`, which is no time zone",
                hint: "use a name of the IANA database, such as `Asia/Shanghai` or `UTC`")
        }
        for (text, hint) in [
            ("Guangzhou", "did you mean `ap-guangzhou`?"), ("ap_guangzhou", "did you mean `ap-guangzhou`?"),
            ("ap-guangzhou\\n", "did you mean `ap-guangzhou`?"),
            ("ap-", "write it as the service does, such as `ap-guangzhou`"),
        ] {
            expectSetting(
                "region: 1️⃣\"\(text)\"1️⃣", "job.region", "`region` is `\(text)`, which has not the form of a region",
                hint: hint)
        }
        expectSetting(
            "manifests: { parentReferences: 1️⃣alow1️⃣ }", "job.choice",
            "`parentReferences` is `alow`; expected `refuse` or `allow`", hint: "did you mean `allow`?")
        expectSetting(
            "manifests: { parentReferences: 1️⃣true1️⃣ }", "job.choice",
            "`parentReferences` is `true`; expected `refuse` or `allow`")
    }

    @Test("A time zone is asked for where somebody can answer")
    func knownTimeZones() {
        let options = JobFileOptions(now: july2026, isTimeZone: { $0 == "UTC" })
        let text = "version: 1\nschedule: { timezone: 1️⃣Asia/Atlantis1️⃣ }\nmedia: [a.mp4]\n"
        expectFindings(
            text,
            FindingSpec(
                "1️⃣", "job.time-zone", message: "`timezone` is `Asia/Atlantis`, which is no time zone",
                hint: "use a name of the IANA database, such as `Asia/Shanghai` or `UTC`"), options: options)
        expectFindings(text.replacing("Asia/Atlantis", with: "UTC"), options: options)
    }

    @Test("Addresses are whole URLs without secrets")
    func addresses() {
        for text in [
            "vod.tencentcloudapi.com", "ftp://host", "http://", "http://:80", "http:///x", "http://a b", "http://ä",
        ] {
            expectSetting(
                "service: { api: 1️⃣\"\(text)\"1️⃣ }", "job.address",
                "`api` is `\(text)`, which is no address of `http` or `https`",
                hint: "write a whole URL, such as `https://host.example`")
        }
        expectSetting(
            "service: { api: 1️⃣\"https://{bucket}.x\"1️⃣ }", "job.address", "`api` has the unknown placeholder `{bucket}`")
        expectSetting(
            "service: { storage: 1️⃣\"https://{buket}.x\"1️⃣ }", "job.address",
            "`storage` has the unknown placeholder `{buket}`", hint: "did you mean `{bucket}`?")
        for text in ["http://me:pass@proxy:3128", "ftp://me:pass@proxy", "me:pass@proxy:3128"] {
            expectSetting(
                "service: { proxy: 1️⃣\"\(text)\" }", "job.key-material",
                "`proxy` carries a user or a password, which does not belong in a job file",
                hint: "remove what stands before `@`; a proxy's password can come from `HTTPS_PROXY` in the environment"
            )
        }
    }

    @Test("A proxy is spoken to by `http` alone; without a scheme it has a port")
    func proxyAddresses() {
        for text in [
            "https://proxy.example:3128", "socks5://proxy.example", "HTTP://proxy.example:1", "proxy.example",
            "http://",
            "proxy.example:", "proxy.example:x", "proxy.example:3128/a", "::1:3128", "[]:3128",
        ] {
            expectSetting(
                "service: { proxy: 1️⃣\"\(text)\"1️⃣ }", "job.address",
                "`proxy` is `\(text)`, which is no address of a proxy",
                hint: "write it as `http://proxy.example:3128`; what goes through a proxy is encrypted all the same")
        }
        for (text, value) in [
            ("proxy.example:3128", "http://proxy.example:3128"), ("[::1]:3128/", "http://[::1]:3128/"),
            ("http://proxy.example", "http://proxy.example"),
        ] {
            let reading = Reading("version: 1\nservice: { proxy: \"\(text)\" }\nmedia: [a.mp4]\n")
            #expect(reading.settings.proxy == value)
            #expect(reading.diagnostics == [])
        }
    }

    @Test("Key material is refused wherever it stands")
    func keyMaterial() {
        let hint =
            "name a profile with `credentials: { profile: … }`, or set `TENCENTCLOUD_SECRET_ID` and "
            + "`TENCENTCLOUD_SECRET_KEY` in the environment"
        for key in ["secretId", "secretKey", "token", "SecretKey", "secret_key", "SESSION-TOKEN", "password"] {
            expectSetting(
                "credentials: { 1️⃣\(key)1️⃣: x }", "job.key-material",
                "`\(key)` is key material, which does not belong in a job file", hint: hint)
            expectSetting(
                "1️⃣\(key)1️⃣: x", "job.key-material", "`\(key)` is key material, which does not belong in a job file",
                hint: hint)
            expectField(
                "1️⃣\(key)1️⃣: x", "job.key-material", "`\(key)` is key material, which does not belong in a job file",
                hint: hint)
        }
    }

    @Test("An expiry is a moment in the future")
    func expireTimes() {
        let write = "write it as `2027-01-01T00:00:00Z`"
        for text in [
            "2027-01-01", "tomorrow", "2027-01-01 00:00:00Z", "20270101T000000Z", "2027-1-1T00:00:00Z",
            "2027-01-01T00Z",
            "2027-01-01t00:00:00Z", "2027-01-01T00:00:00z", "2027-01-01T00:00:00.Z", "2027-01-01T00:00:00+8",
            "2027-01-01T00:00:00+08:", "2027-01-01T00:00:00Zulu", "2027-W01-1T00:00:00Z",
        ] {
            expectField(
                "ExpireTime: 1️⃣'\(text)'1️⃣", "job.expire-time",
                "`ExpireTime` is `\(text)`, which is no date and time of ISO 8601", hint: write)
        }
        for text in [
            "2027-02-29T00:00:00Z", "2027-13-01T00:00:00Z", "2027-00-01T00:00:00Z", "2027-04-31T00:00:00Z",
            "2027-01-01T24:00:00Z", "2027-01-01T00:60:00Z", "2027-01-01T00:00:60Z", "2027-01-01T00:00:00+24:00",
            "2100-02-29T00:00:00Z", "9999-12-31T23:59:59-01:00",
        ] {
            expectField(
                "ExpireTime: 1️⃣'\(text)'1️⃣", "job.expire-time",
                "`ExpireTime` is `\(text)`, a date or time that does not exist")
        }
        expectField(
            "ExpireTime: 1️⃣2027-01-01T00:00:001️⃣", "job.expire-time-zone",
            "`ExpireTime` is `2027-01-01T00:00:00`, a time without a zone",
            hint: "end it with `Z` for UTC, or with an offset such as `+08:00`")
        for text in [
            "2019-01-01T00:00:00Z", "2026-07-01T00:00:00Z", "2026-07-01T07:59:59+08:00", "0000-01-01T00:00:00Z",
        ] {
            expectField(
                "ExpireTime: 1️⃣\(text)1️⃣", "job.expire-time-past", "`ExpireTime` is `\(text)`, which lies in the past",
                hint: "give a later time, or remove the key for media that never expire")
        }
    }

    @Test("A long or many-lined value is shown short and on one line")
    func quoting() {
        expectSetting(
            "region: 1️⃣\"\(String(repeating: "x", count: 61))\"1️⃣", "job.region",
            "`region` is `\(String(repeating: "x", count: 60))…`, which has not the form of a region",
            hint: "write it as the service does, such as `ap-guangzhou`")
        expectSetting(
            "region: 1️⃣\"a\\tb\\e[31m`\\n\"1️⃣", "job.region",
            "`region` is `a\\tb\u{FFFD}[31m'\\n`, which has not the form of a region",
            hint: "write it as the service does, such as `ap-guangzhou`")
    }
}
