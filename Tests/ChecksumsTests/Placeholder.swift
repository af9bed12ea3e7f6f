// ChecksumsTests
