import Testing

@testable import IngestReport

@Suite("ReadableText")
struct ReadableTextTests {
    @Test(
        "Bytes have one decimal from 1 KiB on",
        arguments: [
            (0, "0 B"), (1_023, "1023 B"), (1_024, "1.0 KiB"), (1_048_575, "1.0 MiB"), (1_048_576, "1.0 MiB"),
            (1_073_741_823, "1.0 GiB"), (5_368_709_120, "5.0 GiB"), (Int64.max, "8.0 EiB"),
        ])
    func bytes(_ bytes: Int64, _ text: String) {
        #expect(ReadableText.bytes(bytes) == text)
    }

    @Test(
        "A duration has two units at most",
        arguments: [
            (0, "0 ms"), (999, "999 ms"), (1_000, "1.0 s"), (59_999, "59.9 s"), (60_000, "1 min 00 s"),
            (3_599_999, "59 min 59 s"), (3_600_000, "1 h 00 min"), (86_400_000, "1 d 00 h"),
            (100_000_000_000, "1,157 d 09 h"),
        ])
    func duration(_ milliseconds: Int64, _ text: String) {
        #expect(ReadableText.duration(milliseconds: milliseconds) == text)
    }

    @Test("Thousands are set apart")
    func count() {
        let numbers = [0, 7, 999, 1_000, 123_456, 1_234_567, -999, -1_000, -123_456]
        #expect(
            numbers.map { ReadableText.count($0) } == [
                "0", "7", "999", "1,000", "123,456", "1,234,567", "-999", "-1,000", "-123,456",
            ])
    }
}
