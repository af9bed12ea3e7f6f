import Foundation

/// The outer object of every reply: `{"Response": {…}}` (vod-api 5).
public struct VODEnvelope<Payload> {
    /// What the service says.
    public var response: Payload

    /// An envelope around `response`.
    public init(response: Payload) { self.response = response }

    private enum CodingKeys: String, CodingKey {
        case response = "Response"
    }
}

extension VODEnvelope: Decodable where Payload: Decodable {}
extension VODEnvelope: Encodable where Payload: Encodable {}
extension VODEnvelope: Sendable where Payload: Sendable {}

/// `Error` of a reply; its presence is the only test of failure (vod-api 5).
public struct VODError: Hashable, Sendable, Codable {
    /// `InvalidParameterValue.MediaType`: a family, and often a sub-code after a dot.
    public var code: String
    /// The service's words, which may change and are never parsed.
    public var message: String

    /// An error `code`.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case message = "Message"
    }
}

/// The inside of a reply that failed; with `error` nil, the part that every reply has.
public struct VODFailure: Hashable, Sendable, Codable {
    /// What failed; nil in a reply that succeeded.
    public var error: VODError?
    /// Present whenever the request reached the service (vod-api 5).
    public var requestId: String?

    /// A failure of the request `requestId`.
    public init(error: VODError?, requestId: String?) {
        self.error = error
        self.requestId = requestId
    }

    private enum CodingKeys: String, CodingKey {
        case error = "Error"
        case requestId = "RequestId"
    }
}

/// A reply, told apart.
public enum VODReply<Payload: Decodable & Sendable>: Sendable {
    /// The action was done.
    case success(Payload)
    /// The service refused or failed.
    case failure(VODError, requestId: String?)

    /// Reads a reply's whole body. Throws where it is neither a reply nor a failure in the service's form.
    public init(body: [UInt8]) throws(WireFault) {
        let data = Data(body)
        let decoder = JSONDecoder()
        do {
            let head = try decoder.decode(VODEnvelope<VODFailure>.self, from: data).response
            if let error = head.error {
                self = .failure(error, requestId: head.requestId.flatMap { $0.isEmpty ? nil : $0 })
            } else {
                self = .success(try decoder.decode(VODEnvelope<Payload>.self, from: data).response)
            }
        } catch {
            guard let old = Self.oldEnvelope(data) else { throw .malformed(Self.reason(error)) }
            self = .failure(old, requestId: nil)
        }
    }

    /// The envelope of the API's first versions, which gateways still send (vod-api 5).
    private static func oldEnvelope(_ data: Data) -> VODError? {
        do {
            let old = try JSONDecoder().decode(OldVODEnvelope.self, from: data)
            guard old.code != 0 else { return nil }
            return VODError(code: old.codeDesc ?? String(old.code), message: old.message ?? "")
        } catch {
            return nil
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "the reply has no `\(key.stringValue)`"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "the reply's `\(context.codingPath.map(\.stringValue).joined(separator: "."))` has an unexpected type"
        default: "the reply is not JSON"
        }
    }
}

private struct OldVODEnvelope: Decodable {
    var code: Int
    var message: String?
    var codeDesc: String?
}

/// The JSON of a request or a reply: compact, keys sorted, slashes as they are, UTF-8.
public enum VODJSON {
    /// The bytes of `value`.
    public static func bytes(of value: some Encodable) throws(WireFault) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            throw .malformed("the message cannot be written as JSON")
        }
    }
}
