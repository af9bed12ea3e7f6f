/// Faults to be shown to clients: rules that are asked in order for every request.
///
/// Every rule that matches and whose turn it is fires. Of the effects that fire for one request all waits are done (in
/// order), and the first effect of each other kind is done.
public struct FaultPlan: Hashable, Sendable {
    /// Start of the generator behind rules with a probability.
    public var seed: UInt64
    /// The rules.
    public var rules: [FaultRule]

    /// A plan of `rules`.
    public init(_ rules: [FaultRule] = [], seed: UInt64 = 1) {
        self.rules = rules
        self.seed = seed
    }
}

/// One fault: for which requests, when, and what happens.
public struct FaultRule: Hashable, Sendable {
    /// Which of the matching requests are hit, counted from 1 for each rule by itself.
    public enum Turn: Hashable, Sendable {
        /// The one with this number.
        case nth(Int)
        /// As many from the first on.
        case first(Int)
        /// The one with this number and all after it.
        case from(Int)
        /// All.
        case every
        /// All that come so many seconds after the plan was installed, or later, by the emulator's clock.
        case after(seconds: Double)
        /// Each with this probability, 0 to 1, from the plan's seed.
        case probability(Double)
    }

    /// Name in counts and in messages; by default it is made of the match and the effect.
    public var name: String
    /// The action; nil is any.
    public var action: EmulatedAction?
    /// End of the object's key; nil is any. A rule with one matches no call of the VOD API.
    public var keySuffix: String?
    /// Which of the matching requests.
    public var turn: Turn
    /// What happens.
    public var effect: FaultEffect

    /// A rule that does `effect` to requests for `action`.
    public init(
        _ action: EmulatedAction? = nil, keySuffix: String? = nil, turn: Turn = .nth(1), effect: FaultEffect,
        name: String? = nil
    ) {
        self.action = action
        self.keySuffix = keySuffix
        self.turn = turn
        self.effect = effect
        self.name = name ?? Self.defaultName(action, keySuffix, effect)
    }

    static func defaultName(_ action: EmulatedAction?, _ keySuffix: String?, _ effect: FaultEffect) -> String {
        ([action?.rawValue ?? "any"] + (keySuffix.map { [$0] } ?? []) + [effect.kind.rawValue]).joined(separator: " ")
    }
}

/// What a fault does.
public enum FaultEffect: Hashable, Sendable {
    /// Answers with this code instead of working; in JSON for the API (usually status 200), in XML for COS.
    case reply(status: Int, code: String, message: String? = nil)
    /// Answers with a page of HTML, as a gateway does, without a request id.
    case replyHTML(status: Int)
    /// RequestLimitExceeded of the API, 503 SlowDown of COS.
    case throttle
    /// AuthFailure.TokenFailure of the API, 400 ExpiredToken of COS.
    case expiredToken
    /// Waits this many seconds before the work.
    case delay(seconds: Double)
    /// Waits until this many uploads have been in flight at once, this one included; for ever where they never are.
    case hold(untilInFlight: Int)
    /// Waits until the gate of this name is opened.
    case gate(String)
    /// Takes the body at no more than this many bytes a second.
    case slowBody(bytesPerSecond: Int)
    /// Takes this many bytes of the body and then no more, while the connection stays open.
    case stall(afterBodyBytes: Int)
    /// Closes the connection before anything of the body is looked at.
    case closeBefore
    /// Closes the connection after this many bytes of the body.
    case closeInBody(afterBytes: Int)
    /// Does the work and closes the connection instead of answering.
    case loseReply
    /// Does the work, sends this many bytes of the answer's body and closes the connection; an answer without a body
    /// arrives whole.
    case cutReply(afterBytes: Int)
    /// Does the work, answers, and closes the connection without having announced it.
    case closeIdle
    /// Does the work and answers with a CRC that is one off.
    case wrongCRC
    /// Does the work and answers without a CRC.
    case missingCRC
    /// Does the work and answers without a request id (in the API: with an empty one).
    case missingRequestId
    /// Does the work and answers compressed.
    case gzip
    /// Does the work and answers with a charset behind the Content-Type (vod-api 4, 19).
    case charset
    /// Does the work and answers with fields of the API's answer as JSON null, left out, or as empty text (vod-api 5). A name
    /// may lead into an object: `TempCertificate.ExpiredTime`.
    case alterFields(null: [String] = [], absent: [String] = [], empty: [String] = [])
    /// Sends the client elsewhere, without a code and without a request id (cos-api 10.2).
    case redirect(status: Int, location: String)
    /// Complete answers 200 with this code in an Error document and does nothing (cos-api 7.6).
    case errorInside200(code: String)
    /// A second commit does this, whatever the configuration says.
    case commitRepeat(EmulatorConfiguration.CommitRepeat)

    /// The names of the effects, as in a fault file.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// See the effect of the same name.
        case reply, replyHTML, throttle, expiredToken, delay, hold, gate, slowBody, stall, closeBefore, closeInBody
        /// See the effect of the same name.
        case loseReply, cutReply, closeIdle, wrongCRC, missingCRC, missingRequestId, gzip, errorInside200, commitRepeat
        /// See the effect of the same name.
        case charset, alterFields, redirect
    }

    /// The name of this effect.
    public var kind: Kind {
        switch self {
        case .reply: .reply
        case .replyHTML: .replyHTML
        case .throttle: .throttle
        case .expiredToken: .expiredToken
        case .delay: .delay
        case .hold: .hold
        case .gate: .gate
        case .slowBody: .slowBody
        case .stall: .stall
        case .closeBefore: .closeBefore
        case .closeInBody: .closeInBody
        case .loseReply: .loseReply
        case .cutReply: .cutReply
        case .closeIdle: .closeIdle
        case .wrongCRC: .wrongCRC
        case .missingCRC: .missingCRC
        case .missingRequestId: .missingRequestId
        case .gzip: .gzip
        case .charset: .charset
        case .alterFields: .alterFields
        case .redirect: .redirect
        case .errorInside200: .errorInside200
        case .commitRepeat: .commitRepeat
        }
    }
}
