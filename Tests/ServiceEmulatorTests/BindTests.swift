import Foundation
import Logging
import Testing

@testable import ServiceEmulator

/// Where the emulator listens.
@Suite struct BindTests {
    /// The local addresses, as the kernel writes them in hexadecimal, of sockets that listen at `port`.
    private func listening(at port: Int) throws -> [String] {
        var found: [String] = []
        for list in ["/proc/net/tcp", "/proc/net/tcp6"] where FileManager.default.fileExists(atPath: list) {
            let text = try String(contentsOfFile: list, encoding: .utf8)
            for line in text.split(separator: "\n") {
                let fields = line.split(separator: " ")
                // 0A is the state of one that listens.
                guard fields.count > 3, fields[3] == "0A" else { continue }
                let address = fields[1].split(separator: ":")
                guard address.count == 2, Int(address[1], radix: 16) == port else { continue }
                found.append(String(address[0]))
            }
        }
        return found
    }

    @Test("Unasked, it listens on loopback alone")
    func loopback() async throws {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Emulator.withRunning(EmulatorConfiguration(), logger: quiet) { emulator in
            let port = try #require(URL(string: emulator.apiAddress)?.port)
            #expect(try listening(at: port) == ["0100007F"])
        }
    }
}
