/// The name of one wait for a permit; unique among the tickets that a ledger knows.
public struct TicketID: RawRepresentable, Hashable, Sendable {
    /// The number.
    public let rawValue: UInt64
    /// The ticket `rawValue`.
    public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// The name of one file of one entry, as the scheduler counts them.
public struct FileKey: RawRepresentable, Hashable, Sendable {
    /// The number.
    public let rawValue: UInt64
    /// The file `rawValue`.
    public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Who holds a permit and who waits for one: uploads in flight over the run and per file, and open entries.
///
/// Pure bookkeeping; the shell holds the lock and wakes whoever a call names. What always holds between two calls:
///
/// 1. At most `global` uploads are in flight, at most `entries` entries are open, and no file was given a permit while it
///    had as many as its limit.
/// 2. Nothing idles without need: no upload waits whose file is below its limit while fewer than `global` are in flight, and
///    no entry waits while fewer than `entries` are open.
/// 3. Among the uploads that may start, the one that asked first starts first. A file at its limit is passed over and keeps
///    its place, so nothing starves. Entries start in the order they asked.
/// 4. A ticket is waiting, in flight or unknown, and is named by exactly one call when its wait ends.
///
/// `request`, `release` and `cancel` take O(log f) for f files with waiting uploads, amortised, however many tickets wait.
public struct LimitLedger: Sendable {
    /// What a ticket asks for.
    public enum Kind: Hashable, Sendable {
        /// One upload of `file`, at most `limit` of which may be in flight. `limit` is taken as 1 or more; the one named
        /// last rules for the file.
        case upload(file: FileKey, limit: Int)
        /// An entry between ApplyUpload and CommitUpload.
        case entry
    }

    private enum State {
        case waiting
        case inFlight
    }

    private enum Pool {
        case upload(FileKey)
        case entry
    }

    private struct Ticket {
        var pool: Pool
        var state: State
    }

    private struct Lane {
        var limit: Int
        var inFlight = 0
        var queue = TicketQueue()
        /// The place in `ready` that counts; older places of this file are stale.
        var listed: UInt64?
        var mayStart: Bool { inFlight < limit && !queue.isEmpty }
        var isIdle: Bool { inFlight == 0 && queue.isEmpty }
    }

    /// The most uploads in flight, 1 or more.
    public let global: Int
    /// The most open entries, 1 or more.
    public let entries: Int
    /// Uploads in flight.
    public private(set) var inFlight = 0
    /// Uploads that wait.
    public private(set) var waiting = 0
    /// The most uploads that were ever in flight at once.
    public private(set) var peak = 0
    /// Open entries.
    public private(set) var entriesInFlight = 0
    /// The most entries that were ever open at once.
    public private(set) var entriesPeak = 0

    private var tickets: [TicketID: Ticket] = [:]
    private var lanes: [FileKey: Lane] = [:]
    private var ready = ReadyOrder()
    private var entryQueue = TicketQueue()
    private var lastSequence: UInt64 = 0

    /// An empty ledger; a limit below 1 is taken as 1.
    public init(global: Int, entries: Int) {
        self.global = max(1, global)
        self.entries = max(1, entries)
    }

    /// Entries that wait.
    public var entriesWaiting: Int { entryQueue.count }

    /// Uploads of `file` in flight.
    public func inFlight(of file: FileKey) -> Int { lanes[file]?.inFlight ?? 0 }

    /// Uploads of `file` that wait.
    public func waiting(of file: FileKey) -> Int { lanes[file]?.queue.count ?? 0 }

    /// Asks for a permit. Returns the tickets whose wait ends now: `id` itself or nothing, and those that a raised file limit
    /// lets in. An `id` that is already waiting or in flight changes nothing.
    public mutating func request(_ id: TicketID, _ kind: Kind) -> [TicketID] {
        guard tickets[id] == nil else { return [] }
        lastSequence += 1
        switch kind {
        case .entry:
            tickets[id] = Ticket(pool: .entry, state: .waiting)
            entryQueue.append(id, sequence: lastSequence)
            return grantEntries()
        case .upload(let file, let limit):
            tickets[id] = Ticket(pool: .upload(file), state: .waiting)
            Self.enter(id, limit: max(1, limit), sequence: lastSequence, &lanes[file, default: Lane(limit: 1)])
            waiting += 1
            list(file)
            return grantUploads()
        }
    }

    /// Gives a permit back. Returns the tickets whose wait ends now. The same as `cancel`, under the name that fits a ticket
    /// in flight.
    public mutating func release(_ id: TicketID) -> [TicketID] { cancel(id) }

    /// Ends a ticket whatever its state, so that a shell need not know whether its grant or its cancellation came first: a
    /// waiting one leaves the queue, one in flight gives its permit back, an unknown one changes nothing. Returns the tickets
    /// whose wait ends now.
    public mutating func cancel(_ id: TicketID) -> [TicketID] {
        guard let ticket = tickets.removeValue(forKey: id) else { return [] }
        switch ticket.pool {
        case .entry:
            if ticket.state == .inFlight { entriesInFlight -= 1 } else { entryQueue.remove(id) }
            return grantEntries()
        case .upload(let file):
            if ticket.state == .inFlight { inFlight -= 1 } else { waiting -= 1 }
            if let place = lanes.index(forKey: file) {
                if ticket.state == .inFlight {
                    lanes.values[place].inFlight -= 1
                } else {
                    lanes.values[place].queue.remove(id)
                }
            }
            list(file)
            return grantUploads()
        }
    }

    private mutating func grantEntries() -> [TicketID] {
        var granted: [TicketID] = []
        while entriesInFlight < entries, let next = entryQueue.popFirst() {
            tickets[next]?.state = .inFlight
            entriesInFlight += 1
            granted.append(next)
        }
        entriesPeak = max(entriesPeak, entriesInFlight)
        return granted
    }

    private mutating func grantUploads() -> [TicketID] {
        var granted: [TicketID] = []
        while inFlight < global, let place = ready.popFirst() {
            // A stale place: its file was forgotten, or listed again under another one.
            guard let index = lanes.index(forKey: place.file), lanes.values[index].listed == place.sequence else {
                continue
            }
            if let next = Self.start(at: place.sequence, &lanes.values[index]) {
                tickets[next]?.state = .inFlight
                inFlight += 1
                waiting -= 1
                granted.append(next)
            }
            list(place.file)
        }
        peak = max(peak, inFlight)
        return granted
    }

    private static func enter(_ id: TicketID, limit: Int, sequence: UInt64, _ lane: inout Lane) {
        lane.limit = limit
        lane.queue.append(id, sequence: sequence)
    }

    /// Starts the ticket that made the place `sequence`. It may have been cancelled; then the file lines up again with its
    /// next one.
    private static func start(at sequence: UInt64, _ lane: inout Lane) -> TicketID? {
        lane.listed = nil
        guard lane.mayStart, lane.queue.firstSequence == sequence, let next = lane.queue.popFirst() else { return nil }
        lane.inFlight += 1
        return next
    }

    /// Sees to it that a file that may start stands in `ready` once, and that one with nothing to do is forgotten.
    private mutating func list(_ file: FileKey) {
        guard let place = lanes.index(forKey: file) else { return }
        if lanes.values[place].isIdle {
            lanes.remove(at: place)
        } else if let sequence = Self.line(up: &lanes.values[place]) {
            ready.insert(ReadyOrder.Place(sequence: sequence, file: file))
        }
        if ready.count > 2 * lanes.count + 64 { sweep() }
    }

    /// The place that a file gets in line; nil where it may not start or stands there already.
    private static func line(up lane: inout Lane) -> UInt64? {
        guard lane.mayStart, lane.listed == nil, let sequence = lane.queue.firstSequence else { return nil }
        lane.listed = sequence
        return sequence
    }

    /// Drops stale places, so that files that come and are cancelled do not pile up while nothing can start.
    private mutating func sweep() {
        ready = ReadyOrder()
        for (file, lane) in lanes {
            guard let sequence = lane.listed else { continue }
            ready.insert(ReadyOrder.Place(sequence: sequence, file: file))
        }
    }
}
