/// A temporary key of a role.
struct RoleKey: Hashable, Sendable, Codable {
    /// The key with its token.
    var account: EmulatorConfiguration.Account
    /// Unix seconds from which it is refused.
    var expires: Double
}

extension ServiceModel {
    private static let assumeFields = FieldTable([
        .required("RoleArn"), .required("RoleSessionName"), .optional("DurationSeconds", .unsigned),
        .optional("Policy"), .optional("ExternalId"), .optional("Tags", .objects), .optional("SourceIdentity"),
        .optional("SerialNumber"), .optional("TokenCode"),
    ])
    private static let webIdentityFields = FieldTable([
        .required("ProviderId"), .required("WebIdentityToken"), .required("RoleArn"), .required("RoleSessionName"),
        .optional("DurationSeconds", .unsigned),
    ])
    /// Seconds (vod-api 6.4).
    private static let usualDuration: UInt64 = 7_200
    private static let longestDuration: UInt64 = 43_200

    /// A key of a role for the holder of another key (vod-api 6.4; codes and limits as in the provider's SDK).
    mutating func assumeRole(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try requireRegion(call)
        try Self.assumeFields.check(call.fields)
        let role = try role(call)
        guard role.isOpenToAccounts else {
            throw APIRefusal("UnauthorizedOperation", "the key may not take on the role")
        }
        for field in ["Policy", "ExternalId", "SerialNumber", "TokenCode"] where call.fields[field] != nil {
            throw APIRefusal("UnsupportedOperation", "the emulator does not judge by `\(field)`")
        }
        return try roleAnswer(call)
    }

    /// A key of a role for whoever has a token of an identity provider (vod-api 6.4).
    mutating func assumeRoleWithWebIdentity(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try requireRegion(call)
        try Self.webIdentityFields.check(call.fields)
        let role = try role(call)
        let identity = EmulatedRole.WebIdentity(
            provider: call.fields["ProviderId"]?.text ?? "", token: call.fields["WebIdentityToken"]?.text ?? "")
        guard role.webIdentities.contains(identity) else {
            throw APIRefusal("InvalidParameter.WebIdentityTokenError", "the token is not believed")
        }
        return try roleAnswer(call)
    }

    /// The key that the machine's role has now; a new one is made when the former is about to run out.
    mutating func machineCredentials(now: Double) -> RoleKey {
        let margin = min(600, rules.machineKeyLifetime / 4)
        if let key = machineKey, key.expires - now > margin { return key }
        let key = makeRoleKey(now: now, lifetime: rules.machineKeyLifetime)
        machineKey = key
        return key
    }

    private func role(_ call: APICall) throws(APIRefusal) -> EmulatedRole {
        let name = call.fields["RoleSessionName"]?.text ?? ""
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_+=,.@-".utf8.contains(byte)
            }
        }
        guard (2...128).contains(name.utf8.count), isPlain else {
            throw APIRefusal("InvalidParameter.ParamError", "`RoleSessionName` has 2 to 128 of `A-Za-z0-9_+=,.@-`")
        }
        guard let role = rules.roles.first(where: { $0.arn == call.fields["RoleArn"]?.text }) else {
            throw APIRefusal("ResourceNotFound.RoleNotFound", "the account has no such role")
        }
        return role
    }

    private mutating func roleAnswer(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        let duration = call.fields["DurationSeconds"]?.unsigned ?? Self.usualDuration
        guard (1...Self.longestDuration).contains(duration) else {
            throw APIRefusal("InvalidParameter.OverTimeError", "`DurationSeconds` is 1 to 43200")
        }
        let key = makeRoleKey(now: call.now, lifetime: Double(duration))
        return [
            "Credentials": .object([
                "Token": .text(key.account.token ?? ""), "TmpSecretId": .text(key.account.secretId),
                "TmpSecretKey": .text(key.account.secretKey),
            ]),
            "ExpiredTime": .unsigned(UInt64(max(0, key.expires))),
            "Expiration": .text(CivilTime(unix: Int(key.expires)).iso),
        ]
    }

    private mutating func makeRoleKey(now: Double, lifetime: Double) -> RoleKey {
        let key = RoleKey(
            account: EmulatorConfiguration.Account(
                secretId: "AKID" + random.letters(60), secretKey: random.letters(44), token: random.letters(120)),
            expires: (now + lifetime).rounded(.down))
        roleKeys[key.account.secretId] = key
        return key
    }
}
