extension DiagnosticCatalogue {
    /// The codes of the domain `file`.
    static let filePages: [CodePage] = []
}
