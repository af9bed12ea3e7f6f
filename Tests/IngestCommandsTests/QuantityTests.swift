import IngestModel
import Testing

@testable import IngestCommands

@Suite struct QuantityTests {
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
