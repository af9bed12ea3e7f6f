import IngestModel

/// An upload request as the state file holds it: the very JSON that `JSONText` makes of one, written and read without a general
/// coder, which took more than all the rest of a row (docs/performance.md).
enum RequestText {
    static func encode(_ request: UploadRequest) -> String {
        var writer = Writer()
        // In the order of the keys.
        writer.add("classId", number: request.classId)
        writer.add("concurrentUploadNumber", number: request.concurrentUploadNumber)
        writer.add("coverFilePath", request.coverFilePath)
        writer.add("coverType", request.coverType)
        writer.add("expireTime", request.expireTime)
        writer.add("extInfo", request.extInfo)
        writer.add("mediaFilePath", request.mediaFilePath)
        writer.add("mediaName", request.mediaName)
        writer.add("mediaStoragePath", request.mediaStoragePath)
        writer.add("mediaType", request.mediaType)
        writer.add("procedure", request.procedure)
        writer.add("sessionContext", request.sessionContext)
        writer.add("sourceContext", request.sourceContext)
        writer.add("storageRegion", request.storageRegion)
        writer.add("subAppId", number: request.subAppId)
        return writer.end()
    }

    /// Reads the plain form that `encode` writes for nearly every request; whatever else it meets it leaves to the general
    /// decoder: escapes, blanks, keys of a newer program, faults.
    static func decode(_ text: String) throws -> UploadRequest {
        let plain = text.utf8.withContiguousStorageIfAvailable { bytes -> UploadRequest? in
            var reader = Reader(bytes: bytes)
            return reader.request()
        }
        if let request = plain ?? nil { return request }
        return try JSONText.decode(UploadRequest.self, from: text)
    }
}

extension RequestText {
    private struct Writer {
        private var bytes: [UInt8] = []

        init() { bytes.reserveCapacity(256) }

        mutating func add(_ key: StaticString, number: (some BinaryInteger)?) {
            guard let number else { return }
            begin(key)
            bytes += String(number).utf8
        }

        mutating func add(_ key: StaticString, _ text: String?) {
            guard let text else { return }
            begin(key)
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 { add(byte) }
            bytes.append(UInt8(ascii: "\""))
        }

        mutating func end() -> String {
            bytes.append(UInt8(ascii: "}"))
            return String(decoding: bytes, as: UTF8.self)
        }

        private mutating func begin(_ key: StaticString) {
            bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
            bytes.append(UInt8(ascii: "\""))
            key.withUTF8Buffer { bytes += $0 }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(UInt8(ascii: ":"))
        }

        private mutating func add(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0..<0x20: bytes += ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)).utf8
            default: bytes.append(byte)
            }
        }
    }

    /// Every member function gives nil, or false, for what it does not know.
    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var place = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        mutating func request() -> UploadRequest? {
            var request = UploadRequest(mediaFilePath: "", mediaType: "", mediaName: "")
            var required = 0
            guard take("{") else { return nil }
            repeat {
                guard let key = text(), take(":"), member(key, of: &request, &required) else { return nil }
            } while take(",")
            guard take("}"), place == bytes.count, required == 7 else { return nil }
            return request
        }

        private mutating func member(_ key: String, of request: inout UploadRequest, _ required: inout Int) -> Bool {
            switch key {
            case "mediaFilePath": return set(&request.mediaFilePath, 1, &required)
            case "mediaName": return set(&request.mediaName, 2, &required)
            case "mediaType": return set(&request.mediaType, 4, &required)
            case "classId": return set(number: &request.classId)
            case "concurrentUploadNumber": return set(number: &request.concurrentUploadNumber)
            case "coverFilePath": return set(&request.coverFilePath)
            case "coverType": return set(&request.coverType)
            case "expireTime": return set(&request.expireTime)
            case "extInfo": return set(&request.extInfo)
            case "mediaStoragePath": return set(&request.mediaStoragePath)
            case "procedure": return set(&request.procedure)
            case "sessionContext": return set(&request.sessionContext)
            case "sourceContext": return set(&request.sourceContext)
            case "storageRegion": return set(&request.storageRegion)
            case "subAppId": return set(number: &request.subAppId)
            default: return false
            }
        }

        private mutating func set(_ field: inout String, _ bit: Int, _ required: inout Int) -> Bool {
            guard let text = text() else { return false }
            field = text
            required |= bit
            return true
        }

        private mutating func set(_ field: inout String?) -> Bool {
            field = text()
            return field != nil
        }

        private mutating func set<Number: FixedWidthInteger>(number field: inout Number?) -> Bool {
            let start = place
            while place < bytes.count, bytes[place] == UInt8(ascii: "-") || (0x30...0x39).contains(bytes[place]) {
                place += 1
            }
            field = Number(String(decoding: bytes[start..<place], as: UTF8.self))
            return field != nil
        }

        private mutating func take(_ mark: Unicode.Scalar) -> Bool {
            guard place < bytes.count, bytes[place] == UInt8(ascii: mark) else { return false }
            place += 1
            return true
        }

        private mutating func text() -> String? {
            guard take("\"") else { return nil }
            let start = place
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                guard bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\\") else { return nil }
                place += 1
            }
            let text = String(decoding: bytes[start..<place], as: UTF8.self)
            return take("\"") ? text : nil
        }
    }
}
