// JobFileTests
