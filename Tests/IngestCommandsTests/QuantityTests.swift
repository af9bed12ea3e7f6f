import IngestModel
import Testing

@testable import IngestCommands

@Suite struct QuantityTests {
    @Test(
        "Sizes take binary and decimal units, and fractions of them",
        arguments: [
            ("1", 1), ("4096B", 4096), ("1KiB", 1024), ("1KB", 1000), ("1.5MiB", 1_572_864), ("2GiB", 2 << 30),
            ("1TB", 1_000_000_000_000), ("0.5KiB", 512),
        ] as [(String, Int64)])
    func sizes(text: String, bytes: Int64) throws {
        #expect(try Quantity.bytes(text) == bytes)
    }

    @Test(
        "What is no size is refused",
        arguments: ["", "0", "-1", "1 KiB", "1kib", "KiB", "1e3", "nan", "9999999999GiB", "٣"])
    func noSizes(text: String) {
        #expect(throws: Quantity.Malformed(expected: "a size such as `16MiB`")) { try Quantity.bytes(text) }
    }

    @Test(
        "Times are sums of their fields",
        arguments: [("500ms", 0.5), ("90s", 90), ("15m", 900), ("1h30m", 5400), ("1d", 86400)] as [(String, Double)])
    func times(text: String, seconds: Double) throws {
        #expect(try Quantity.duration(text) == seconds)
    }

    @Test("What is no time is refused", arguments: ["", "15", "m", "0s", "1h x", "1w", "-1s", "1..5s"])
    func noTimes(text: String) {
        #expect(throws: Quantity.Malformed(expected: "a time such as `90s`, `15m` or `1h30m`")) {
            try Quantity.duration(text)
        }
    }

    @Test("A size is shown in the largest unit that divides it")
    func shown() {
        #expect(Quantity.text(bytes: 1) == "1B")
        #expect(Quantity.text(bytes: 1536) == "1536B")
        #expect(Quantity.text(bytes: 16 << 20) == "16MiB")
        #expect(Quantity.text(bytes: 5 << 40) == "5TiB")
        #expect(Quantity.text(seconds: 90) == "1m30s")
        #expect(Quantity.text(seconds: 0.25) == "250ms")
        #expect(Quantity.text(perSecond: 80) == "80/s")
    }
}
