/// Recognises where keys, tokens and passwords are written down, so that no finding repeats them.
public enum KeyMaterial {
    /// True when a key called `name` holds key material; letter case, `-`, `_` and `.` aside.
    public static func isName(_ name: some StringProtocol) -> Bool {
        let plain = name.lowercased().unicodeScalars.filter { $0 != "-" && $0 != "_" && $0 != "." }
        return names.contains(String(String.UnicodeScalarView(plain)))
    }

    /// True when such a key stands before a colon somewhere in `line`.
    static func mayStand(in line: String) -> Bool {
        line.split(separator: ":", omittingEmptySubsequences: false).dropLast().contains { piece in
            let ending = piece.utf8.reversed().drop { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 }
            let word = ending.prefix { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == 0x2D || byte == 0x5F
            }
            return isName(String(decoding: word.reversed(), as: UTF8.self))
        }
    }

    private static let names: Set<String> = [
        "secretid", "secretkey", "secret", "token", "sessiontoken", "securitytoken", "accesskey", "accesskeyid",
        "accesskeysecret", "secretaccesskey", "accesstoken", "apikey", "password", "passwd", "privatekey", "signature",
        "tencentcloudsecretid", "tencentcloudsecretkey", "tencentcloudtoken", "tmpsecretid", "tmpsecretkey",
    ]
}
