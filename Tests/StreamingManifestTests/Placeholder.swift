// StreamingManifestTests
