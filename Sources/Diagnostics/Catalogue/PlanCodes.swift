extension DiagnosticCatalogue {
    /// The codes of the domain `plan`.
    static let planPages: [CodePage] = []
}
