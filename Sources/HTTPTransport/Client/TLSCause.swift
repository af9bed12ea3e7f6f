import NIOSSL

/// Why a TLS handshake failed, in words. What the library prints is a dump of its own error queue with the paths of its sources.
struct TLSCause {
    /// The library's names of what happened, first cause first; empty where it names nothing.
    private let names: [String]
    private let error: any Error

    /// The cause of `error`.
    init(_ error: any Error) {
        self.error = error
        names = Self.stack(of: error).compactMap { Self.name(in: $0.description) }
    }

    /// True for what a broken line or a server in trouble gives, and a second handshake may not.
    var mayPass: Bool {
        names.isEmpty || has("ALERT_INTERNAL_ERROR", "BAD_RECORD_MAC", "DECRYPTION_FAILED", "UNEXPECTED_EOF")
    }

    /// Without a full stop.
    var sentence: String {
        if error is NIOSSLExtraError { return "its certificate is for another name" }
        if has("CERTIFICATE_VERIFY_FAILED") || isUnverified {
            return
                "its certificate is not signed by an authority that is trusted here; `--ca-file` names another authority"
        }
        if has("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST") { return "it does not speak TLS" }
        if has("CERTIFICATE_REQUIRED") { return "it asks for a certificate of the client, which cannot be given" }
        if has("HANDSHAKE_FAILURE", "PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_SHARED_CIPHER") {
            return "it has no version or cipher of TLS in common with this program"
        }
        return names.first.map { "the handshake failed with `\($0)`" } ?? "the handshake failed"
    }

    private var isUnverified: Bool {
        switch error as? NIOSSLError {
        case .unableToValidateCertificate, .noCertificateToValidate: true
        default: false
        }
    }

    private func has(_ wanted: String...) -> Bool { names.contains { name in wanted.contains { name.contains($0) } } }

    private static func stack(of error: any Error) -> [BoringSSLInternalError] {
        switch error {
        case NIOSSLError.handshakeFailed(.sslError(let stack)): stack
        case BoringSSLError.sslError(let stack): stack
        default: []
        }
    }

    /// `CERTIFICATE_VERIFY_FAILED` in `Error: 268435581 error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at …`.
    private static func name(in description: String) -> String? {
        description.split { !($0.isUppercase || $0.isNumber || $0 == "_") }.map(String.init)
            .first { $0.count > 5 && $0.contains("_") && !$0.hasSuffix("_") }
    }
}
