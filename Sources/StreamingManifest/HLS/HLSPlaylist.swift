enum HLSPlaylist {
    static func read(_ bytes: [UInt8], context: ReadContext) -> DocumentReading { DocumentReading() }
}
