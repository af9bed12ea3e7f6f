import Crypto
import Foundation
import IngestModel

/// Encrypts what a session needs to go on after a crash, so that the state file holds no secret.
///
/// AES-GCM with a key that HKDF-SHA256 derives from the account's secret key: only a run that has the account may open it. Of
/// an assumed role that is the key it is assumed with, which stays the same from night to night; the keys of a machine's or a
/// pod's role change within hours, so a later run begins new sessions, and what a lost session had committed is looked up.
/// The entry's id and the session's number are bound in, so a row cannot be moved to another entry.
struct SessionSeal: Sendable {
    private let key: SymmetricKey

    /// A seal for the holder of `accountKey`.
    init(accountKey: Secret) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(accountKey.reveal().utf8)), salt: Data("vod-ingest".utf8),
            info: Data("session/1".utf8), outputByteCount: 32)
    }

    /// The sealed form of `payload`: nonce, ciphertext, tag.
    func seal(_ payload: [UInt8], entry: EntryID, session: Int) throws -> [UInt8] {
        let box = try AES.GCM.seal(payload, using: key, authenticating: Self.bound(entry, session))
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Array(combined)
    }

    /// The payload; nil when another key sealed it or it was altered.
    func open(_ sealed: [UInt8], entry: EntryID, session: Int) -> [UInt8]? {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return Array(try AES.GCM.open(box, using: key, authenticating: Self.bound(entry, session)))
        } catch {
            return nil
        }
    }

    private static func bound(_ entry: EntryID, _ session: Int) -> Data { Data("\(session)/\(entry.rawValue)".utf8) }
}
