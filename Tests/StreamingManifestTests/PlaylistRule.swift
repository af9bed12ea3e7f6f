import Testing

@testable import StreamingManifest

/// One playlist and everything that reading it gives: whole findings and all references.
struct PlaylistRule: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var expectation: ChildDocument.Expectation?
    var variables: [String: String]
    var findings: [String]
    var references: [String]

    init(
        _ name: String, _ text: String, as expectation: ChildDocument.Expectation? = nil,
        variables: [String: String] = [:], findings: [String] = [], references: [String] = []
    ) {
        testDescription = name
        self.text = text
        self.expectation = expectation
        self.variables = variables
        self.findings = findings
        self.references = references
    }

    /// Reads the playlist and compares.
    func check() {
        let probe = PlaylistProbe(text, as: expectation, variables: variables)
        #expect(probe.findings == findings)
        #expect(probe.references == references)
    }
}

/// A playlist of these lines behind its header and version.
func playlist(version: Int? = nil, _ lines: [String]) -> String {
    (["#EXTM3U"] + (version.map { ["#EXT-X-VERSION:\($0)"] } ?? []) + lines).map { $0 + "\n" }.joined()
}

/// A finished media playlist of these lines.
func media(version: Int? = nil, _ lines: [String]) -> String {
    playlist(version: version, ["#EXT-X-TARGETDURATION:9"] + lines + ["#EXT-X-ENDLIST"])
}
