// TencentWireTests
