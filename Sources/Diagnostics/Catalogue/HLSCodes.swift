extension DiagnosticCatalogue {
    /// The codes of the domain `hls`.
    static let hlsPages: [CodePage] = []
}
