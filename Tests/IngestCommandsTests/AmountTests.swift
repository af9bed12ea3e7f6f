import Testing

@testable import IngestCommands

@Suite struct AmountTests {
    @Test(
        "Bytes are rounded to one decimal of their unit",
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_048_524, "1023.9 KiB"), (1_048_550, "1.0 MiB"),
            (41_943_040, "40.0 MiB"), (Int64.max, "8192.0 PiB"),
        ] as [(Int64, String)])
    func bytes(count: Int64, text: String) {
        #expect(Amount.bytes(count) == text)
    }

    @Test(
        "Times have two fields at most",
        arguments: [
            (0, "0s"), (0.2, "1s"), (59, "59s"), (60, "1m 00s"), (65, "1m 05s"), (3599, "59m 59s"), (7200, "2h 00m"),
            (273_600, "3d 04h"), (.infinity, "11574074d 01h"),
        ] as [(Double, String)])
    func times(seconds: Double, text: String) {
        #expect(Amount.time(seconds) == text)
    }

    @Test("Counts are grouped and agree with their noun")
    func counts() {
        #expect(Amount.count(1, "entry", "entries") == "1 entry")
        #expect(Amount.count(0, "entry", "entries") == "0 entries")
        #expect(Amount.count(1_204_567, "entry", "entries") == "1,204,567 entries")
        #expect(Amount.grouped(-1204) == "-1,204")
        #expect(Amount.grouped(999) == "999")
    }
}
