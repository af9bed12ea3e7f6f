import TencentWire

/// A reply of the service or the store: what can be read can be written, and reads the same again.
enum ReplyEntry {
    static func storeViolations(of bytes: [UInt8]) -> [String] {
        roundTrip(bytes, COSErrorBody.init(body:), \.body) + roundTrip(bytes, ListPartsResult.init(body:), \.body)
            + roundTrip(bytes, InitiateMultipartUploadResult.init(body:), \.body)
            + roundTrip(bytes, CompleteMultipartUpload.init(body:), \.body)
            + roundTrip(bytes, CompleteMultipartUploadResult.init(body:), \.body)
    }

    static func serviceViolations(of bytes: [UInt8]) -> [String] {
        reply(bytes, ApplyUploadResponse.self) + reply(bytes, CommitUploadResponse.self)
    }

    private static func roundTrip<Message: Hashable>(
        _ bytes: [UInt8], _ read: ([UInt8]) throws(WireFault) -> Message, _ write: (Message) -> [UInt8]
    ) -> [String] {
        do throws(WireFault) {
            let message = try read(bytes)
            do throws(WireFault) {
                return try read(write(message)) == message ? [] : ["\(Message.self) reads otherwise after writing"]
            } catch {
                return ["\(Message.self) cannot be read after writing: \(error.message)"]
            }
        } catch {
            return FindingForm.isOneLine(error.message)
                ? [] : ["a control character in \(error.message.debugDescription)"]
        }
    }

    private static func reply<Payload: Codable & Hashable & Sendable>(
        _ bytes: [UInt8], _ type: Payload.Type
    ) -> [String] {
        do throws(WireFault) {
            guard case .success(let payload) = try VODReply<Payload>(body: bytes) else { return [] }
            let written = try VODJSON.bytes(of: VODEnvelope(response: payload))
            guard case .success(payload) = try VODReply<Payload>(body: written) else {
                return ["\(type) reads otherwise after writing"]
            }
            return []
        } catch {
            return FindingForm.isOneLine(error.message)
                ? [] : ["a control character in \(error.message.debugDescription)"]
        }
    }
}
