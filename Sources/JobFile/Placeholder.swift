// JobFile
