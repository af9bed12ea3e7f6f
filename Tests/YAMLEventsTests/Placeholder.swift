// YAMLEventsTests
