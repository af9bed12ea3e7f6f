// IngestModelTests
