// TencentWire
