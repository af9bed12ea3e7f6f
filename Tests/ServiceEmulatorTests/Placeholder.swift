// ServiceEmulatorTests
