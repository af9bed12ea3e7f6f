import Crypto
import Foundation
import NIOCore
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// A certificate authority that lives as long as its emulator: its key is made anew each time and never leaves the process.
final class CertificateAuthority: Sendable {
    /// Seconds before the present from which certificates hold, for clients whose clocks are behind.
    private static let grace: Double = 86_400
    /// Seconds that certificates hold for; an emulator that runs longer is started again.
    private static let lifetime: Double = 30 * 86_400

    /// The authority's own certificate, which clients are to trust, as PEM.
    let pem: String
    private let key: P256.Signing.PrivateKey
    private let certificate: Certificate
    private let contexts = Mutex<[String: NIOSSLContext]>([:])

    /// An authority whose certificates hold from about `now`, in Unix seconds.
    init(now: Double) throws {
        key = P256.Signing.PrivateKey()
        let name = try DistinguishedName {
            OrganizationName("vod-ingest")
            CommonName("vod-emulator, this run only")
        }
        let publicKey = Certificate.PublicKey(key.publicKey)
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: Date(timeIntervalSince1970: now - Self.grace),
            notValidAfter: Date(timeIntervalSince1970: now + Self.lifetime), issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: publicKey)
            }, issuerPrivateKey: Certificate.PrivateKey(key))
        pem = try certificate.serializeAsPEM().pemString + "\n"
    }

    /// What a server of `host` shows its clients; made when `host` is first asked for.
    func context(for host: String) throws -> NIOSSLContext {
        try contexts.withLock { contexts in
            if let known = contexts[host] { return known }
            let made = try makeContext(host)
            contexts[host] = made
            return made
        }
    }

    private func makeContext(_ host: String) throws -> NIOSSLContext {
        let leafKey = P256.Signing.PrivateKey()
        let leaf = try leaf(host, Certificate.PublicKey(leafKey.publicKey))
        let chain = try [leaf, certificate].map { certificate in
            var serializer = DER.Serializer()
            try certificate.serialize(into: &serializer)
            return NIOSSLCertificateSource.certificate(
                try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der))
        }
        let privateKey = try NIOSSLPrivateKey(bytes: Array(leafKey.derRepresentation), format: .der)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(privateKey))
        configuration.applicationProtocols = ["http/1.1"]
        // Clients that keep connections for later do not answer a farewell, and the emulator's end is not to wait for them.
        configuration.shutdownTimeout = .milliseconds(50)
        return try NIOSSLContext(configuration: configuration)
    }

    private func leaf(_ host: String, _ publicKey: Certificate.PublicKey) throws -> Certificate {
        let identifier = SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier
        // A name longer than 64 characters does not fit into a common name; clients read the alternative name anyway.
        let subject = try DistinguishedName { CommonName(String(host.prefix(64))) }
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: certificate.notValidBefore, notValidAfter: certificate.notValidAfter,
            issuer: certificate.subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames([.dnsName(host)])
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(keyIdentifier: identifier)
            }, issuerPrivateKey: Certificate.PrivateKey(key))
    }
}
