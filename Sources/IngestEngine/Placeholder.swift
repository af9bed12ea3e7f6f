// IngestEngine
