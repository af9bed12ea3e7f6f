extension ServiceModel {
    private static let createFields = FieldTable([
        .required("ParentId", .integer), .required("ClassName"), .optional("SubAppId", .unsigned),
    ])
    private static let allFields = FieldTable([.optional("SubAppId", .unsigned)])
    /// Levels below each other, and categories below one (vod-api 10).
    private static let mostLevels = 4
    private static let mostChildren = 500
    private static let longestName = 64

    /// Makes a category (vod-api 16).
    mutating func createClass(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.createFields.check(call.fields)
        let application = try application(call)
        let name = call.fields["ClassName"]?.text ?? ""
        let parent = call.fields["ParentId"].flatMap { Int64($0.plain) } ?? -1
        let all = categories[application.id] ?? []
        guard (1...Self.longestName).contains(name.count) else {
            throw APIRefusal("InvalidParameterValue.ClassName", "a category's name has 1 to 64 characters")
        }
        guard parent == -1 || all.contains(where: { $0.id == parent }) else {
            throw APIRefusal("FailedOperation.ParentIdNoFound", "there is no category `\(parent)`")
        }
        guard Self.level(of: parent, in: all) + 1 < Self.mostLevels else {
            throw APIRefusal("FailedOperation.ClassLevelLimitExceeded", "categories have at most 4 levels")
        }
        let siblings = all.filter { $0.parent == parent }
        guard !siblings.contains(where: { $0.name == name }) else {
            throw APIRefusal("FailedOperation.ClassNameDuplicate", "the name is taken")
        }
        guard siblings.count < Self.mostChildren else {
            throw APIRefusal("FailedOperation.SubclassLimitExceeded", "a category has at most 500 below it")
        }
        let id = (all.map(\.id).max() ?? 0) + 1
        categories[application.id, default: []].append(.init(id: id, name: name, parent: parent))
        return ["ClassId": .unsigned(UInt64(id))]
    }

    /// The categories of an application but the built-in one (vod-api 16). As in the service's sample, `ClassName` is the
    /// name that is seen.
    func describeAllClass(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.allFields.check(call.fields)
        let all = categories[try application(call).id] ?? []
        return [
            "ClassInfoSet": .list(
                all.map { category in
                    .object([
                        "ClassId": .unsigned(UInt64(category.id)),
                        "ParentId": category.parent < 0 ? .negative(-1) : .unsigned(UInt64(category.parent)),
                        "Name": .text(category.name), "ClassName": .text(category.name),
                        "Level": .unsigned(UInt64(Self.level(of: category.id, in: all))),
                        "SubClassIdSet": .list(
                            all.filter { $0.parent == category.id }.map { .unsigned(UInt64($0.id)) }),
                    ])
                })
        ]
    }

    /// Names of a category and of those above it, the topmost first; `Other` for the built-in one, and for those that are
    /// not there.
    func classPath(_ id: Int64, of application: UInt64) -> [String] {
        let all = categories[application] ?? []
        var names: [String] = []
        var next = id
        while let category = all.first(where: { $0.id == next }), names.count < Self.mostLevels {
            names.insert(category.name, at: 0)
            next = category.parent
        }
        return names.isEmpty ? ["Other"] : names
    }

    /// True where `id` is `ancestor` or below it.
    func isClass(_ id: Int64, within ancestor: Int64, of application: UInt64) -> Bool {
        let all = categories[application] ?? []
        var next = id
        for _ in 0...Self.mostLevels {
            if next == ancestor { return true }
            guard let category = all.first(where: { $0.id == next }) else { return false }
            next = category.parent
        }
        return false
    }

    /// 0 for a category at the top, -1 for what is above those.
    private static func level(of id: Int64, in all: [EmulatedApplication.Category]) -> Int {
        var level = -1
        var next = id
        while level < mostLevels, let category = all.first(where: { $0.id == next }) {
            level += 1
            next = category.parent
        }
        return level
    }
}
