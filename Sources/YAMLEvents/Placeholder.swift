// YAMLEvents
