import Foundation
import ServiceEmulator
import Synchronization
import Testing
import VODUpload

/// The code blocks of the catalogue: each is compiled, run against the emulator, and the same to the letter.
@Suite("Snippets", .timeLimit(.minutes(15)))
struct SnippetTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    private static let catalogue = root.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/VODUpload/Documentation.docc")

    private static func files(_ folder: URL, _ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(ending) }.sorted().map {
            try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
        }
    }

    /// The spans between the marks, by name, without the indentation that all their lines share.
    private static func snippets() throws -> [String: String] {
        var found: [String: String] = [:]
        for text in try files(root.appending(path: "Snippets"), ".swift") {
            var name: String?
            var lines: [Substring] = []
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                let bare = line.drop { $0 == " " }
                guard bare.hasPrefix("// snippet.") else {
                    if name != nil { lines.append(line) }
                    continue
                }
                if let ended = name {
                    let indent = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
                    found[ended] = lines.map { String($0.dropFirst(indent)) }.joined(separator: "\n")
                }
                let mark = String(bare.dropFirst("// snippet.".count))
                (name, lines) = (mark == "end" ? nil : mark, [])
            }
        }
        return found
    }

    /// The Swift code blocks of all articles.
    private static func blocks() throws -> [String] {
        try files(catalogue, ".md").flatMap { text in
            text.components(separatedBy: "```swift\n").dropFirst().map {
                $0.components(separatedBy: "\n```")[0]
            }
        }
    }

    @Test("Every code block of the catalogue is a compiled snippet to the letter, and every snippet is there once")
    func sameText() throws {
        let (snippets, blocks) = (try Self.snippets(), try Self.blocks())
        #expect(Set(snippets.keys) == Set(Self.runs.keys))
        for (name, text) in snippets { #expect(blocks.count { $0 == text } == 1, "\(name)") }
        for block in blocks { #expect(snippets.values.contains(block), "\(block)") }
    }

    struct Run: Sendable, CustomTestStringConvertible {
        var name: String
        var testDescription: String { name }
    }

    @Test("Every snippet does what its article says", arguments: runs.keys.sorted().map { Run(name: $0) })
    func run(_ run: Run) async throws {
        let body = try #require(Self.runs[run.name])
        try await LibraryFixture.with(LibraryFixture.configuration) { fixture in
            let client = try fixture.client()
            do {
                try await body(fixture, client)
                await client.close()
            } catch {
                await client.close()
                throw error
            }
        }
    }

    private typealias Body = @Sendable (LibraryFixture, VODUploadClient) async throws -> Void

    private static let runs: [String: Body] = requests.merging(others) { first, _ in first }

    /// Does `upload`, compares the response with what the service keeps, and gives that.
    private static func only(
        _ fixture: LibraryFixture, _ upload: (String) async throws -> VODUploadResponse
    ) async throws -> (VODUploadResponse, CommittedMedium) {
        let response = try await upload(fixture.films.path)
        let media = fixture.emulator.snapshot().media
        #expect(media.count == 1)
        let medium = try #require(media.first)
        #expect(response.fileId == medium.fileId)
        #expect(response.mediaUrl?.hasSuffix(medium.mediaKey) == true)
        #expect(response.requestId?.isEmpty == false)
        return (response, medium)
    }

    private static let requests: [String: Body] = [
        "simple": { fixture, client in
            let (response, medium) = try await only(fixture) {
                try await RequestSnippets.simple(client: client, films: $0)
            }
            #expect(response.coverUrl == nil)
            #expect(medium.request == ["MediaType": "mp4", "MediaName": "wildlife"])
            #expect(try fixture.emulator.objectBytes(bucket: medium.bucket, key: medium.mediaKey)?.count == 5000)
        },
        "cover": { fixture, client in
            let (response, medium) = try await only(fixture) {
                try await RequestSnippets.cover(client: client, films: $0)
            }
            let key = try #require(medium.coverKey)
            #expect(response.coverUrl?.hasSuffix(key) == true)
            #expect(try fixture.emulator.objectBytes(bucket: medium.bucket, key: key)?.count == 300)
        },
        "types": { fixture, client in
            let (_, medium) = try await only(fixture) { try await RequestSnippets.types(client: client, films: $0) }
            #expect(
                medium.request == ["MediaType": "mov", "MediaName": "Wildlife II, reel 7", "CoverType": "jpg"])
        },
        "procedure": { fixture, client in
            let (_, medium) = try await only(fixture) { try await RequestSnippets.procedure(client: client, films: $0) }
            #expect(medium.request["Procedure"] == "LongVideoPreset")
            #expect(medium.request["SessionContext"] == "nightly")
        },
        "application": { fixture, client in
            let (_, medium) = try await only(fixture) {
                try await RequestSnippets.application(client: client, films: $0)
            }
            #expect(medium.subAppId == 1_500_012_345)
        },
        "region": { fixture, client in
            let (_, medium) = try await only(fixture) { try await RequestSnippets.region(client: client, films: $0) }
            #expect(medium.region == "ap-chongqing")
        },
        "parts": { fixture, client in
            // The answers wait until four parts are under way at once: all there are.
            fixture.emulator.install(
                FaultPlan([FaultRule(.uploadPart, turn: .every, effect: .hold(untilInFlight: 4))]))
            _ = try await only(fixture) { try await RequestSnippets.parts(client: client, films: $0) }
            #expect(fixture.emulator.snapshot().objects.map(\.parts) == [4])
            #expect(fixture.emulator.snapshot().peakUploads == 4)
        },
        "details": { fixture, client in
            let (_, medium) = try await only(fixture) { try await RequestSnippets.details(client: client, films: $0) }
            #expect(
                medium.request == [
                    "MediaType": "mp4", "MediaName": "wildlife", "ClassId": "7", "SourceContext": "batch-7/2",
                    "ExpireTime": "2999-01-01T00:00:00Z", "ExtInfo": "reel 7",
                ])
        },
        "path": { fixture, client in
            let (_, medium) = try await only(fixture) { try await RequestSnippets.path(client: client, films: $0) }
            #expect(medium.mediaKey == "films/2024/wildlife.mp4")
        },
        "hls": { fixture, client in
            let (_, medium) = try await only(fixture) { _ in
                try await RequestSnippets.hls(client: client, streams: LibraryFixture.examples)
            }
            try expectTree("sealed/enc.m3u8", fixture, medium)
        },
        "master": { fixture, client in
            let (_, medium) = try await only(fixture) { _ in
                try await RequestSnippets.master(client: client, streams: LibraryFixture.examples)
            }
            try expectTree("show/master.m3u8", fixture, medium)
        },
        "dash": { fixture, client in
            let (_, medium) = try await only(fixture) { _ in
                try await RequestSnippets.dash(client: client, streams: LibraryFixture.examples)
            }
            try expectTree("on-demand/dash.mpd", fixture, medium)
        },
    ]

    /// Every file of the manifest's folder is stored at its place, byte for byte, and nothing else is.
    private static func expectTree(_ manifest: String, _ fixture: LibraryFixture, _ medium: CommittedMedium) throws {
        let top = URL(filePath: LibraryFixture.examples).appending(path: manifest)
        let folder = top.deletingLastPathComponent()
        let base = medium.mediaKey.split(separator: "/").dropLast().joined(separator: "/")
        var expected: Set<String> = []
        for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
            var isFolder: ObjCBool = false
            let file = folder.appending(path: path)
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            let key = path == top.lastPathComponent ? medium.mediaKey : "\(base)/\(path)"
            expected.insert(key)
            let stored = try fixture.emulator.objectBytes(bucket: medium.bucket, key: key)
            #expect(try stored == Array(Data(contentsOf: file)), "\(path)")
        }
        #expect(Set(medium.keys) == expected)
    }

    private static let others: [String: Body] = [
        "client": { fixture, _ in
            let account = LibraryFixture.account
            let id = try await ClientSnippets.permanentKeys(
                secretId: account.secretId, secretKey: account.secretKey, options: fixture.options,
                films: fixture.films.path)
            #expect(fixture.emulator.snapshot().media.map(\.fileId) == [id])
        },
        "token": { fixture, _ in
            var configuration = EmulatorConfiguration()
            configuration.accounts = [.init(secretId: "AKIDTEMPORARY", secretKey: "KEY", token: "TOKEN")]
            try await LibraryFixture.with(configuration) { other in
                let response = try await ClientSnippets.temporaryKeys(
                    secretId: "AKIDTEMPORARY", secretKey: "KEY", token: "TOKEN", options: other.options,
                    request: other.request)
                #expect(other.emulator.snapshot().media.map(\.fileId) == [response.fileId])
            }
        },
        "options": { fixture, _ in
            let authority = fixture.films.appending(path: "wildlife.png").path
            let options = ClientSnippets.options(corporateAuthority: authority)
            #expect(options.proxy == .init(host: "proxy.example", port: 3128, user: "ingest", password: "of the proxy"))
            #expect(!String(reflecting: options).contains("of the proxy"))
            #expect((options.caFile, options.global, options.perFile, options.attempts) == (authority, 16, 4, 5))
        },
        "addresses": { fixture, _ in
            let address = fixture.emulator.apiAddress
            let options = ClientSnippets.addresses(api: address, storage: address)
            let account = LibraryFixture.account
            let response = try await VODUploadClient.with(
                secretId: account.secretId, secretKey: account.secretKey, options: options
            ) { try await $0.upload(region: "ap-guangzhou", request: fixture.request) }
            #expect(fixture.emulator.snapshot().media.map(\.fileId) == [response.fileId])
        },
        "many": { fixture, client in
            let (there, gone) = (fixture.request.mediaFilePath, fixture.films.appending(path: "gone.mp4").path)
            let outcomes = await ClientSnippets.many(client: client, paths: [there, gone])
            #expect(outcomes[there] == fixture.emulator.snapshot().media.first?.fileId)
            #expect(
                outcomes[gone] == "InvalidRequest (rejected): the MediaFilePath `\(gone)` does not exist [file.missing]"
            )
        },
        "progress": { fixture, client in
            let shown = Mutex<[Int64]>([])
            var request = fixture.request
            request.coverFilePath = fixture.films.appending(path: "wildlife.png").path
            _ = try await ControlSnippets.progress(client: client, request: request) { percent in
                shown.withLock { $0.append(percent) }
            }
            #expect(shown.withLock { $0.max() } == 100)
            #expect(shown.withLock { $0.allSatisfy { (0...100).contains($0) } })
        },
        "cancellation": { fixture, client in
            fixture.emulator.install(FaultPlan([FaultRule(.putObject, turn: .every, effect: .gate("never"))]))
            let outcome = try await ControlSnippets.cancellation(client: client, request: fixture.request) {
                await #expect(throws: Never.self) { try await fixture.emulator.requestsWait() }
            }
            #expect(outcome == "stopped")
            #expect(fixture.emulator.snapshot().media.isEmpty)
        },
        "errors": { fixture, client in
            let said = Mutex<[String]>([])
            let log: (String) -> Void = { text in said.withLock { $0.append(text) } }
            var request = fixture.request
            request.subAppId = 42
            _ = await ControlSnippets.errors(client: client, request: request, log: log)
            request.subAppId = nil
            request.mediaType = "exe"
            _ = await ControlSnippets.errors(client: client, request: request, log: log)
            let id = try #require(fixture.emulator.snapshot().lastRefused["InvalidParameterValue.MediaType"])
            request.mediaType = "mp4"
            request.mediaFilePath = "/nowhere/a.mp4"
            _ = await ControlSnippets.errors(client: client, request: request, log: log)
            #expect(await ControlSnippets.errors(client: client, request: fixture.request, log: log) != nil)
            #expect(
                said.withLock(\.self) == [
                    "no such application", "refused as InvalidParameterValue.MediaType, request \(id)",
                    "nothing was sent: the MediaFilePath `/nowhere/a.mp4` does not exist [file.missing]",
                ])
        },
    ]
}
