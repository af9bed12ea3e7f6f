// IngestReport
