import IngestModel
import Testing

@testable import IngestCommands

@Suite struct ProgressViewTests {
    private func snapshot(_ change: (inout ProgressSnapshot) -> Void = { _ in }) -> ProgressSnapshot {
        var snapshot = ProgressSnapshot()
        snapshot.elapsed = 65
        snapshot.counts = [.succeeded: 118, .failed: 2, .pending: 880]
        snapshot.activeEntries = 16
        snapshot.uploadsInFlight = 32
        snapshot.bytes = 3000 << 20
        snapshot.bytesDone = 1000 << 20
        snapshot.bytesSent = 1010 << 20
        snapshot.retries = 3
        change(&snapshot)
        return snapshot
    }

    @Test("A bar shows bytes, rate, time left, and the entries by status")
    func bar() throws {
        var view = ProgressView(mode: .bar, width: 100)
        _ = try view.lines(snapshot { ($0.elapsed, $0.bytesDone) = (55, 800 << 20) })
        #expect(
            try view.lines(snapshot()) == [
                "[#############---------------------------] 33% 1000.0 MiB of 2.9 GiB, 20.0 MiB/s, 1m 40s left",
                "120 of 1,000 entries: 118 succeeded, 2 failed; 16 active; 32 uploads in flight; 3 retries",
            ])
    }

    @Test("The first look knows no rate")
    func first() throws {
        var view = ProgressView(mode: .bar, width: 80)
        #expect(
            try view.lines(
                snapshot {
                    $0.counts = [.pending: 1]; ($0.activeEntries, $0.uploadsInFlight, $0.retries) = (0, 0, 0)
                })
                == ["[#############---------------------------] 33% 1000.0 MiB of 2.9 GiB", "0 of 1 entry"])
    }

    @Test(
        "A narrow terminal loses the bar first, and no line is wider than the terminal",
        arguments: [20, 30, 50, 64, 79])
    func narrow(width: Int) throws {
        var view = ProgressView(mode: .bar, width: width)
        let lines = try view.lines(snapshot())
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { DisplayWidth.of($0) < width })
        #expect(lines[0].hasPrefix("[") == (width >= 50))
    }

    @Test("The plain view is one line with everything")
    func plain() throws {
        var view = ProgressView(mode: .plain, width: 80)
        _ = try view.lines(snapshot { ($0.elapsed, $0.bytesDone) = (60, 900 << 20) })
        #expect(
            try view.lines(snapshot()) == [
                "1m 05s: 33% 1000.0 MiB of 2.9 GiB, 20.0 MiB/s, 1m 40s left; 120 of 1,000 entries: 118 succeeded, "
                    + "2 failed; 16 active; 32 uploads in flight; 3 retries"
            ])
    }

    @Test(
        "A pause is shown in place of the rate",
        arguments: [
            (.window(seconds: 3600), "window opens in 1h 00m"),
            (.throttled(seconds: 4), "asked to slow down, 4s to go"),
            (.stopping(reason: "SIGINT"), "stopping: SIGINT"),
        ] as [(ProgressSnapshot.Pause, String)])
    func pause(pause: ProgressSnapshot.Pause, text: String) throws {
        var view = ProgressView(mode: .plain, width: 80)
        _ = try view.lines(snapshot { ($0.elapsed, $0.bytesDone) = (60, 900 << 20) })
        let entries = "120 of 1,000 entries: 118 succeeded, 2 failed; 16 active; 32 uploads in flight; 3 retries"
        #expect(
            try view.lines(snapshot { $0.pause = pause }) == ["1m 05s: 33% 1000.0 MiB of 2.9 GiB, \(text); \(entries)"])
    }

    @Test("100% is said when nothing is left, not before; a job without entries is at 0%")
    func percent() throws {
        var view = ProgressView(mode: .plain, width: 80)
        func line(_ change: (inout ProgressSnapshot) -> Void) throws -> String? {
            try view.lines(snapshot(change)).first
        }
        let idle: (inout ProgressSnapshot) -> Void = {
            ($0.activeEntries, $0.uploadsInFlight, $0.retries, $0.elapsed) = (0, 0, 0, 1)
        }
        #expect(
            try line {
                idle(&$0); ($0.bytes, $0.bytesDone, $0.counts) = (1 << 40, (1 << 40) - 1, [.pending: 1])
            }
                == "1s: 99% 1.0 TiB of 1.0 TiB; 0 of 1 entry")
        #expect(
            try line {
                idle(&$0); ($0.bytes, $0.bytesDone, $0.counts) = (1 << 40, 1 << 40, [.skipped: 1])
            }
                == "1s: 100% 1.0 TiB of 1.0 TiB; 1 of 1 entry: 1 skipped")
        #expect(
            try line {
                idle(&$0); ($0.bytes, $0.bytesDone, $0.counts) = (0, 0, [:])
            } == "1s: 0% 0 B of 0 B; 0 of 0 entries")
    }

    @Test("The JSON view is one object on one line with every count")
    func json() throws {
        var view = ProgressView(mode: .json, width: 20)
        _ = try view.lines(snapshot { ($0.elapsed, $0.bytesDone) = (55, 800 << 20) })
        #expect(
            try view.lines(snapshot { $0.pause = .throttled(seconds: 1) }) == [
                #"{"active":16,"bytes":3145728000,"bytesDone":1048576000,"bytesPerSecond":20971520,"bytesSent":1059061760,"#
                    + #""elapsed":65,"failed":2,"pause":"throttled","pending":880,"planned":1000,"retries":3,"skipped":0,"#
                    + #""succeeded":118,"unknown":0,"uploads":32}"#
            ])
    }

    @Test("The rate follows the last seconds and is never negative")
    func rate() {
        var rate = RateEstimate()
        #expect(rate.perSecond == 0)
        for second in 0...100 { rate.observe(bytes: Int64(second * 10), at: Double(second)) }
        #expect(rate.perSecond == 10)
        for second in 101...116 { rate.observe(bytes: Int64(1000 + (second - 100) * 50), at: Double(second)) }
        #expect(rate.perSecond == 50)
        rate.observe(bytes: 0, at: 117)
        #expect(rate.perSecond == 0)
    }
}
