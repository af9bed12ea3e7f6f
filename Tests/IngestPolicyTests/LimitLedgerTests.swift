import IngestPolicy
import Testing

private func ticket(_ number: UInt64) -> TicketID { TicketID(rawValue: number) }
private let film = FileKey(rawValue: 1)
private let trailer = FileKey(rawValue: 2)

@Suite("LimitLedger")
struct LimitLedgerTests {
    @Test("A request within all limits is granted at once")
    func grantedAtOnce() {
        var ledger = LimitLedger(global: 2, entries: 1)
        #expect(ledger.request(ticket(1), .upload(file: film, limit: 5)) == [ticket(1)])
        #expect(ledger.request(ticket(2), .entry) == [ticket(2)])
        #expect(ledger.inFlight == 1)
        #expect(ledger.inFlight(of: film) == 1)
        #expect(ledger.entriesInFlight == 1)
    }

    @Test("A file at its own limit holds back nobody behind it and keeps its place")
    func fullFilePassedOver() {
        var ledger = LimitLedger(global: 2, entries: 1)
        #expect(ledger.request(ticket(1), .upload(file: film, limit: 1)) == [ticket(1)])
        #expect(ledger.request(ticket(2), .upload(file: film, limit: 1)) == [])
        #expect(ledger.request(ticket(3), .upload(file: trailer, limit: 1)) == [ticket(3)])
        #expect(ledger.request(ticket(4), .upload(file: trailer, limit: 1)) == [])
        #expect(ledger.waiting == 2)
        #expect(ledger.waiting(of: film) == 1)
        #expect(ledger.release(ticket(3)) == [ticket(4)])
        #expect(ledger.release(ticket(1)) == [ticket(2)])
        #expect(ledger.peak == 2)
    }

    @Test("Uploads that may start do so in the order they asked, whatever their file")
    func firstAskedFirst() {
        var ledger = LimitLedger(global: 1, entries: 1)
        _ = ledger.request(ticket(1), .upload(file: film, limit: 5))
        _ = ledger.request(ticket(2), .upload(file: film, limit: 5))
        _ = ledger.request(ticket(3), .upload(file: trailer, limit: 5))
        _ = ledger.request(ticket(4), .upload(file: film, limit: 5))
        #expect(ledger.release(ticket(1)) == [ticket(2)])
        #expect(ledger.release(ticket(2)) == [ticket(3)])
        #expect(ledger.release(ticket(3)) == [ticket(4)])
    }

    @Test("A cancelled waiter never consumes a permit")
    func cancelledWaiter() {
        var ledger = LimitLedger(global: 1, entries: 1)
        _ = ledger.request(ticket(1), .upload(file: film, limit: 1))
        _ = ledger.request(ticket(2), .upload(file: film, limit: 1))
        _ = ledger.request(ticket(3), .upload(file: trailer, limit: 1))
        #expect(ledger.cancel(ticket(2)) == [])
        #expect(ledger.release(ticket(1)) == [ticket(3)])
        #expect(ledger.waiting == 0)
    }

    @Test("Cancelling a ticket in flight gives its permit back, cancelling an unknown one changes nothing")
    func cancelIsTotal() {
        var ledger = LimitLedger(global: 1, entries: 1)
        _ = ledger.request(ticket(1), .entry)
        _ = ledger.request(ticket(2), .entry)
        #expect(ledger.entriesWaiting == 1)
        #expect(ledger.cancel(ticket(1)) == [ticket(2)])
        #expect(ledger.cancel(ticket(1)) == [])
        #expect(ledger.release(ticket(9)) == [])
        #expect(ledger.entriesInFlight == 1)
        #expect(ledger.entriesPeak == 1)
    }

    @Test("The same ticket asked for twice counts once")
    func askedTwice() {
        var ledger = LimitLedger(global: 5, entries: 1)
        #expect(ledger.request(ticket(1), .upload(file: film, limit: 5)) == [ticket(1)])
        #expect(ledger.request(ticket(1), .upload(file: film, limit: 5)) == [])
        #expect(ledger.inFlight == 1)
        _ = ledger.release(ticket(1))
        #expect(ledger.inFlight == 0)
    }

    @Test("A raised file limit lets in those that waited for it")
    func raisedLimit() {
        var ledger = LimitLedger(global: 5, entries: 1)
        _ = ledger.request(ticket(1), .upload(file: film, limit: 1))
        _ = ledger.request(ticket(2), .upload(file: film, limit: 1))
        #expect(ledger.request(ticket(3), .upload(file: film, limit: 3)) == [ticket(2), ticket(3)])
    }

    @Test("Limits below 1 are taken as 1, so that nothing waits for ever")
    func noZeroLimits() {
        var ledger = LimitLedger(global: 0, entries: -1)
        #expect(ledger.request(ticket(1), .upload(file: film, limit: 0)) == [ticket(1)])
        #expect(ledger.request(ticket(2), .entry) == [ticket(2)])
    }

    @Test("A hundred thousand waiters of one file and of many files are granted in order")
    func manyWaiters() {
        let count: UInt64 = 100_000
        var ledger = LimitLedger(global: 1, entries: 1)
        for number in 1...count {
            _ = ledger.request(ticket(number), .upload(file: FileKey(rawValue: number % 3 == 0 ? 0 : number), limit: 1))
        }
        #expect(ledger.waiting == Int(count) - 1)
        var granted: [UInt64] = [1]
        while let last = granted.last, let next = ledger.release(ticket(last)).first { granted.append(next.rawValue) }
        #expect(granted == Array(1...count))
    }
}
