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
    var htmlStatus: Int? { first { if case .replyHTML(let status) = $0 { status } else { nil } } }

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
