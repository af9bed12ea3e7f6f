/// First in, first out, with removal from the middle; every operation takes amortised O(1).
struct TicketQueue: Sendable {
    private struct Place {
        var id: TicketID
        var sequence: UInt64
    }

    private var places: [Place] = []
    private var head = 0
    /// The place each ticket has; a removed ticket's place stays behind until `compact`.
    private var present: [TicketID: UInt64] = [:]

    var isEmpty: Bool { present.isEmpty }
    var count: Int { present.count }
    /// The sequence number of the first ticket.
    var firstSequence: UInt64? { isEmpty ? nil : places[head].sequence }

    mutating func append(_ id: TicketID, sequence: UInt64) {
        present[id] = sequence
        places.append(Place(id: id, sequence: sequence))
        settle()
    }

    mutating func popFirst() -> TicketID? {
        guard !isEmpty else { return nil }
        let first = places[head].id
        remove(first)
        return first
    }

    mutating func remove(_ id: TicketID) {
        present[id] = nil
        settle()
    }

    /// Puts `head` on a place that counts, so that looking at the first ticket changes nothing.
    private mutating func settle() {
        while head < places.count, !counts(places[head]) { head += 1 }
        if places.count > 2 * present.count + 32 {
            places = places[head...].filter(counts)
            head = 0
        }
    }

    private func counts(_ place: Place) -> Bool { present[place.id] == place.sequence }
}
