// IngestPolicy
