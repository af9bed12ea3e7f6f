import Foundation
import HTTPTransport
import IngestModel
import TencentWire

/// A role that is taken on with another key.
struct RoleChoice: Hashable, Sendable {
    /// Name of the session where nothing names one; the account's records show it.
    static let usualSession = "vod-ingest"

    var arn: String
    var session: String
}

/// The service that issues keys of roles (vod-api 6.4).
struct SecurityTokenService: Sendable {
    let transport: any HTTPTransport
    let address: ServiceAddress
    let clock: ServiceClock

    /// A key of `role` for the holder of `base`.
    func assume(_ role: RoleChoice, with base: any CredentialProvider) async throws(ServiceFault) -> IssuedKey {
        let signer = APISigner(credentials: base, clock: clock, service: STSAction.service)
        let answer = try await call(
            .assumeRole, AssumeRoleRequest(roleArn: role.arn, roleSessionName: role.session), signer: signer,
            region: STSAction.region)
        // After a tenth of its life (vod-api 6.4).
        return Self.issued(answer, renewedBefore: 0.9)
    }

    /// A key of `role` for whoever has `token` of the identity provider.
    func assume(
        _ role: RoleChoice, provider: String, token: String, region: String
    ) async throws(ServiceFault) -> IssuedKey {
        let request = AssumeRoleWithWebIdentityRequest(
            providerId: provider, webIdentityToken: token, roleArn: role.arn, roleSessionName: role.session)
        let answer = try await call(
            .assumeRoleWithWebIdentity, request, signer: NoSigner(clock: clock), region: region)
        // When less than a tenth of its life is left (vod-api 6.4).
        return Self.issued(answer, renewedBefore: 0.1)
    }

    private func call(
        _ action: STSAction, _ body: some Encodable, signer: any RequestSigner, region: String
    ) async throws(ServiceFault) -> RoleKeyResponse {
        let caller = APICaller(
            transport: transport,
            target: RequestTarget(secure: address.secure, host: address.host, port: address.port, path: "/"),
            signer: signer, language: ServiceConfiguration.Language.english.rawValue, version: STSAction.version)
        do throws(ServiceFault) {
            return try await caller.call(action.rawValue, body, answer: RoleKeyResponse.self, region: region).payload
        } catch {
            var fault = error
            // No key of the role now, and none later: nothing more can succeed.
            if [.rejected, .uncertain].contains(fault.faultClass) { fault.faultClass = .account }
            if fault.service != nil { fault.service = .sts }
            fault.message = "no key of the role could be had: \(fault.message)"
            throw fault
        }
    }

    private static func issued(_ answer: RoleKeyResponse, renewedBefore share: Double) -> IssuedKey {
        let expires = Double(answer.expiredTime)
        let key = AccountCredential(
            secretId: answer.credentials.tmpSecretId, secretKey: Secret(answer.credentials.tmpSecretKey),
            token: Secret(answer.credentials.token), expiresAt: expires)
        return IssuedKey(key: key, renewAt: expires - share * Double(STSAction.usualDuration))
    }
}

/// Keys of a role, had with other keys.
struct AssumedRoleKeys: KeySource {
    let service: SecurityTokenService
    let base: RenewingProvider
    let baseSource: any KeySource
    let role: RoleChoice

    func issue() async throws(ServiceFault) -> IssuedKey { try await service.assume(role, with: base) }
    func anchor() async throws(ServiceFault) -> Secret? { try await baseSource.anchor() }
}

/// Keys of a pod's role (TKE), had with the token in a file that the cluster renews (vod-api 6.4).
struct PodIdentityKeys: KeySource {
    let service: SecurityTokenService
    let role: RoleChoice
    let provider: String
    let region: String
    let tokenFile: String

    func issue() async throws(ServiceFault) -> IssuedKey {
        // Read each time, since the cluster writes a new one before the old one runs out.
        guard let text = try ProfileFiles.contents(tokenFile) else {
            throw .badCredential("the file of the pod's identity token `\(tokenFile)` does not exist")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty else {
            throw .badCredential("the file of the pod's identity token `\(tokenFile)` is empty")
        }
        return try await service.assume(role, provider: provider, token: token, region: region)
    }

    func anchor() async throws(ServiceFault) -> Secret? { nil }
}
