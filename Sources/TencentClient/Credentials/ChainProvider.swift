import IngestModel
import Synchronization

/// A place where a key may be.
public protocol OptionalCredentialSource: Sendable {
    /// The key; nil where the place holds none. Throws where it holds one that cannot be used: a chain does not go on past a
    /// mistake, or it would upload with another account than was meant.
    func find() async throws(ServiceFault) -> AccountCredential?
}

/// The first key that one of several places holds, found once and kept.
public final class ChainProvider: CredentialProvider {
    private let sources: [any OptionalCredentialSource]
    private let found = Mutex<AccountCredential?>(nil)

    /// Looks in `sources` in order.
    public init(_ sources: [any OptionalCredentialSource]) { self.sources = sources }

    /// The chain of contract section 9: a named profile alone where there is one; else the environment, then the files of the
    /// SDKs and of the CLI.
    /// - Parameters:
    ///   - profile: `--profile` or the job file's; nil for none.
    ///   - environment: all variables of the process.
    ///   - home: the user's home folder.
    public convenience init(profile: String?, environment: [String: String], home: String) {
        if let profile {
            self.init([ProfileFiles(profile: profile, environment: environment, home: home)])
        } else {
            self.init([
                EnvironmentProvider(environment: environment),
                ProfileFiles(profile: nil, environment: environment, home: home),
            ])
        }
    }

    /// The key.
    public func credential() async throws(ServiceFault) -> AccountCredential {
        if let known = found.withLock({ $0 }) { return known }
        for source in sources {
            guard let key = try await source.find() else { continue }
            found.withLock { $0 = key }
            return key
        }
        throw .noCredential(
            "no credentials: neither `TENCENTCLOUD_SECRET_ID` and `TENCENTCLOUD_SECRET_KEY` nor a profile file holds a key"
        )
    }
}
