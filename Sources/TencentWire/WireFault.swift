/// Why a message could not be read or written.
public enum WireFault: Error, Hashable, Sendable {
    /// It is not in the message's form; the sentence says what was found.
    case malformed(String)
    /// It declares a document type, which no message of the services does and which can be made to expand without bound.
    case documentType
    /// It is longer, deeper or richer than any message of the services can be; the sentence names the bound.
    case tooLarge(String)

    /// One sentence.
    public var message: String {
        switch self {
        case .malformed(let reason): reason
        case .documentType: "the reply declares a document type"
        case .tooLarge(let bound): bound
        }
    }
}
