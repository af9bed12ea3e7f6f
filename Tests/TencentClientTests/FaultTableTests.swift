import Foundation
import HTTPTransport
import IngestModel
import IngestReport
import ServiceEmulator
import TencentClient
import TencentWire
import Testing

/// Every code of the fault catalogue, sent by the emulator to the client: what becomes of it and what a report says of it.
@Suite("Fault table", .timeLimit(.minutes(15)))
struct FaultTableTests {
    struct Row: Sendable {
        var service: String
        var actions: [EmulatedAction]
        var status: Int
        var code: String
        var faultClass: FaultClass
        /// For the first action and for the others, where those differ.
        var attempts: [Int]
        var elapsed: [String]
        var message: String

        /// Attempts at `action`, and the time that they take.
        func effort(_ action: EmulatedAction) -> (attempts: Int, elapsed: String) {
            let isFirst = action == actions.first
            return (attempts[isFirst ? 0 : attempts.count - 1], elapsed[isFirst ? 0 : elapsed.count - 1])
        }

        /// What the emulator is told to do.
        var effect: FaultEffect {
            code.hasPrefix("HTTP")
                ? .redirect(status: status, location: "https://elsewhere.example/")
                : .reply(status: status, code: code, message: message)
        }

        /// The clock's codes are sent by a service whose clock is ahead, so that there is something to learn.
        var isClock: Bool { faultClass == .account && attempts == [2] }
    }

    static let rows: [Row] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/fault-table.tsv")
        let text = String(decoding: FileManager.default.contents(atPath: file.path) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let cells = line.split(separator: "\t").map(String.init)
            guard cells.count == 8, let status = Int(cells[2]), let faultClass = FaultClass(rawValue: cells[4])
            else { return nil }
            return Row(
                service: cells[0],
                actions: cells[1].split(separator: ",").compactMap { EmulatedAction(rawValue: String($0)) },
                status: status, code: cells[3], faultClass: faultClass,
                attempts: cells[5].split(separator: "/").compactMap { Int($0) },
                elapsed: cells[6].split(separator: "/").map(String.init), message: cells[7])
        }
    }()

    @Test("The table has a row for each code of the catalogue and no other; answers without a code are beside them")
    func complete() {
        let vod = Self.rows.filter { $0.service == "vod" }.map(\.code)
        #expect(Set(vod) == Set(FaultCatalogue.vod.map(\.code)))
        #expect(vod.count == FaultCatalogue.vod.count)
        let cos = Self.rows.filter { $0.service == "cos" }.map(\.code)
        #expect(Set(cos).subtracting(FaultCatalogue.cos.map(\.code)) == ["HTTP301", "HTTP302", "HTTP307"])
        #expect(Set(FaultCatalogue.cos.map(\.code)).subtracting(cos).isEmpty)
        #expect(Self.rows.allSatisfy { !$0.actions.isEmpty && !$0.attempts.isEmpty && !$0.elapsed.isEmpty })
    }

    @Test("Every row fires, has its class and its number of attempts, and the report says so in whole words")
    func everyRow() async throws {
        var fired = 0
        try await EmulatedStack.with { stack in
            for row in Self.rows where !row.isClock {
                if try await strikes(row, stack) { fired += 1 }
            }
        }
        for row in Self.rows where row.isClock {
            // Far enough to be learnt, near enough that the session can still be begun.
            try await EmulatedStack.with(emulator: { $0.clockOffset = 240 }) { stack in
                if try await strikes(row, stack) { fired += 1 }
            }
        }
        #expect(fired == Self.rows.count)
        print("fault rows that fired: \(fired) of \(Self.rows.count)")
    }

    /// True where the fault was met by every action of the row as often as the row says.
    private func strikes(_ row: Row, _ stack: EmulatedStack) async throws -> Bool {
        var fired = true
        for action in row.actions {
            stack.emulator.install(FaultPlan())
            let act = try await prepared(action, stack)
            stack.emulator.install(FaultPlan([FaultRule(action, turn: .every, effect: row.effect)]))
            let fault = try #require(await fault(act), "\(row.code) of \(action) was no fault")
            let effort = row.effort(action)
            fired = stack.emulator.snapshot().faults.map(\.fired) == [effort.attempts] && fired
            #expect(fault.faultClass == row.faultClass, "\(row.code) of \(action)")
            #expect(fault.attempts == effort.attempts, "\(row.code) of \(action)")
            // A commit that the service itself failed at may have been done, and is looked for before it is sent again.
            let mayBeDone = action == .commitUpload && [.transient, .uncertain].contains(row.faultClass)
            if row.service == "vod" { #expect(fault.ambiguous == mayBeDone, "\(row.code) of \(action)") }
            judgeWords(of: fault, row, effort, stack.emulator.snapshot())
        }
        return fired
    }

    private func judgeWords(
        of fault: ServiceFault, _ row: Row, _ effort: (attempts: Int, elapsed: String), _ seen: EmulatorSnapshot
    ) {
        let noun = effort.attempts == 1 ? "attempt" : "attempts"
        let tries = "gave up after \(effort.attempts) \(noun) in \(effort.elapsed)"
        let hasCode = !row.code.hasPrefix("HTTP")
        let id = hasCode ? seen.lastRefused[row.code] : nil
        #expect((id != nil) == hasCode, "\(row.code)")
        #expect(
            fault.description
                == "\(row.service).\(row.code) (\(row.faultClass.rawValue)): \(tries); "
                + (id.map { "request \($0); " } ?? "") + row.message)
        let spec = EntrySpec(
            id: EntryID(rawValue: "x"), ordinal: 0, line: 1, column: 1, request: EmulatedStack.request())
        var record = EntryRecord(spec: spec, status: .failed, files: 1, bytes: 1)
        record.fault = fault
        let shown = ReportRow(record)
        #expect(shown[.errorCode] == .text(row.code))
        #expect(shown[.errorClass] == .text(row.faultClass.rawValue))
        #expect(shown[.errorMessage] == .text("\(tries); \(row.message)"))
        #expect(shown[.requestId] == id.map { .text($0) } ?? .absent)
    }

    /// What makes the client send `action`, all before it done.
    private func prepared(
        _ action: EmulatedAction, _ stack: EmulatedStack
    ) async throws -> () async throws(ServiceFault) -> Void {
        if action == .applyUpload { return { () async throws(ServiceFault) in _ = try await stack.apply() } }
        let (session, file) = (try await stack.apply(), try TestFile(1000))
        let (range, store) = (try file.range(), stack.services.store)
        switch action {
        case .commitUpload: return { () async throws(ServiceFault) in _ = try await stack.commit(session) }
        case .putObject:
            return { () async throws(ServiceFault) in
                _ = try await stack.put(range, session)
                _ = file
            }
        case .initiateMultipartUpload:
            return { () async throws(ServiceFault) in
                _ = try await stack.services.store.initiate(
                    key: session.mediaKey, contentType: "video/mp4", session: session)
            }
        default: break
        }
        let upload = try await stack.part(range, session)
        return { () async throws(ServiceFault) in
            switch action {
            case .uploadPart:
                _ = try await store.uploadPart(
                    range, number: upload.receipt.number, uploadId: upload.uploadId, key: session.mediaKey,
                    session: session,
                    lane: TestStack.lane)
            case .listParts:
                _ = try await store.listParts(uploadId: upload.uploadId, key: session.mediaKey, session: session)
            default: _ = try await stack.complete(upload, session)
            }
            _ = file
        }
    }
}
