extension FaultPlan {
    /// Why a text is no plan.
    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        /// What was found where, and what is expected.
        public var description: String
    }

    /// The plan in a JSON text:
    /// `{"seed": 7, "rules": [{"on": "UploadPart", "keySuffix": ".mp4", "nth": 2, "effect": {"reply": {"status": 503,
    /// "code": "SlowDown"}}}, {"on": "CommitUpload", "effect": "loseReply"}]}`.
    ///
    /// A rule has at most one of `nth`, `first`, `from`, `after`, `probability` and `every` (true); without one it is the
    /// first request that is hit. `on` may be left out for any action. Unknown names are refused.
    public init(json: [UInt8]) throws(Malformed) {
        guard let fields = JSONValue.fields(json) else {
            throw Malformed(description: "the fault file is not a JSON object")
        }
        let reader = FaultFields(place: "the fault file", fields)
        try reader.allow(["seed", "rules"])
        guard case .list(let entries)? = fields["rules"] else {
            throw Malformed(description: "the fault file has no list `rules`")
        }
        var rules: [FaultRule] = []
        for (position, entry) in entries.enumerated() {
            guard case .object(let fields) = entry else {
                throw Malformed(description: "rule \(position + 1) is not an object")
            }
            rules.append(try FaultRule(FaultFields(place: "rule \(position + 1)", fields)))
        }
        self.init(rules, seed: try reader.optionalNumber("seed").map(UInt64.init) ?? 1)
    }
}

extension FaultRule {
    fileprivate init(_ reader: FaultFields) throws(FaultPlan.Malformed) {
        let turns = ["nth", "first", "from", "after", "every", "probability"]
        try reader.allow(["name", "on", "keySuffix", "effect"] + turns)
        guard turns.count(where: { reader.fields[$0] != nil }) <= 1 else {
            throw reader.malformed("has more than one of \(turns.map { "`\($0)`" }.joined(separator: ", "))")
        }
        var action: EmulatedAction?
        if let name = try reader.optionalText("on") {
            action = EmulatedAction(rawValue: name)
            guard action != nil else { throw reader.malformed("names the unknown action `\(name)`") }
        }
        var turn = Turn.nth(1)
        if let number = try reader.optionalNumber("nth") { turn = .nth(number) }
        if let number = try reader.optionalNumber("first") { turn = .first(number) }
        if let number = try reader.optionalNumber("from") { turn = .from(number) }
        if reader.fields["every"] == .bool(true) { turn = .every }
        if reader.fields["after"] != nil { turn = .after(seconds: try reader.fraction("after")) }
        if reader.fields["probability"] != nil { turn = .probability(try reader.fraction("probability")) }
        self.init(
            action, keySuffix: try reader.optionalText("keySuffix"), turn: turn, effect: try FaultEffect(reader),
            name: try reader.optionalText("name"))
    }
}

extension FaultEffect {
    fileprivate init(_ rule: FaultFields) throws(FaultPlan.Malformed) {
        let name: String
        let reader: FaultFields
        switch rule.fields["effect"] {
        case .text(let text): (name, reader) = (text, FaultFields(place: "`\(text)` of \(rule.place)", [:]))
        case .object(let fields):
            guard fields.count == 1, let (key, value) = fields.first, case .object(let values) = value else {
                throw rule.malformed("has an `effect` that is not one name with an object of values")
            }
            (name, reader) = (key, FaultFields(place: "`\(key)` of \(rule.place)", values))
        default: throw rule.malformed("has no `effect`")
        }
        guard let kind = Kind(rawValue: name) else { throw rule.malformed("has the unknown effect `\(name)`") }
        self = try Self.effect(kind, reader)
    }

    private static func effect(_ kind: Kind, _ reader: FaultFields) throws(FaultPlan.Malformed) -> FaultEffect {
        try reader.allow(fieldNames[kind] ?? [])
        switch kind {
        case .reply:
            return .reply(
                status: try reader.number("status"), code: try reader.text("code"),
                message: try reader.optionalText("message"))
        case .replyHTML: return .replyHTML(status: try reader.number("status"))
        case .throttle: return .throttle
        case .expiredToken: return .expiredToken
        case .delay: return .delay(seconds: try reader.fraction("seconds"))
        case .hold: return .hold(untilInFlight: try reader.number("untilInFlight"))
        case .gate: return .gate(try reader.text("name"))
        case .slowBody: return .slowBody(bytesPerSecond: max(1, try reader.number("bytesPerSecond")))
        case .stall: return .stall(afterBodyBytes: try reader.number("afterBodyBytes"))
        case .closeBefore: return .closeBefore
        case .closeInBody: return .closeInBody(afterBytes: try reader.number("afterBytes"))
        case .loseReply: return .loseReply
        case .cutReply: return .cutReply(afterBytes: try reader.number("afterBytes"))
        case .closeIdle: return .closeIdle
        case .wrongCRC: return .wrongCRC
        case .missingCRC: return .missingCRC
        case .missingRequestId: return .missingRequestId
        case .gzip: return .gzip
        case .charset: return .charset
        case .alterFields:
            return .alterFields(
                null: try reader.names("null"), absent: try reader.names("absent"), empty: try reader.names("empty"))
        case .redirect:
            return .redirect(status: try reader.number("status"), location: try reader.text("location"))
        case .errorInside200: return .errorInside200(code: try reader.text("code"))
        case .commitRepeat:
            let answer = try reader.text("answer")
            guard let repeated = EmulatorConfiguration.CommitRepeat(rawValue: answer) else {
                throw reader.malformed("has the unknown answer `\(answer)`")
            }
            return .commitRepeat(repeated)
        }
    }

    /// Values of the effects that have any.
    static let fieldNames: [Kind: [String]] = [
        .reply: ["status", "code", "message"], .replyHTML: ["status"], .delay: ["seconds"], .hold: ["untilInFlight"],
        .gate: ["name"], .slowBody: ["bytesPerSecond"], .stall: ["afterBodyBytes"], .closeInBody: ["afterBytes"],
        .cutReply: ["afterBytes"], .errorInside200: ["code"], .commitRepeat: ["answer"],
        .alterFields: ["null", "absent", "empty"], .redirect: ["status", "location"],
    ]
}

/// Fields of one object in a fault file, and where it stands.
private struct FaultFields {
    var place: String
    var fields: [String: JSONValue]

    init(place: String, _ fields: [String: JSONValue]) {
        self.place = place
        self.fields = fields
    }

    func malformed(_ what: String) -> FaultPlan.Malformed { FaultPlan.Malformed(description: "\(place) \(what)") }

    func allow(_ names: [String]) throws(FaultPlan.Malformed) {
        if let unknown = fields.keys.filter({ !names.contains($0) }).min() {
            throw malformed("has the unknown field `\(unknown)`")
        }
    }

    func optionalText(_ name: String) throws(FaultPlan.Malformed) -> String? {
        guard let value = fields[name] else { return nil }
        guard let text = value.text else { throw malformed("has a `\(name)` that is not text") }
        return text
    }

    func text(_ name: String) throws(FaultPlan.Malformed) -> String {
        guard let text = try optionalText(name) else { throw malformed("has no `\(name)`") }
        return text
    }

    func optionalNumber(_ name: String) throws(FaultPlan.Malformed) -> Int? {
        guard let value = fields[name] else { return nil }
        guard let number = value.unsigned.flatMap(Int.init(exactly:)) else {
            throw malformed("has a `\(name)` that is not a whole number")
        }
        return number
    }

    func number(_ name: String) throws(FaultPlan.Malformed) -> Int {
        guard let number = try optionalNumber(name) else { throw malformed("has no `\(name)`") }
        return number
    }

    func names(_ name: String) throws(FaultPlan.Malformed) -> [String] {
        guard let value = fields[name] else { return [] }
        guard let names = value.texts else { throw malformed("has a `\(name)` that is not a list of texts") }
        return names
    }

    func fraction(_ name: String) throws(FaultPlan.Malformed) -> Double {
        switch fields[name] {
        case .fraction(let number): return number
        case .unsigned(let number): return Double(number)
        default: throw malformed("has no number `\(name)`")
        }
    }
}
