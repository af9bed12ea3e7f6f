extension ServiceModel {
    private static let subAppFields = FieldTable([
        .optional("Name"), .optional("Tags", .objects), .optional("Offset", .unsigned), .optional("Limit", .unsigned),
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
            // The applications here have no tags.
            .filter { _ in (call.fields["Tags"]?.objects ?? []).isEmpty }
        return [
            "TotalCount": .unsigned(UInt64(found.count)),
            "SubAppIdInfoSet": .list(
                found.dropFirst(offset).prefix(Int(limit)).map { application in
                    .object([
                        "SubAppId": .unsigned(application.id), "SubAppIdName": .text(name(of: application)),
                        "Name": .text(name(of: application)), "Description": .text(""),
                        "CreateTime": .text("2024-01-01T00:00:00Z"), "Status": .text(application.status.rawValue),
                        "Mode": .text(application.mode.rawValue),
                        "StorageRegions": .list(application.storageRegions.map(JSONValue.text)), "Tags": .list([]),
                    ])
                }),
        ]
    }

    /// The service's regions, and which of them an application may store in (vod-api 16).
    func describeStorageRegions(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.regionFields.check(call.fields)
        let opened = try application(call).storageRegions
        let regions = opened + Self.storageRegions.filter { !opened.contains($0) }
        return [
            "StorageRegionInfos": .list(
                regions.map { region in
                    .object([
                        "Region": .text(region), "Description": .text(region),
                        "Status": .text(opened.contains(region) ? "opened" : "unopened"),
                        "IsDefault": .bool(region == opened.first),
                        "Area": .text(Self.inland.contains(region) ? "Chinese Mainland" : "Outside Chinese Mainland"),
                    ])
                })
        ]
    }

    /// Regions within the mainland (vod-api 10).
    private static let inland: Set = [
        "ap-beijing", "ap-shanghai", "ap-guangzhou", "ap-chongqing", "ap-beijing-1", "ap-nanjing", "ap-chengdu",
    ]
    /// Regions that media can be stored in, as listed in 2025 (vod-api 10).
    private static let storageRegions = [
        "ap-beijing", "ap-shanghai", "ap-guangzhou", "ap-chongqing", "ap-beijing-1", "ap-nanjing", "ap-chengdu",
        "ap-hongkong", "ap-taipei", "ap-singapore", "ap-jakarta", "ap-seoul", "ap-bangkok", "ap-tokyo",
        "na-siliconvalley", "na-ashburn", "sa-saopaulo", "eu-frankfurt",
    ]

    private func name(of application: EmulatedApplication) -> String {
        application.id == rules.appId ? "primary" : "application \(application.id)"
    }
}
