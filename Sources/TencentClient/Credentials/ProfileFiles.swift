import Foundation
import IngestModel

/// What a profile says: a key, or that the machine's role is to be used; and the role to take on with it.
struct Profile: Hashable, Sendable {
    /// The key; nil where the profile is of the type `cvm-role`.
    var key: AccountCredential?
    /// The role to take on.
    var role: RoleChoice?
}

/// The profile files of the SDKs (INI) and of the CLI (JSON) (vod-api 6.2).
struct ProfileFiles: Sendable {
    private let profile: String?
    private let environment: EnvironmentKeys
    private let home: String

    /// Looks for `profile`, which must be there; or for the default one, which need not, where it is nil.
    init(profile: String?, environment: EnvironmentKeys, home: String) {
        self.profile = profile
        self.environment = environment
        self.home = home
    }

    /// The first profile of: the file that `TENCENTCLOUD_CREDENTIALS_FILE` names or else `~/.tencentcloud/credentials`, then
    /// `/etc/tencentcloud/credentials`, then `~/.tccli/<profile>.credential`. A missing file is passed over; one that cannot
    /// be read as its format is a fault, and so is one that the environment names and that does not hold the profile: a key
    /// from elsewhere would be another account's than was meant.
    func find() throws(ServiceFault) -> Profile? {
        let section = profile ?? "default"
        let named = environment[EnvironmentKeys.Variable.credentialsFile]
        for path in [named ?? "\(home)/.tencentcloud/credentials", "/etc/tencentcloud/credentials"] {
            let text = try Self.contents(path)
            if let text, let key = try INIProfile.key(in: text, section: section, source: "`\(path)`") {
                return Profile(key: key)
            }
            if profile == nil, path == named {
                throw .badCredential(
                    "`\(EnvironmentKeys.Variable.credentialsFile)` names `\(path)`, which "
                        + (text == nil ? "does not exist" : "has no profile `\(section)`"))
            }
        }
        if let found = try commandLineProfile() { return found }
        guard let profile else { return nil }
        throw .noCredential("no credentials: no profile file holds a profile `\(profile)`")
    }

    /// The profile in a file of the CLI.
    private func commandLineProfile() throws(ServiceFault) -> Profile? {
        let named = environment[EnvironmentKeys.Variable.cliProfile]
        let name = profile ?? named ?? "default"
        let file = "\(home)/.tccli/\(name).credential"
        // A name with a slash would leave the folder.
        if !name.contains("/"), let text = try Self.contents(file) {
            return try CLIProfile.profile(in: text, source: "`\(file)`")
        }
        guard profile == nil, let named else { return nil }
        throw .badCredential(
            "`\(EnvironmentKeys.Variable.cliProfile)` names the profile `\(named)`, and there is no file `\(file)`")
    }

    /// Nil where there is no such file.
    static func contents(_ path: String) throws(ServiceFault) -> String? {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch CocoaError.fileReadNoSuchFile {
            return nil
        } catch {
            throw .badCredential("`\(path)` cannot be read")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw .badCredential("`\(path)` is not UTF-8") }
        return text
    }
}

/// The SDKs' file: sections of `name = value` lines.
enum INIProfile {
    /// The key of `section`; nil where there is no such section. Blanks around names and values and a pair of quotes around a
    /// value do not count; a line that begins with `#` or `;` is a comment.
    static func key(in text: String, section: String, source: String) throws(ServiceFault) -> AccountCredential? {
        var current: String?
        var values: [String: String] = [:]
        var seen = false
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                current = line.dropFirst().dropLast().trimmingCharacters(in: .whitespaces)
                seen = seen || current == section
            } else if let equals = line.firstIndex(of: "=") {
                guard current == section else { continue }
                let name = line[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
                values[name] = unquoted(line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces))
            } else {
                throw .badCredential("line \(index + 1) of \(source) is neither a section nor `name = value`")
            }
        }
        guard seen else { return nil }
        guard let secretId = values["secret_id"], let secretKey = values["secret_key"] else {
            throw .badCredential("the profile `\(section)` in \(source) lacks `secret_id` or `secret_key`")
        }
        return try AccountCredential.checked(
            secretId: secretId, secretKey: secretKey, token: values["token"].nonEmpty, source: source)
    }

    private static func unquoted(_ value: String) -> String {
        for quote in ["\"", "'"] where value.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
            return String(value.dropFirst().dropLast())
        }
        return value
    }
}

/// The CLI's file: one JSON object.
enum CLIProfile {
    /// `type` of a profile that stands for the machine's role.
    private static let machineRole = "cvm-role"

    private struct File: Decodable {
        var secretId: String?
        var secretKey: String?
        var token: String?
        var type: String?
        var roleArn: String?
        var roleSession: String?

        private enum CodingKeys: String, CodingKey {
            case secretId, secretKey, token, type
            case roleArn = "role-arn"
            case roleSession = "role-session-name"
        }
    }

    /// The profile of the file. Throws where it holds neither a key nor stands for the machine's role: a login of the CLI
    /// is no key.
    static func profile(in text: String, source: String) throws(ServiceFault) -> Profile {
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(text.utf8))
        } catch {
            throw .badCredential("\(source) is not the JSON of a profile")
        }
        let role = file.roleArn.nonEmpty.map {
            RoleChoice(arn: $0, session: file.roleSession.nonEmpty ?? RoleChoice.usualSession)
        }
        if file.type == machineRole { return Profile(key: nil, role: role) }
        guard let secretId = file.secretId, let secretKey = file.secretKey else {
            let kind = file.type.map { " (its type is `\($0)`)" } ?? ""
            throw .badCredential("\(source) holds no `secretId` and `secretKey`\(kind)")
        }
        let key = try AccountCredential.checked(
            secretId: secretId, secretKey: secretKey, token: file.token.nonEmpty, source: source)
        return Profile(key: key, role: role)
    }
}
