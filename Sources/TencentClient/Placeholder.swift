// TencentClient
