// IngestCommandsTests
