extension DiagnosticCatalogue {
    /// The codes of the domain `path`.
    static let pathPages: [CodePage] = []
}
