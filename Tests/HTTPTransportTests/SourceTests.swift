import HTTPTransport
import IngestModel
import Testing

@Suite("Sources", .timeLimit(.minutes(15)))
struct SourceTests {
    private func fault(_ kind: TransportKind, sending range: FileRange, meanwhile: (@Sendable () throws -> Void)? = nil)
        async throws
        -> (fault: TransportFault, received: Int)
    {
        try await LoopbackServer.with([.answer("200 OK")]) { server in
            var request = OutgoingRequest(operation: "PUT Object", method: .put, target: server.target("/k"))
            request.body = .file(range)
            if let meanwhile {
                request.flow.pace = { _ in try meanwhile() }
            }
            let sending = request
            let fault = try await withClient(kind) { client in
                do throws(TransportFault) {
                    _ = try await client.send(sending)
                    Issue.record("a body that changed was sent whole")
                    return TransportFault(kind: .defect, message: "", sentAny: false)
                } catch { return error }
            }
            return (fault, server.seen.first?.body.count ?? 0)
        }
    }

    @Test("A file that grew after it was planned is not sent", arguments: TransportKind.allCases)
    func grown(kind: TransportKind) async throws {
        let file = try TestFile(pattern: 1000)
        let range = try file.range()
        try file.append(1)
        let (fault, received) = try await fault(kind, sending: range)
        #expect(fault.kind == .sourceChanged)
        #expect(fault.message == "`\(file.path)` changed after it was planned")
        #expect(fault.code == "SourceChanged")
        #expect(fault.faultClass == .source)
        #expect(!fault.ambiguous)
        #expect(received == 0)
    }

    @Test(
        "A file whose time or inode differs is not sent", arguments: ["time", "inode", "device"], TransportKind.allCases
    )
    func otherMark(what: String, kind: TransportKind) async throws {
        let file = try TestFile(pattern: 1000)
        var range = try file.range()
        switch what {
        case "time": range.mark.modified += 1
        case "inode": range.mark.inode += 1
        default: range.mark.device += 1
        }
        #expect(try await fault(kind, sending: range).fault.kind == .sourceChanged)
    }

    @Test("A file that changes while it is read never becomes a whole body", arguments: TransportKind.allCases)
    func changedMeanwhile(kind: TransportKind) async throws {
        let file = try TestFile(pattern: 1 << 20)
        let range = try file.range()
        let turns = Counter()
        let (fault, received) = try await fault(kind, sending: range) {
            if turns.next() == 3 { try file.append(1) }
        }
        #expect(fault.kind == .sourceChanged)
        #expect(fault.sentAny)
        #expect(!fault.ambiguous)
        #expect(received < 1 << 20)
    }

    @Test("A file that becomes shorter while it is read is told of", arguments: TransportKind.allCases)
    func shorterMeanwhile(kind: TransportKind) async throws {
        let file = try TestFile(pattern: 1 << 20)
        let range = try file.range()
        let turns = Counter()
        let (fault, _) = try await fault(kind, sending: range) {
            if turns.next() == 3 { try file.truncate(to: 1000) }
        }
        #expect(fault.kind == .sourceChanged)
        #expect(fault.message == "`\(file.path)` became shorter while it was read")
    }

    @Test("A file that is gone is unreadable", arguments: TransportKind.allCases)
    func gone(kind: TransportKind) async throws {
        let mark = FileMark(size: 3, modified: 0, device: 0, inode: 0)
        let (fault, received) = try await fault(kind, sending: FileRange(whole: "/nonexistent/x", mark: mark))
        #expect(fault.kind == .sourceUnreadable)
        #expect(fault.message == "`/nonexistent/x` cannot be read: No such file or directory")
        #expect(fault.faultClass == .source)
        #expect(received == 0)
    }
}
