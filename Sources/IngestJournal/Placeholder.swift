// IngestJournal
