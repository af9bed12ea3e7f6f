import IngestModel

/// When a key is renewed, and by whom: one task renews, the others go on with the old key while it lives and wait once it does
/// not.
struct RenewalState: Sendable {
    /// What whoever asks for the key does.
    enum Answer: Hashable, Sendable {
        /// Takes it.
        case use(AccountCredential)
        /// Has a new one issued, and tells `ended` of it.
        case renew
        /// Waits until that is done, then asks again.
        case wait
    }

    /// What the task that renewed does.
    enum End: Hashable, Sendable {
        /// Takes the key: the new one, or the old one where there is no new one yet.
        case use(AccountCredential)
        /// Has no key; those that wait have none either.
        case fail(ServiceFault)
        /// Was cancelled; another renews.
        case again
    }

    /// Seconds between two attempts while the old key lives: a source that is down is not asked at each request.
    static let pause = 30.0

    private var issued: IssuedKey?
    private var isRenewing = false
    private var notBefore = -Double.infinity

    /// What to do at `now`, unix seconds.
    mutating func ask(now: Double) -> Answer {
        if let key = living(at: now) {
            let isDue = issued?.renewAt.map { now >= $0 } ?? false
            guard isDue, !isRenewing, now >= notBefore else { return .use(key) }
        } else if isRenewing {
            return .wait
        }
        isRenewing = true
        return .renew
    }

    /// Takes what came of a renewal. A failed one is no fault while the old key lives.
    mutating func ended(_ result: Result<IssuedKey, ServiceFault>, now: Double) -> End {
        isRenewing = false
        switch result {
        case .success(let new):
            issued = new
            // A source that gives a key which is due at once is asked again after the pause, not at once.
            notBefore = now + Self.pause
            return .use(new.key)
        case .failure(let fault) where fault.faultClass == .cancelled:
            return living(at: now).map(End.use) ?? .again
        case .failure(let fault):
            notBefore = now + Self.pause
            return living(at: now).map(End.use) ?? .fail(fault)
        }
    }

    /// The service refused the key. True where another may be had: it can be renewed, and was not just now.
    mutating func refused(now: Double) -> Bool {
        guard let renewAt = issued?.renewAt, now >= notBefore else { return false }
        issued?.renewAt = min(renewAt, now)
        issued?.key.expiresAt = now
        return true
    }

    private func living(at now: Double) -> AccountCredential? {
        guard let key = issued?.key, key.expiresAt.map({ now < $0 }) ?? true else { return nil }
        return key
    }
}
