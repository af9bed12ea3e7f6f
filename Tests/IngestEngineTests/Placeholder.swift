// IngestEngineTests
