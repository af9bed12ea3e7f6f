import Foundation
import HTTPTransport
import IngestModel
import TencentWire

/// Keys of the role that is bound to this virtual machine, from its metadata service (vod-api 6.4).
struct MachineRoleKeys: KeySource {
    /// A key is renewed when so many seconds of its life are left (vod-api 6.4).
    private static let margin = 300.0
    /// Bytes; the service's answers have some hundreds.
    private static let longestAnswer = 64 << 10

    let transport: any HTTPTransport
    let address: ServiceAddress
    /// As it was given, for messages.
    let url: String

    func issue() async throws(ServiceFault) -> IssuedKey {
        guard let role = try await roleName() else {
            throw .noCredential("the metadata service at `\(url)` says that no role is bound to this machine")
        }
        let answer = try await ask(MachineKey.folder + role)
        let key: MachineKey
        do {
            key = try JSONDecoder().decode(MachineKey.self, from: Data(answer.body))
        } catch {
            throw .badCredential("the metadata service at `\(url)` answered with something else than a key")
        }
        guard key.code == MachineKey.success, let id = key.tmpSecretId, let secret = key.tmpSecretKey,
            let token = key.token, let expires = key.expiredTime
        else {
            throw ServiceFault(
                code: "MachineRoleFailed", faultClass: .uncertain,
                message: "the metadata service at `\(url)` has no key of the role `\(role)`: `\(key.code)`")
        }
        let account = AccountCredential(
            secretId: id, secretKey: Secret(secret), token: Secret(token), expiresAt: Double(expires))
        return IssuedKey(key: account, renewAt: Double(expires) - Self.margin)
    }

    func anchor() async throws(ServiceFault) -> Secret? { nil }

    /// The name of the machine's role; nil where none is bound. Throws where the service does not answer.
    func roleName() async throws(ServiceFault) -> String? {
        let answer = try await ask(MachineKey.folder)
        guard answer.status != 404 else { return nil }
        let name = String(decoding: answer.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        // The name goes into the next request's path as it is.
        guard answer.status == 200, (1...128).contains(name.utf8.count), name.utf8.allSatisfy(Self.standsInPath) else {
            throw .badCredential("the metadata service at `\(url)` answered with something else than a role's name")
        }
        return name
    }

    private func ask(_ path: String) async throws(ServiceFault) -> IncomingResponse {
        var request = OutgoingRequest(
            operation: "machine credentials", method: .get,
            target: RequestTarget(secure: address.secure, host: address.host, port: address.port, path: path),
            headers: [HeaderNames.userAgent: ServiceConfiguration.userAgent], replyLimit: Self.longestAnswer)
        request.judge = { response in
            guard response.status >= 500 else { return nil }
            return ServiceFault(
                code: "HTTP\(response.status)", faultClass: .transient,
                message: "the metadata service answered with status \(response.status)", status: response.status)
        }
        let response: IncomingResponse
        do throws(TransportFault) {
            response = try await transport.send(request)
        } catch {
            throw error.serviceFault
        }
        if let fault = request.judge?(response) { throw fault }
        return response
    }

    private static func standsInPath(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
