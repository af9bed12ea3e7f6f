import Foundation
import TencentWire

/// A reply of the service or the store: what can be read can be written, and reads the same again.
enum ReplyEntry {
    static func storeViolations(of bytes: [UInt8]) -> [String] {
        roundTrip(bytes, COSErrorBody.init(body:), \.body) + roundTrip(bytes, ListPartsResult.init(body:), \.body)
            + roundTrip(bytes, InitiateMultipartUploadResult.init(body:), \.body)
            + roundTrip(bytes, CompleteMultipartUpload.init(body:), \.body)
            + roundTrip(bytes, CompleteMultipartUploadResult.init(body:), \.body) + uploads(bytes)
    }

    /// A list of unfinished uploads, which nobody writes: each upload in it can be asked for.
    private static func uploads(_ bytes: [UInt8]) -> [String] {
        do throws(WireFault) {
            let page = try ListMultipartUploadsResult(body: bytes)
            return page.uploads.allSatisfy { !$0.key.isEmpty && !$0.uploadId.isEmpty }
                ? [] : ["an upload without a name"]
        } catch {
            return FindingForm.isOneLine(error.message)
                ? [] : ["a control character in \(error.message.debugDescription)"]
        }
    }

    static func serviceViolations(of bytes: [UInt8]) -> [String] {
        reply(bytes, ApplyUploadResponse.self) + reply(bytes, CommitUploadResponse.self)
            + reply(bytes, DescribeMediaInfosResponse.self) + reply(bytes, SearchMediaResponse.self)
            + reply(bytes, RoleKeyResponse.self) + reply(bytes, DescribeSubAppIdsResponse.self)
            + reply(bytes, DescribeStorageRegionsResponse.self) + reply(bytes, DescribeAllClassResponse.self)
            + reply(bytes, DescribeProcedureTemplatesResponse.self) + reply(bytes, ParseStreamingManifestResponse.self)
            + machineKey(bytes)
    }

    /// The metadata service's answer has no envelope.
    private static func machineKey(_ bytes: [UInt8]) -> [String] {
        do {
            let key = try JSONDecoder().decode(MachineKey.self, from: Data(bytes))
            let again = try JSONDecoder().decode(MachineKey.self, from: JSONEncoder().encode(key))
            return again == key ? [] : ["MachineKey reads otherwise after writing"]
        } catch {
            // What cannot be read is refused as a whole, in words of the program's own.
            return []
        }
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
