// IngestCommands
