/// The faults that one request meets.
struct RequestEffects: Sendable {
    var all: [FaultEffect]

    /// The first effect that `pick` finds something in.
    private func first<Found>(_ pick: (FaultEffect) -> Found?) -> Found? {
        for effect in all { if let found = pick(effect) { return found } }
        return nil
    }

    func has(_ kind: FaultEffect.Kind) -> Bool { all.contains { $0.kind == kind } }

    var stallAfter: Int? { first { if case .stall(let bytes) = $0 { bytes } else { nil } } }
    var closeInBodyAfter: Int? { first { if case .closeInBody(let bytes) = $0 { bytes } else { nil } } }
    var bytesPerSecond: Int? { first { if case .slowBody(let rate) = $0 { rate } else { nil } } }
    var cutReplyAfter: Int? { first { if case .cutReply(let bytes) = $0 { bytes } else { nil } } }
    var errorInside200: String? { first { if case .errorInside200(let code) = $0 { code } else { nil } } }

    /// What something in front of the service answers in its place: no code, no request id.
    var gatewayReply: WireReply? {
        first { effect in
            switch effect {
            case .replyHTML(let status): RequestHandler.html(status)
            case .redirect(let status, let location): RequestHandler.redirection(status, location)
            default: nil
            }
        }
    }

    /// `fields` as the faults leave them.
    func altered(_ fields: [String: JSONValue]) -> [String: JSONValue] {
        var fields = fields
        for case .alterFields(let nulls, let absent, let empty) in all {
            for name in nulls { Self.set(.null, name.split(separator: "."), in: &fields) }
            for name in absent { Self.set(nil, name.split(separator: "."), in: &fields) }
            for name in empty { Self.set(.text(""), name.split(separator: "."), in: &fields) }
        }
        return fields
    }

    private static func set(_ value: JSONValue?, _ path: [Substring], in fields: inout [String: JSONValue]) {
        guard let first = path.first.map(String.init) else { return }
        guard path.count > 1 else {
            fields[first] = value
            return
        }
        guard case .object(var inner)? = fields[first] else { return }
        set(value, Array(path.dropFirst()), in: &inner)
        fields[first] = .object(inner)
    }

    var commitRepeat: EmulatorConfiguration.CommitRepeat? {
        first { if case .commitRepeat(let answer) = $0 { answer } else { nil } }
    }

    /// What the API answers instead of working, and the status.
    var apiRefusal: (status: Int, refusal: APIRefusal)? {
        first { effect in
            switch effect {
            case .reply(let status, let code, let message): (status, APIRefusal(code, message ?? "injected fault"))
            case .throttle: (200, APIRefusal("RequestLimitExceeded", "the limit of calls per second is exceeded"))
            case .expiredToken: (200, APIRefusal("AuthFailure.TokenFailure", "the token has expired"))
            default: nil
            }
        }
    }

    /// What the store answers instead of working.
    var storeRefusal: COSRefusal? {
        first { effect in
            switch effect {
            case .reply(let status, let code, let message): COSRefusal(status, code, message ?? "injected fault")
            case .throttle: COSRefusal(503, "SlowDown", "reduce the rate of requests")
            case .expiredToken: COSRefusal.expiredToken
            default: nil
            }
        }
    }
}
