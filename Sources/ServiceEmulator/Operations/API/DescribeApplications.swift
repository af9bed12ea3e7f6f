extension ServiceModel {
    private static let subAppFields = FieldTable([
        .optional("Name"), .optional("Tags", .object), .optional("Offset", .unsigned), .optional("Limit", .unsigned),
    ])
    private static let regionFields = FieldTable([.optional("SubAppId", .unsigned)])

    /// The account's applications (vod-api 16).
    func describeSubAppIds(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.subAppFields.check(call.fields)
        let limit = call.fields["Limit"]?.unsigned ?? 200
        guard (1...200).contains(limit) else { throw APIRefusal("InvalidParameterValue.Limit", "1 to 200 are taken") }
        let offset = Int(clamping: call.fields["Offset"]?.unsigned ?? 0)
        let wanted = call.fields["Name"]?.text
        let found = rules.applications.values.sorted { $0.id < $1.id }
            .filter { application in wanted == nil || wanted == name(of: application) }
        return [
            "TotalCount": .unsigned(UInt64(found.count)),
            "SubAppIdInfoSet": .list(
                found.dropFirst(offset).prefix(Int(limit)).map { application in
                    .object([
                        "SubAppId": .unsigned(application.id), "SubAppIdName": .text(name(of: application)),
                        "Name": .text(name(of: application)), "Description": .text(""),
                        "CreateTime": .text("2024-01-01T00:00:00Z"), "Status": .text("On"),
                        "Mode": .text(application.mode.rawValue),
                        "StorageRegions": .list(application.storageRegions.map(JSONValue.text)), "Tags": .list([]),
                    ])
                }),
        ]
    }

    /// The regions of an application (vod-api 16).
    func describeStorageRegions(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.regionFields.check(call.fields)
        let application = try application(call)
        return [
            "StorageRegionInfos": .list(
                application.storageRegions.enumerated().map { position, region in
                    .object([
                        "Region": .text(region), "Description": .text(region), "Status": .text("opened"),
                        "IsDefault": .bool(position == 0), "Area": .text("Chinese Mainland"),
                    ])
                })
        ]
    }

    private func name(of application: EmulatedApplication) -> String {
        application.id == rules.appId ? "primary" : "application \(application.id)"
    }
}
