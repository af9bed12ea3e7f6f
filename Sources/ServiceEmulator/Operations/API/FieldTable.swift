/// The fields that an action of the VOD API takes, and the kind of each.
struct FieldTable: Sendable {
    enum Kind: Sendable {
        case text
        case unsigned
        case integer
        case texts
        case integers
        case number
        case numbers
        case object
        case objects
    }

    struct Field: Sendable {
        var name: String
        var kind: Kind
        var isRequired: Bool

        static func required(_ name: String, _ kind: Kind = .text) -> Field {
            Field(name: name, kind: kind, isRequired: true)
        }

        static func optional(_ name: String, _ kind: Kind = .text) -> Field {
            Field(name: name, kind: kind, isRequired: false)
        }
    }

    var fields: [Field]

    init(_ fields: [Field]) { self.fields = fields }

    /// Refuses unknown, missing and wrongly typed fields, in this order (vod-api 20, row 4). Null stands for absent.
    func check(_ sent: [String: JSONValue]) throws(APIRefusal) {
        let known = Set(fields.map(\.name))
        if let unknown = sent.keys.filter({ !known.contains($0) }).min() {
            throw APIRefusal("UnknownParameter", "the parameter `\(unknown)` is not known")
        }
        for field in fields {
            guard let value = sent[field.name], value != .null else {
                if field.isRequired { throw APIRefusal("MissingParameter", "the parameter `\(field.name)` is missing") }
                continue
            }
            guard Self.isOf(field.kind, value) else {
                throw APIRefusal("InvalidParameter", "the parameter `\(field.name)` has a value of another type")
            }
        }
    }

    private static func isOf(_ kind: Kind, _ value: JSONValue) -> Bool {
        switch (kind, value) {
        case (.text, .text), (.unsigned, .unsigned), (.integer, .negative), (.object, .object): true
        case (.integer, .unsigned(let number)): number <= UInt64(Int64.max)
        case (.texts, _): value.texts != nil
        case (.integers, .list(let values)): values.allSatisfy { isOf(.integer, $0) }
        case (.number, _): value.number != nil
        case (.numbers, _): value.numbers != nil
        case (.objects, _): value.objects != nil
        default: false
        }
    }
}

/// A call of the VOD API that has passed its signature.
struct APICall: Sendable {
    var action: EmulatedAction
    /// Null fields left out.
    var fields: [String: JSONValue]
    /// X-TC-Region.
    var region: String?
    /// Unix seconds.
    var now: Double
    /// What a second commit does, where a fault says so.
    var commitRepeat: EmulatorConfiguration.CommitRepeat?

    /// Fields of a Response without its RequestId.
    typealias Answer = [String: JSONValue]
}

extension ServiceModel {
    /// Does `call`.
    mutating func answer(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        switch call.action {
        case .applyUpload: try applyUpload(call)
        case .commitUpload: try commitUpload(call)
        case .parseStreamingManifest: try parseStreamingManifest(call)
        case .describeMediaInfos: try describeMediaInfos(call)
        case .searchMedia: try searchMedia(call)
        case .deleteMedia: try deleteMedia(call)
        case .modifyMediaInfo: try modifyMediaInfo(call)
        case .describeSubAppIds: try describeSubAppIds(call)
        case .describeStorageRegions: try describeStorageRegions(call)
        case .createClass: try createClass(call)
        case .describeAllClass: try describeAllClass(call)
        case .describeProcedureTemplates: try describeProcedureTemplates(call)
        case .assumeRole: try assumeRole(call)
        case .assumeRoleWithWebIdentity: try assumeRoleWithWebIdentity(call)
        default: throw APIRefusal("InvalidAction", "the action is not known")
        }
    }

    /// The application that a call is for: SubAppId, or the primary one where the account may leave it out (vod-api 11).
    func application(_ call: APICall) throws(APIRefusal) -> EmulatedApplication {
        guard let named = call.fields["SubAppId"]?.unsigned else {
            guard !rules.requireSubAppId, let primary = rules.applications[rules.appId] else {
                throw APIRefusal("UnauthorizedOperation", "this account must name its application in `SubAppId`")
            }
            return primary
        }
        guard let application = rules.applications[named] else {
            throw APIRefusal("InvalidParameterValue.SubAppId", "the application is not known")
        }
        return application
    }

    func requireRegion(_ call: APICall) throws(APIRefusal) {
        guard let region = call.region, !region.isEmpty else {
            throw APIRefusal("MissingParameter", "the header `X-TC-Region` is missing")
        }
    }
}
