import Diagnostics

/// A job file is copied, committed and kept for years, so it holds no key, token or password.
enum NoKeyMaterial {
    /// For a key of a mapping that is not known there.
    static func fault(key: String) -> ValueFault? {
        guard KeyMaterial.isName(key) else { return nil }
        return ValueFault(
            .jobKeyMaterial, "\(Quoted.text(key)) is key material, which does not belong in a job file",
            hint: "name a profile with `credentials: { profile: … }`, or set `TENCENTCLOUD_SECRET_ID` and "
                + "`TENCENTCLOUD_SECRET_KEY` in the environment")
    }

    /// For a URL, or what was meant as one: user and password stand between `//` and `@`.
    static func fault(address: String, of key: String) -> ValueFault? {
        guard hasUser(address) else { return nil }
        var fault = ValueFault(
            .jobKeyMaterial, "`\(key)` carries a user or a password, which does not belong in a job file",
            hint: "remove what stands before `@`; a proxy's password can come from `HTTPS_PROXY` in the environment")
        fault.hidesValue = true
        return fault
    }

    /// True when there is an `@` before the path.
    static func hasUser(_ address: String) -> Bool {
        var rest = address.utf8[...]
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
            rest = rest[colon...].dropFirst(3)
        }
        return rest.prefix { !"/?#".utf8.contains($0) }.contains(UInt8(ascii: "@"))
    }
}
