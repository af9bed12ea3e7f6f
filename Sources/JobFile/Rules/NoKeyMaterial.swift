import Diagnostics

/// A job file is copied, committed and kept for years, so it holds no key, token or password.
enum NoKeyMaterial {
    /// For a key of a mapping that is not known there.
    static func fault(key: String) -> ValueFault? {
        let plain = key.lowercased().unicodeScalars.filter { $0 != "-" && $0 != "_" && $0 != "." }
        guard names.contains(String(String.UnicodeScalarView(plain))) else { return nil }
        return ValueFault(
            .jobKeyMaterial, "\(Quoted.text(key)) is key material, which does not belong in a job file",
            hint: "name a profile with `credentials: { profile: … }`, or set `TENCENTCLOUD_SECRET_ID` and "
                + "`TENCENTCLOUD_SECRET_KEY` in the environment")
    }

    /// For the part of a URL between `//` and the path.
    static func fault(authority: Substring, of key: String) -> ValueFault? {
        guard authority.contains("@") else { return nil }
        return ValueFault(
            .jobKeyMaterial, "`\(key)` carries a user or a password, which does not belong in a job file",
            hint: "remove what stands before `@`; a proxy's password can come from `HTTPS_PROXY` in the environment")
    }

    private static let names: Set<String> = [
        "secretid", "secretkey", "secret", "token", "sessiontoken", "securitytoken", "accesskey", "accesskeyid",
        "accesskeysecret", "secretaccesskey", "accesstoken", "apikey", "password", "passwd", "privatekey", "signature",
        "tencentcloudsecretid", "tencentcloudsecretkey", "tencentcloudtoken", "tmpsecretid", "tmpsecretkey",
    ]
}
