extension ServiceModel {
    private static let templateFields = FieldTable([
        .optional("SubAppId", .unsigned), .optional("Names", .texts), .optional("Type"), .optional("Offset", .unsigned),
        .optional("Limit", .unsigned), .optional("SortBy", .objects),
    ])
    private static let mostNames = 100
    /// A task flow of the service itself, named in its documents.
    private static let presets = ["LongVideoPreset"]

    /// The task flows of an application, the service's own first (fields as in the provider's SDK).
    func describeProcedureTemplates(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.templateFields.check(call.fields)
        let application = try application(call)
        let limit = call.fields["Limit"]?.unsigned ?? 10
        guard (1...100).contains(limit) else { throw APIRefusal("InvalidParameterValue.Limit", "1 to 100 are taken") }
        let names = call.fields["Names"]?.texts ?? []
        guard names.count <= Self.mostNames else {
            throw APIRefusal("InvalidParameterValue", "`Names` has at most 100 elements")
        }
        let type = call.fields["Type"]?.text
        guard type == nil || type == "Preset" || type == "Custom" else {
            throw APIRefusal("InvalidParameterValue.Type", "the type is `Preset` or `Custom`")
        }
        for sort in call.fields["SortBy"]?.objects ?? [] where sort["Field"]?.text != "CreateTime" {
            throw APIRefusal("InvalidParameterValue", "what is sorted by is `CreateTime`")
        }
        let all = Self.presets.map { ($0, "Preset") } + application.procedures.map { ($0, "Custom") }
        let found = all.filter { (names.isEmpty || names.contains($0.0)) && (type == nil || type == $0.1) }
        let offset = Int(clamping: call.fields["Offset"]?.unsigned ?? 0)
        return [
            "TotalCount": .unsigned(UInt64(found.count)),
            "ProcedureTemplateSet": .list(
                found.dropFirst(offset).prefix(Int(limit)).map { Self.template(name: $0.0, type: $0.1) }),
        ]
    }

    private static func template(name: String, type: String) -> JSONValue {
        .object([
            "Name": .text(name), "Type": .text(type), "Comment": .text(""), "MediaProcessTask": .null,
            "AiContentReviewTask": .null, "AiAnalysisTask": .null, "AiRecognitionTask": .null,
            "AiRecognitionTaskSet": .list([]), "MiniProgramPublishTask": .null, "ReviewAudioVideoTask": .null,
            "ImportMediaKnowledgeTaskSet": .list([]), "CreateTime": .text("2024-01-01T00:00:00Z"),
            "UpdateTime": .text("2024-01-01T00:00:00Z"),
        ])
    }
}
