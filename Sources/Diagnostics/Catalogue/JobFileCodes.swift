extension DiagnosticCatalogue {
    /// The codes of the domain `job`.
    static let jobFilePages: [CodePage] = []
}
