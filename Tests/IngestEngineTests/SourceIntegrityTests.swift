import Foundation
import HTTPTransport
import IngestJournal
import IngestModel
import ServiceEmulator
import Testing

@testable import IngestEngine

// Which of the two defines `timespec` depends on the order in which the compiler meets them.
#if canImport(Glibc)
    import CoreFoundation
    import Glibc
#endif

/// What is stored is what was read, and what was read is one version of a file.
@Suite struct SourceIntegrityTests {
    private static let old = EngineFixture.bytes(5 << 20, seed: 1)
    private static let new = EngineFixture.bytes(5 << 20, seed: 2)

    enum Replacement: String, CaseIterable {
        /// Other bytes in the same file, its time put back.
        case inPlace
        /// Another file of the same size and time under the same name.
        case byRename
    }

    private func replace(_ name: String, in fixture: EngineFixture, _ how: Replacement) throws {
        let path = fixture.folder.appending(path: name).path
        let modified = try FileMark(path: path).modified
        let target = how == .inPlace ? path : path + ".new"
        let file = fopen(target, how == .inPlace ? "r+" : "w")
        #expect(fwrite(Self.new, 1, Self.new.count, file) == Self.new.count)
        fclose(file)
        let time = timespec(tv_sec: Int(modified / 1_000_000_000), tv_nsec: Int(modified % 1_000_000_000))
        let times = [time, time]
        #expect(utimensat(AT_FDCWD, target, times, 0) == 0)
        if how == .byRename { #expect(rename(target, path) == 0) }
    }

    @Test(
        "Parts of the old version and of one that replaced it, size and time alike, are never joined: after a stop",
        arguments: Replacement.allCases)
    func replacedBetweenRuns(_ how: Replacement) async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.uploadPart, turn: .from(3), effect: .gate("later"))])
        try await EngineFixture.with(configuration) { fixture in
            let fixture = fixture.partByPart
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.old))]
            let stop = StopSignal()
            async let first = fixture.run(specs, stop: stop)
            try await fixture.emulator.requestsWait()
            stop.fire(.signal(2))
            fixture.emulator.open(gate: "later")
            #expect(try await first.records.map(\.status) == [.pending])
            try replace("m.mp4", in: fixture, how)
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded], "\(again.records[0].fault as Any)")
            try fixture.expectObjects(of: specs)
            #expect(try fixture.abandoned() == [])
        }
    }

    @Test("A file that is written to while its parts go up, its time put back, begins anew and is stored as it is now")
    func touchedMeanwhile() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.uploadPart, turn: .nth(2), effect: .gate("later"))])
        try await EngineFixture.with(configuration) { fixture in
            let fixture = fixture.partByPart
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.old))]
            async let running = fixture.run(specs)
            try await fixture.emulator.requestsWait()
            try replace("m.mp4", in: fixture, .inPlace)
            fixture.emulator.open(gate: "later")
            let result = try await running
            #expect(result.records.map(\.status) == [.succeeded], "\(result.records[0].fault as Any)")
            #expect(fixture.emulator.snapshot().requests["InitiateMultipartUpload"] == 2)
            #expect(fixture.emulator.snapshot().abortedUploads.count == 1)
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("A file that is replaced while its parts go up fails as such, and the next run plans it anew")
    func renamedMeanwhile() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.uploadPart, turn: .nth(2), effect: .gate("later"))])
        try await EngineFixture.with(configuration) { fixture in
            let fixture = fixture.partByPart
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.old))]
            async let running = fixture.run(specs)
            try await fixture.emulator.requestsWait()
            try replace("m.mp4", in: fixture, .byRename)
            fixture.emulator.open(gate: "later")
            let result = try await running
            #expect(result.records.map(\.status) == [.failed])
            let fault = try #require(result.records[0].fault)
            #expect(fault.code == "SourceChanged")
            #expect(fault.message == "`\(fixture.folder.path)/m.mp4` changed after it was planned")
            #expect(fixture.emulator.snapshot().unfinishedUploads.isEmpty)
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded])
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("A wrong checksum of a part is sent again, and fails with both values when it stays")
    func wrongPart() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.uploadPart, turn: .every, effect: .wrongCRC)])
        try await EngineFixture.with(configuration) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.old))]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.failed])
            let fault = try #require(result.records[0].fault)
            #expect(fault.code == "IntegrityMismatch")
            #expect(fault.attempts == 3)
            let values = fault.message.split { !$0.isNumber }.compactMap { UInt64($0) }.filter { $0 > 1_000 }
            #expect(values.count == 2)
            #expect(
                fault.message == "the store holds bytes with CRC-64 \(values[0]), what was sent has \(values[1])")
            #expect(values[0] != values[1])
            #expect(result.records[0].bytesSent >= 3 << 20, "what went out for nothing is counted")
            #expect(fixture.emulator.snapshot().unfinishedUploads.isEmpty)
            #expect(try fixture.abandoned() == [])
        }
    }

    @Test("A wrong checksum of the whole is read and sent again, part by part, and fails when it stays")
    func wrongWhole() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.completeMultipartUpload, turn: .first(2), effect: .wrongCRC)
        ])
        try await EngineFixture.with(configuration) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.old))]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded], "\(result.records[0].fault as Any)")
            #expect(fixture.emulator.snapshot().requests["InitiateMultipartUpload"] == 3)
            try fixture.expectObjects(of: specs)
        }
        configuration.faults = FaultPlan([FaultRule(.completeMultipartUpload, turn: .every, effect: .wrongCRC)])
        try await EngineFixture.with(configuration) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.old))]
            let result = try await fixture.run(specs)
            #expect(result.records[0].fault?.code == "IntegrityMismatch")
        }
    }
}
