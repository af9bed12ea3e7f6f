// ServiceEmulator
