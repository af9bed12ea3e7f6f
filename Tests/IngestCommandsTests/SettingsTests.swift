import ArgumentParser
import IngestModel
import JobFile
import Testing

@testable import IngestCommands

@Suite struct SettingsTests {
    private let standard = RunSettings(name: "nightly", base: "/jobs")

    private func settings(
        flags: [String: String] = [:], environment: [String: String] = [:], job: JobSettings = JobSettings()
    ) throws(SettingFault) -> Settings {
        try Settings(
            flags: flags, environment: EnvironmentVariables(values: environment), job: job, standard: standard,
            workingFolder: "/here")
    }

    @Test("A flag wins over the environment, the environment over the job file, the job file over the default")
    func precedence() throws {
        var job = JobSettings()
        let key = "concurrency.global"
        func origin(_ settings: Settings) -> SettingOrigin? { settings.rows.first { $0.key == key }?.origin }

        var result = try settings(job: job)
        #expect(result.run.global == 32)
        #expect(origin(result) == .standard)

        job.global = 7
        result = try settings(job: job)
        #expect(result.run.global == 7)
        #expect(origin(result) == .jobFile)

        result = try settings(environment: ["VOD_INGEST_GLOBAL": "8"], job: job)
        #expect(result.run.global == 8)
        #expect(origin(result) == .environment("VOD_INGEST_GLOBAL"))

        result = try settings(flags: ["global": "9"], environment: ["VOD_INGEST_GLOBAL": "8"], job: job)
        #expect(result.run.global == 9)
        #expect(origin(result) == .flag("global"))
    }

    @Test("A setting's own variable wins over the shared ones, and an empty variable is none")
    func variables() throws {
        let shared = ["TENCENTCLOUD_REGION": "ap-tokyo", "https_proxy": "http://low", "HTTPS_PROXY": ""]
        #expect(try settings(environment: shared).run.region == "ap-tokyo")
        #expect(try settings(environment: shared).run.proxy == "http://low")
        let own = shared.merging(["VOD_INGEST_REGION": "ap-seoul"]) { $1 }
        #expect(try settings(environment: own).run.region == "ap-seoul")
    }

    @Test("A proxy's password comes from the environment alone, and is never shown or kept")
    func proxyPassword() throws {
        let address = "http://user:pass%40word@proxy.example:3128"
        for variable in ["HTTPS_PROXY", "VOD_INGEST_PROXY"] {
            let result = try settings(environment: [variable: address])
            #expect(result.run.proxy == address)
            #expect(result.rows.first { $0.key == "service.proxy" }?.value == "http://…@proxy.example:3128")
            #expect(result.flattened["service.proxy"] == "http://…@proxy.example:3128")
        }
        for (address, shown) in [
            ("http://me:hunter2/x@h:1", "http://…@h:1"), ("http://me:hunter2#x@h:1", "http://…@h:1"),
        ] {
            let result = try settings(environment: ["HTTPS_PROXY": address])
            #expect(result.rows.first { $0.key == "service.proxy" }?.value == shown)
        }
        let bare = try settings(environment: ["HTTPS_PROXY": "me:hunter2@h:3128"])
        #expect(bare.run.proxy == "http://me:hunter2@h:3128")
        #expect(bare.flattened["service.proxy"] == "http://…@h:3128")
        for address in [
            "me:hunter2@h", "socks5://me:hunter2@h", "HTTP://me:hunter2@h:1", "http://me:hunter 2@h:1",
            "https://me:hunter2@h:3128",
        ] {
            let hidden = #expect(throws: SettingFault.self) { try settings(environment: ["HTTPS_PROXY": address]) }
            #expect(
                hidden?.fault.message
                    == "the value of `proxy`, not shown since it may hold a password, is no address of a proxy"
            )
        }
        let message = "`proxy` carries a user or a password, which does not belong in a job file"
        let flag = #expect(throws: SettingFault.self) { try settings(flags: ["proxy": address]) }
        #expect(flag?.fault.message == message)
        let api = #expect(throws: SettingFault.self) { try settings(environment: ["VOD_INGEST_API": "https://u:p@h"]) }
        #expect(api?.fault.message == message.replacing("proxy", with: "api"))
    }

    @Test("A proxy without a scheme is one of `http`, in the environment and as a flag")
    func proxyWithoutScheme() throws {
        for variable in ["HTTPS_PROXY", "https_proxy", "VOD_INGEST_PROXY"] {
            #expect(
                try settings(environment: [variable: "proxy.example:3128"]).run.proxy == "http://proxy.example:3128")
        }
        #expect(try settings(flags: ["proxy": "proxy.example:3128"]).run.proxy == "http://proxy.example:3128")
    }

    @Test("Every setting of a job file arrives, and is shown as it can be written")
    func jobFile() throws {
        var job = JobSettings()
        job.name = "n"
        job.region = "ap-x"
        job.base = "media"
        job.profile = "p"
        job.api = "https://api"
        job.storage = "https://{bucket}"
        job.proxy = "http://proxy"
        job.caFile = "ca.pem"
        job.global = 1
        job.perFile = 2
        job.entries = 3
        job.bandwidth = 200 << 20
        job.requests = 2.5
        job.partSize = .bytes(8 << 20)
        job.multipartFrom = 5000
        job.parentReferences = .allow
        job.retryAttempts = 4
        job.retryElapsed = 5400
        job.stopFailures = 5
        job.stopFailureRate = 0.125
        job.window = .init(start: 22 * 60, end: 6 * 60 + 5)
        job.timezone = "Asia/Shanghai"
        let result = try settings(job: job)
        #expect(
            result.flattened == [
                "name": "n", "region": "ap-x", "base": "/jobs/media", "credentials.profile": "p",
                "service.api": "https://api", "service.storage": "https://{bucket}", "service.proxy": "http://proxy",
                "service.caFile": "ca.pem", "concurrency.global": "1", "concurrency.perFile": "2",
                "concurrency.entries": "3", "rate.bandwidth": "200MiB/s", "rate.requests": "2.5/s",
                "upload.partSize": "8MiB", "upload.multipartFrom": "5000B", "manifests.parentReferences": "allow",
                "retry.attempts": "4", "retry.elapsed": "1h30m", "stop.failures": "5", "stop.failureRate": "12.5%",
                "schedule.window": "22:00-06:05", "schedule.timezone": "Asia/Shanghai",
            ])
        #expect(result.rows.allSatisfy { $0.origin == .jobFile })
    }

    @Test("What is shown is read back as the same value from a flag, and from the environment")
    func roundTrip() throws {
        var job = JobSettings()
        job.bandwidth = 3 << 30
        job.requests = 80
        job.partSize = .bytes(1 << 20)
        job.multipartFrom = 16 << 20
        job.retryElapsed = 0.25
        job.stopFailures = 1
        job.stopFailureRate = 1
        job.window = .init(start: 0, end: 1)
        let first = try settings(job: job)
        let texts = Dictionary(
            uniqueKeysWithValues: SettingRule.all.compactMap { rule in
                first.flattened[rule.key].map { (rule.flag, $0) }
            })
        #expect(try settings(flags: texts).run == first.run)
        let variables = Dictionary(
            uniqueKeysWithValues: SettingRule.all.compactMap { rule in
                first.flattened[rule.key].map { (rule.variable.name, $0) }
            })
        #expect(try settings(environment: variables).run == first.run)
    }

    @Test("A base of the job file starts at the job's folder, one of the command line where the user stands")
    func base() throws {
        var job = JobSettings()
        #expect(try settings(job: job).run.base == "/jobs")
        job.base = "media"
        #expect(try settings(job: job).run.base == "/jobs/media")
        #expect(try settings(flags: ["base": "archive"], job: job).run.base == "/here/archive")
        #expect(try settings(flags: ["base": "/data"], job: job).run.base == "/data")
    }

    @Test("`--window always` takes a window of the job file away")
    func always() throws {
        var job = JobSettings()
        job.window = .init(start: 60, end: 120)
        let result = try settings(flags: ["window": "always"], job: job)
        #expect(result.run.window == nil)
        #expect(result.rows.first { $0.key == "schedule.window" }?.origin == .flag("window"))
    }

    @Test("A text that is no value of its setting is told as in a job file, with the flag's name")
    func faults() {
        let fault = #expect(throws: SettingFault.self) { try settings(flags: ["part-size": "900KiB"]) }
        #expect(
            fault?.end
                == CommandEnd(
                    .usage, "`--part-size`: `partSize` is `900KiB`, below the service minimum of `1MiB`",
                    hint: "use `partSize: 1MiB`, or `auto` to let the planner choose"))
    }

    @Test("A fault in the environment names the variable")
    func environmentFault() {
        let fault = #expect(throws: SettingFault.self) { try settings(environment: ["VOD_INGEST_PER_FILE": "x"]) }
        #expect(fault?.end.message == "`VOD_INGEST_PER_FILE`: `perFile` is `x`; expected an integer of 1 or more")
    }

    @Test(
        "Every setting refuses what it cannot be",
        arguments: [
            ("global", "0"), ("bandwidth", "200MiB"), ("requests", "0/s"), ("multipart-from", "big"),
            ("parent-references", "yes"), ("retry-elapsed", "15"), ("stop-failure-rate", "101%"), ("window", "22-06"),
            ("timezone", "Middle/Earth"), ("api", "vod"), ("region", "a b"),
        ])
    func refusals(flag: String, text: String) {
        #expect(throws: SettingFault.self) { try settings(flags: [flag: text]) }
    }

    @Test("Every setting of a job file has a rule")
    func complete() {
        #expect(SettingRule.all.map(\.key) == SettingText.keys)
    }

    @Test("Every rule has its flag, and every flag its rule")
    func flags() throws {
        let arguments = SettingRule.all.flatMap { ["--\($0.flag)", "x"] }
        let flags = try SettingFlags.parse(arguments)
        #expect(Set(flags.texts.keys) == Set(SettingRule.all.map(\.flag)))
        #expect(Set(SettingRule.all.map(\.key)).count == SettingRule.all.count)
    }
}
