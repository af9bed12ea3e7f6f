// IngestPolicyTests
