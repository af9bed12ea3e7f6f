import Diagnostics
import IngestTestSupport
import JobFile
import Testing

@Suite("JobFileReader: secrets")
struct SecretTests {
    @Test(
        "A secret in a job file occurs in no rendering of the findings",
        arguments: [
            "credentials: { secretId: hushhush, secretKey: hushhush, bucket: hushhush2 }", "secretKey: hushhush",
            "token: \"hushhush\nb\"",
            "credentials:\n  secret_key: hushhush: x", "service: { proxy: 'http://hushhush:hushhush@h' }",
            "service: { api: 'hushhush:hushhush@h', nope: 1 }", "defaults: { password: hushhush, ClassId: x }",
            "media: [{ MediaFilePath: 'https://h/a.mp4?sign=hushhush', x: y }]",
            "media: ['https://u:hushhush@h/a.mp4']",
            "media:\n  - MediaFilePath: a.mp4\n    apiKey: hushhush",
        ])
    func secrets(_ piece: String) {
        let text = "version: 1\n\(piece)\n"
        let diagnostics = Reading(text).diagnostics
        let lines = TextLines(text)
        #expect(diagnostics.contains { [.jobKeyMaterial, .jobPathIsURL, .jobSyntax].contains($0.code) })
        let rendered = [
            TextRenderer { _, line in lines.line(line) }.render(diagnostics), JSONRenderer().render(diagnostics),
            SARIFRenderer(version: "1").render(diagnostics), GitHubRenderer().render(diagnostics),
        ]
        for output in rendered { #expect(!output.contains("hushhush"), "\(output)") }
    }
}
