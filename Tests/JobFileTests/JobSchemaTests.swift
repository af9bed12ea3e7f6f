import Diagnostics
import Foundation
import IngestTestSupport
import JobFile
import Testing

@Suite("JobSchema")
struct JobSchemaTests {
    @Test("schemas/job.schema.json is what the program prints")
    func file() {
        #expect(GoldenFile.difference(JobSchema.text, "../../schemas/job.schema.json") == nil)
    }

    @Test("A job with every key fits the schema")
    func validJob() throws {
        let validator = try SchemaValidator(JobSchema.text)
        #expect(try validator.problems(ofYAML: ValidJobTests.everyKey) == [])
    }

    /// Pieces of a job, each of which the reader and the schema must judge alike.
    static let settings = [
        "name: x", "name: 007", "name: \"\"", "name: []", "region: ap-guangzhou", "region: Guangzhou", "region: ap-",
        "base: /data", "credentials: { profile: p }", "credentials: { secretKey: x }", "credentials: p",
        "service: { api: https://h }", "service: { api: h }", "service: { api: 'http://u:p@h' }",
        "service: { api: 'https://{bucket}.h' }", "service: { storage: 'https://{bucket}.h/{region}' }",
        "service: { storage: 'https://{buket}.h' }", "service: { proxy: 'http://h:3128/a@b' }",
        "service: { proxy: 'http://' }", "service: { proxy: 'https://h:3128' }", "service: { proxy: 'h:3128' }",
        "service: { proxy: h }", "service: { proxy: 'h:3128/' }", "service: { proxy: '[::1]:3128' }",
        "service: { proxy: '::1:3128' }", "service: { proxy: 'h:3128/a://b' }", "service: { proxy: 'u:p@h:3128' }",
        "service: { proxy: 'http://h/a://b' }", "service: { proxy: '[]:3128' }", "service: { proxy: ':3128' }",
        "concurrency: { global: 1 }", "concurrency: { global: 0 }", "concurrency: { global: '1' }",
        "concurrency: { x: 1 }",
        "rate: { bandwidth: 200MiB/s }", "rate: { bandwidth: 200MiB }", "rate: { requests: 80/s }",
        "rate: { bandwidth: 0B/s }", "rate: { bandwidth: 0.999B/s }", "rate: { bandwidth: 1.5B/s }",
        "rate: { bandwidth: 0.001KB/s }", "rate: { bandwidth: 0.0KB/s }", "rate: { requests: 0/s }",
        "rate: { requests: 0.0/min }", "retry: { elapsed: 0s }", "retry: { elapsed: 0d0h }",
        "retry: { elapsed: 0d1ms }",
        "rate: { requests: 0.5/min }", "rate: { requests: 80 }", "upload: { partSize: auto }",
        "upload: { partSize: 8MiB }",
        "upload: { partSize: 1048576 }", "upload: { partSize: 1048575 }", "upload: { partSize: big }",
        "upload: { multipartFrom: 1.5GiB }", "upload: { multipartFrom: 16M }", "upload: { multipartFrom: 0 }",
        "manifests: { parentReferences: allow }", "manifests: { parentReferences: deny }", "retry: { attempts: 8 }",
        "retry: { elapsed: 1h30m }", "retry: { elapsed: 30m1h }", "retry: { elapsed: 15 }",
        "stop: { failureRate: 50% }",
        "stop: { failureRate: 0% }", "stop: { failureRate: 0.001% }", "stop: { failureRate: 100.000% }",
        "stop: { failureRate: 100.001% }", "schedule: { window: '22:00-06:00' }", "schedule: { window: '22:00-24:00' }",
        "schedule: { timezone: Asia/Shanghai }", "schedule: { timezone: '+08:00' }", "defaults: { ClassId: 7 }",
        "defaults: { MediaFilePath: a.mp4 }", "defaults: { ClassId: '7' }", "defaults: []", "nmae: x", "media2: []",
    ]

    static let entries = [
        "a.mp4", "[a.mp4]", "https://h/a.mp4", "films/", "''", "{ MediaFilePath: a.mp4 }", "{ MediaName: x }", "{}",
        "{ MediaFilePath: 'file://a.mp4' }", "{ MediaFilePath: 'a://b' }", "{ MediaFilePath: 'C:/a.mp4' }",
        "{ MediaFilePath: a.mp4, x: y }", "{ MediaFilePath: a.mp4, id: 7 }", "{ MediaFilePath: a.mp4, id: '' }",
        "{ MediaFilePath: a.mp4, region: ap-tokyo }", "{ MediaFilePath: a.mp4, region: Tokyo }",
        "{ MediaFilePath: a, MediaType: mp4 }", "{ MediaFilePath: a, MediaType: Mp4 }",
        "{ MediaFilePath: a, MediaType: mp5 }",
        "{ MediaFilePath: a.mp4, MediaName: 007 }", "{ MediaFilePath: a.mp4, MediaName: true }",
        "{ MediaFilePath: a.mp4, MediaName: '' }", "{ MediaFilePath: a.mp4, CoverFilePath: a.png, CoverType: PNG }",
        "{ MediaFilePath: a.mp4, CoverType: png }", "{ MediaFilePath: a.mp4, CoverFilePath: a.png, CoverType: mp4 }",
        "{ MediaFilePath: a.mp4, Procedure: '' }", "{ MediaFilePath: a.mp4, Procedure: [] }",
        "{ MediaFilePath: a.mp4, ExpireTime: '2027-01-01T00:00:00Z' }",
        "{ MediaFilePath: a.mp4, ExpireTime: '2027-01-01T00:00+08' }",
        "{ MediaFilePath: a.mp4, ExpireTime: '2027-01-01' }",
        "{ MediaFilePath: a.mp4, ExpireTime: '2027-01-01T00:00:00' }", "{ MediaFilePath: a.mp4, ClassId: 0 }",
        "{ MediaFilePath: a.mp4, ClassId: -1 }", "{ MediaFilePath: a.mp4, ClassId: '7' }",
        "{ MediaFilePath: a.mp4, ClassId: 7.5 }",
        "{ MediaFilePath: a.mp4, SubAppId: 1500012345 }", "{ MediaFilePath: a.mp4, SubAppId: 0 }",
        "{ MediaFilePath: a.mp4, SourceContext: '\(String(repeating: "日", count: 250))' }",
        "{ MediaFilePath: a.mp4, SourceContext: '\(String(repeating: "x", count: 251))' }",
        "{ MediaFilePath: a.mp4, SessionContext: '\(String(repeating: "x", count: 1001))' }",
        "{ MediaFilePath: a.mp4, StorageRegion: mars }", "{ MediaFilePath: a.mp4, ConcurrentUploadNumber: 0 }",
        "{ MediaFilePath: a.mp4, MediaStoragePath: /films/a.mp4 }",
        "{ MediaFilePath: a.mp4, MediaStoragePath: films/a.mp4 }",
        "{ MediaFilePath: a.mp4, MediaStoragePath: /films/../a.mp4 }", "{ MediaFilePath: a.mp4, MediaStoragePath: // }",
        "{ MediaFilePath: a.mp4, MediaStoragePath: /a..b/.c }", "{ MediaFilePath: a.mp4, ExtInfo: '{}' }",
    ]

    @Test(
        "The schema and the reader judge alike",
        arguments: settings.map { "version: 1\n\($0)\nmedia: [a.mp4]\n" }
            + entries.map { "version: 1\nmedia:\n  - \($0)\n" } + [
                "media: [a.mp4]\n", "version: 1\n", "version: 2\nmedia: [a.mp4]\n", "[]\n",
            ])
    func agreement(_ job: String) throws {
        let validator = try SchemaValidator(JobSchema.text)
        let schemaAccepts = try validator.problems(ofYAML: job).isEmpty
        let readerAccepts = !Reading(job).diagnostics.contains { $0.severity == .error }
        #expect(schemaAccepts == readerAccepts, "\(job)")
    }
}
