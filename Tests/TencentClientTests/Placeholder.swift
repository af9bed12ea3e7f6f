// TencentClientTests
