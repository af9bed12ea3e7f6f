// RequestSigningTests
