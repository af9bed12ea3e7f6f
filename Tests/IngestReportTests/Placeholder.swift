// IngestReportTests
