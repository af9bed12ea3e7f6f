// IngestJournalTests
