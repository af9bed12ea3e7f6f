import Foundation
import HTTPTransport
import IngestModel
import IngestTestSupport
import Testing

@testable import IngestEngine

/// What the provider's Python SDKs put on the wire (recordings), beside what this program does in the same scenarios. Every
/// difference has a row in docs/wire-differences.md, and every row is a difference.
@Suite("Wire differences", .timeLimit(.minutes(15)))
struct WireDifferencesTests {
    /// One cell line of the page's tables: scenario, what of it, theirs, ours.
    struct Difference: Hashable, Comparable, CustomStringConvertible {
        var scenario: String
        var aspect: String
        var theirs: String
        var ours: String

        var description: String { "| \(scenario) | \(aspect) | \(theirs) | \(ours) |" }
        static func < (left: Difference, right: Difference) -> Bool { left.description < right.description }
    }

    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/wire-differences.md")

    /// The rows of the page's tables with five columns; the last, the reason, must say something.
    private func documented() throws -> Set<Difference> {
        var rows: Set<Difference> = []
        for line in try String(contentsOf: Self.page, encoding: .utf8).split(separator: "\n") where line.hasPrefix("| ")
        {
            let cells = line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
            guard cells.count == 5, cells[0] != "scenario", !cells[0].hasPrefix("---") else { continue }
            #expect(cells[4].count > 10, "\(line)")
            rows.insert(Difference(scenario: cells[0], aspect: cells[1], theirs: cells[2], ours: cells[3]))
        }
        return rows
    }

    @Test("The page lists every difference from the recordings with its reason, and no other")
    func page() async throws {
        var found: Set<Difference> = []
        let uploads = try RecordedJSON(recording: "apply-commit-wire.json")
        for scenario in uploads["scenarios"]?.elements ?? [] {
            found.formUnion(
                try await RecordedAPIUpload(scenario, files: uploads["fixture_files"] ?? .null).differences())
        }
        for run in try RecordedJSON(recording: "cos-wire.json")["runs"]?.elements ?? [] {
            let recorded = RecordedStoreRun(run)
            guard !RecordedStoreRun.withoutCounterpart.contains(recorded.name) else { continue }
            found.formUnion(try await recorded.differences())
        }
        let rows = try documented()
        let (missing, stale) = (found.subtracting(rows), rows.subtracting(found))
        #expect(missing.isEmpty, "not on the page:\n\(missing.sorted().map(\.description).joined(separator: "\n"))")
        #expect(stale.isEmpty, "no difference any more:\n\(stale.sorted().map(\.description).joined(separator: "\n"))")
    }

    @Test("Every recorded scenario is compared, or named on the page as one without a counterpart")
    func everyScenario() throws {
        let runs = try RecordedJSON(recording: "cos-wire.json")["runs"]?.elements ?? []
        let uploads = try RecordedJSON(recording: "apply-commit-wire.json")["scenarios"]?.elements ?? []
        #expect((runs.count, uploads.count) == (28, 27))
        let names = Set(runs.map { RecordedStoreRun($0).name })
        #expect(RecordedStoreRun.withoutCounterpart.subtracting(names).isEmpty)
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for name in RecordedStoreRun.withoutCounterpart { #expect(text.contains("`\(name)`"), "\(name)") }
        #expect(text.contains("\(uploads.count) recorded uploads"))
        #expect(text.contains("\(runs.count) recorded runs"))
    }
}

/// A recorded upload of the upload SDK: calls of the API, and of a stub in the store's place.
private struct RecordedAPIUpload {
    let json: RecordedJSON
    let files: [String: RecordedJSON]

    init(_ json: RecordedJSON, files: RecordedJSON) {
        self.json = json
        self.files = files.fields
    }

    var name: String { json["name"]?.text ?? "?" }

    func differences() async throws -> [WireDifferencesTests.Difference] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wire-\(UUID().uuidString)")
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
        }
        try write(to: folder)
        let ours = try await ours(in: folder)
        var found: [WireDifferencesTests.Difference] = []
        func compare(_ aspect: String, _ theirs: String, _ ours: String) {
            guard theirs != ours else { return }
            found.append(.init(scenario: name, aspect: aspect, theirs: theirs, ours: ours))
        }
        compare("calls", calls, ours.calls.map(named).runs)
        compare("result", result, ours.result)
        if let puts = ours.calls.first(where: { $0.name == "PUT" }), !keys.isEmpty {
            let isSent = puts.headers.contains("x-cos-security-token")
            compare("token to the store", storeToken == nil ? "not sent" : "sent", isSent ? "sent" : "not sent")
        }
        for call in ours.calls.firsts.values {
            guard let theirs = exchanges.first(where: { Self.action($0) == call.name })?["body"]?.text else { continue }
            let (sent, recorded) = (
                try RecordedJSON(parsing: call.body).fields, try RecordedJSON(parsing: theirs).fields
            )
            for field in Set(sent.keys).union(recorded.keys).sorted() where sent[field] != recorded[field] {
                compare(
                    "\(call.name).\(field)", recorded[field]?.encoded ?? "absent", sent[field]?.encoded ?? "absent")
            }
        }
        return found
    }

    private var exchanges: [RecordedJSON] { json["exchanges"]?.elements ?? [] }

    private static func action(_ exchange: RecordedJSON) -> String? {
        exchange["headers"]?.elements.first { $0.elements.first?.text == "X-TC-Action" }?.elements.last?.text
    }

    /// Keys of the recorded uploads in their order.
    private var keys: [String] {
        (json["cos"]?.elements ?? []).filter { $0["call"]?.text == "upload_file" }.compactMap { $0["Key"]?.text }
    }

    /// The token that the store's client is made with.
    private var storeToken: String? {
        (json["cos"]?.elements ?? []).first { $0["call"]?.text == "new client" }?["config"]?["Token"]?.text
    }

    /// The folder of the medium's key, which names of objects are shown without.
    private var base: String {
        let key = keys.first ?? ""
        return key.contains("/") ? key.split(separator: "/").dropLast().joined(separator: "/") + "/" : ""
    }

    /// Their calls in a row; the stub does not say when it was called, but it is between the API's two.
    private var calls: String {
        let actions = exchanges.compactMap(Self.action)
        let split = actions.firstIndex(of: "CommitUpload") ?? actions.count
        return (actions[..<split] + keys.map { "put \($0.dropFirst(base.count))" } + actions[split...]).map { $0 }.runs
    }

    private func named(_ call: WireCall) -> String {
        guard call.name == "PUT" else { return call.name }
        return "put \((call.path.removingPercentEncoding ?? call.path).dropFirst(base.count + 1))"
    }

    private var result: String {
        let result = json["result"]
        if result?["ok"] != nil { return "medium" }
        if result?["raised"]?.text == "VodClientException" { return ReplayedUpload.refusedHere }
        return result?["code"]?.text ?? "\(result?["raised"]?.text ?? "?"): \(result?["message"]?.text ?? "")"
    }

    // MARK: The same on our side

    private func ours(in folder: URL) async throws -> (calls: [WireCall], result: String) {
        let asked = json["upload_request"]?.fields ?? [:]
        let path = asked["MediaFilePath"]?.text ?? ""
        // Both are the job file's and the library's to refuse, before there is an entry.
        guard let type = asked["MediaType"]?.text ?? PathText.lowercasedExtension(of: path),
            let region = json["client"]?["region"]?.text, !region.isEmpty
        else { return ([], ReplayedUpload.refusedHere) }
        var request = UploadRequest(
            mediaFilePath: path, mediaType: type, mediaName: asked["MediaName"]?.text ?? PathText.stem(of: path))
        request.coverFilePath = asked["CoverFilePath"]?.text
        request.coverType = request.coverFilePath.flatMap(PathText.lowercasedExtension)
        request.subAppId = asked["SubAppId"]?.number.map { UInt64($0) }
        request.procedure = asked["Procedure"]?.text
        request.expireTime = asked["ExpireTime"]?.text
        request.storageRegion = asked["StorageRegion"]?.text
        request.classId = asked["ClassId"]?.number.map { Int64($0) }
        request.sourceContext = asked["SourceContext"]?.text
        request.sessionContext = asked["SessionContext"]?.text
        request.extInfo = asked["ExtInfo"]?.text
        request.mediaStoragePath = asked["MediaStoragePath"]?.text
        var script: [String: [ReplayingServices.Answer]] = [:]
        for exchange in exchanges {
            guard let action = Self.action(exchange) else { continue }
            let answer = exchange["server_answered"]
            let body = answer?["body"]
            script[action, default: []].append(
                .init(
                    status: answer?["status"]?.number.map { Int($0) },
                    headers: ["Content-Type": answer?["content_type"]?.text ?? ""],
                    body: body?.text ?? body?.encoded ?? ""))
        }
        var upload = ReplayedUpload(folder: folder, request: request)
        upload.region = region
        upload.token = json["client"]?["token"]?.text
        return try await upload.run(script)
    }

    /// What the service said a manifest holds is what the manifest holds here, since we read it ourselves.
    private static let edits: [String: (file: String, from: String, to: String)] = [
        "hls-master-child-listed-twice": ("media/hls/master.m3u8", "high/p.m3u8", "low/p.m3u8"),
        "hls-missing-segment": ("media/hls/index.m3u8", "s1.ts", "gone.ts"),
        "dash": (
            "media/dash/man.mpd", "<MPD><Period><AdaptationSet><SegmentTemplate",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" \
            minBufferTime="PT2S" mediaPresentationDuration="PT8S"><Period><AdaptationSet mimeType="video/mp4">\
            <Representation id="1" bandwidth="1"/><SegmentTemplate duration="4"
            """
        ),
    ]

    private func write(to folder: URL) throws {
        var texts: [String: String] = [:]
        for (path, content) in files {
            let text = content.text ?? ""
            texts[path] = text.hasSuffix(" bytes") ? nil : text
        }
        texts["bare.m3u8"] = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\ns0.ts\n#EXT-X-ENDLIST\n"
        if let edit = Self.edits[name], let text = texts[edit.file] {
            texts[edit.file] = text.replacing(edit.from, with: edit.to)
        }
        let packet = [UInt8(ascii: "G")] + [UInt8](repeating: 0, count: 187)
        let plain = ["ep01.mp4", "cover.jpg", "第一集.mp4", "UPPER.MP4", "a.b.c.mkv", "noext"].map { "media/\($0)" }
        let media = ["dash/v/init.mp4", "dash/v/1.m4s", "dash/v/2.m4s"].map { "media/\($0)" }
        let segments = ["s0.ts", "s1.ts", "low/s0.ts", "low/s1.ts", "high/s0.ts", "high/s1.ts"].map {
            "media/hls/\($0)"
        }
        var content = texts.mapValues { Array($0.utf8) }
        for path in plain + media { content[path] = [UInt8](repeating: 1, count: 64) }
        for path in segments + ["s0.ts"] { content[path] = packet }
        for (path, bytes) in content {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
    }
}

/// A recorded run of the store's SDK: one upload of a file whose byte `i` is `i mod 251`.
private struct RecordedStoreRun {
    /// Runs that are no upload of a file, or that use what an upload here never needs.
    static let withoutCounterpart: Set<String> = [
        "domain-config", "head-object", "get-object-range", "list-parts", "list-multipart-uploads", "abort-multipart",
        "delete-object", "put-object-bytes", "put-object-unknown-length",
    ]

    let json: RecordedJSON

    init(_ json: RecordedJSON) { self.json = json }

    var name: String { json["id"]?.text ?? "?" }
    private var requests: [RecordedJSON] { json["requests"]?.elements ?? [] }

    /// The recorded calls.
    private var calls: [WireCall] {
        requests.map { request in
            let (path, query) = (request["path"]?.text ?? "", request["query"]?.text ?? "")
            return WireCall(
                name: ReplayingServices.operation(request["method"]?.text ?? "", path: path, query: query), path: path,
                query: query,
                headers: request["headers"]?.elements.compactMap { $0.elements.first?.text?.lowercased() } ?? [],
                body: "", length: Int64(request["body_length"]?.number ?? 0))
        }
    }

    /// Path of the object, decoded: of any call that names it.
    private var path: String {
        let path = calls.first { $0.name != "List Multipart Uploads" }?.path ?? "/media/v1/mid.ts"
        return path.removingPercentEncoding ?? path
    }

    private var result: String {
        guard case .text(let message)? = json["outcome"]?["message"] else { return "medium" }
        let code = message.components(separatedBy: "'code': '").dropFirst().first?.prefix { $0 != "'" }
        return code.map(String.init) ?? "\(json["outcome"]?["raised"]?.text ?? "?"): \(message)"
    }

    func differences() async throws -> [WireDifferencesTests.Difference] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wire-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
        }
        let (all, result) = try await ours(in: folder)
        let ours = all.filter { !$0.name.hasSuffix("Upload") || $0.name.hasPrefix("List") }
        var found: [WireDifferencesTests.Difference] = []
        func compare(_ aspect: String, _ theirs: String, _ ours: String) {
            guard theirs != ours else { return }
            found.append(.init(scenario: name, aspect: aspect, theirs: theirs, ours: ours))
        }
        compare("calls", Self.folded(calls), Self.folded(ours))
        compare("result", self.result, result)
        let theirs = calls.firsts
        for (name, call) in ours.firsts.sorted(by: { $0.key < $1.key }) {
            guard let recorded = theirs[name] else { continue }
            compare("\(name): path", recorded.path, call.path)
            compare("\(name): query", recorded.query, call.query)
            if name != "Complete" { compare("\(name): length", "\(recorded.length)", "\(call.length)") }
            compare("\(Self.kind(name)): headers", Self.names(recorded.headers), Self.names(call.headers))
        }
        return found.map { difference in
            var difference = difference
            // What every run does alike is said once.
            if difference.aspect.hasSuffix("headers"), !name.contains("headers"), name != "empty-file" {
                difference.scenario = "every run"
            }
            return difference
        }
    }

    /// `part 1, part 2, part 3` of many as `parts 1 to 25`.
    private static func folded(_ calls: [WireCall]) -> String {
        let names = calls.map(\.name)
        let parts = names.filter { $0.hasPrefix("part ") }
        guard parts.count > 10, let first = names.firstIndex(of: "part 1") else { return names.runs }
        let folded = names.filter { !$0.hasPrefix("part ") }
        return (folded[..<first] + ["parts 1 to \(parts.count)"] + folded[first...]).map { $0 }.runs
    }

    private static func kind(_ name: String) -> String { name.hasPrefix("part ") ? "part" : name }

    /// Without what every HTTP message has or the library under it decides.
    private static func names(_ headers: [String]) -> String {
        let spared: Set<String> = ["host", "content-length", "connection", "accept", "accept-encoding", "user-agent"]
        let names = Set(headers).subtracting(spared)
        return names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
    }

    private func ours(in folder: URL) async throws -> (calls: [WireCall], result: String) {
        var sizes: [String: Int64] = [:]
        for call in calls where call.name == "PUT" || call.name.hasPrefix("part ") { sizes[call.name] = call.length }
        // Of a run that was resumed or refused not every part was sent; they all use one file.
        let partial: Set<String> = ["resume-ok", "list-uploads-denied"]
        let size = partial.contains(name) ? 2_097_157 : sizes.values.reduce(0, +)
        let file = "source.\(PathText.lowercasedExtension(of: path) ?? "mp4")"
        let pattern = Data((0..<251).map { UInt8($0) })
        var content = Data(capacity: Int(size) + pattern.count)
        while content.count < size { content.append(pattern) }
        try content.prefix(Int(size)).write(to: folder.appending(path: file))
        let request = UploadRequest(mediaFilePath: file, mediaType: "mp4", mediaName: "source")
        var script: [String: [ReplayingServices.Answer]] = ["ApplyUpload": [.init(status: 200, body: applied)]]
        for (call, recorded) in zip(calls, requests) {
            let answer = recorded["response"]
            var headers: HeaderFields = [:]
            for pair in answer?["headers"]?.elements ?? [] {
                headers[pair.elements.first?.text ?? ""] = pair.elements.last?.text
            }
            script[call.name, default: []].append(
                .init(
                    status: answer?["status"]?.number.map { Int($0) }, headers: headers,
                    body: answer?["body"]?.text ?? ""))
        }
        var upload = ReplayedUpload(folder: folder, request: request)
        if name.contains("part10") { upload.partSize = 10 << 20 }
        return try await upload.run(script)
    }

    private var applied: String {
        """
        {"Response":{"StorageBucket":"examplebucket-1250000000","StorageRegion":"ap-beijing","VodSessionKey":"k",\
        "MediaStoragePath":\(RecordedJSON.text(path).encoded),"TempCertificate":{"SecretId":"AKIDEXAMPLE",\
        "SecretKey":"SECRETKEYEXAMPLE0123456789abcdef","Token":"TOKENEXAMPLE","ExpiredTime":1700007200},"RequestId":"r"}}
        """
    }
}
