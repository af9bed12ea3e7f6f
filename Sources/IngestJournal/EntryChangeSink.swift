import IngestModel

/// Where an entry's changes go. What permits an act is recorded before it; what it led to is noted after it.
public protocol EntryChangeSink: Sendable {
    /// Returns once `change` of the entry `key`, and everything handed over before it, is durable.
    func record(_ change: EntryChange, of key: Int64) async throws(JournalFault)
    /// Hands over `change` of the entry `key`; a fault shows at the next `record`.
    func note(_ change: EntryChange, of key: Int64)
}

extension JournalWriter: EntryChangeSink {}
