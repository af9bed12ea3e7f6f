extension DiagnosticCatalogue {
    /// The codes of the domain `dash`.
    static let dashPages: [CodePage] = []
}
