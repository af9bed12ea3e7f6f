import ArgumentParser
import IngestModel
import JobFile
import Logging
import TencentClient

/// How the commands without a job file reach the account.
struct AccountFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Access region.", valueName: "region"))
    var region: String?
    @Option(help: ArgumentHelp("Profile of the credentials.", valueName: "name"))
    var profile: String?
    @Option(help: ArgumentHelp("Address of the VOD API.", valueName: "url"))
    var api: String?
    @Option(help: ArgumentHelp("Proxy on the way to it.", valueName: "url"))
    var proxy: String?
    @Option(
        help: ArgumentHelp("PEM file with further certificate authorities.", valueName: "file"), completion: .file())
    var caFile: String?

    /// The flags and the environment as settings.
    func settings(_ composition: Composition) throws(CommandEnd) -> RunSettings {
        let texts: [String: String?] = [
            "region": region, "profile": profile, "api": api, "proxy": proxy, "ca-file": caFile,
        ]
        do throws(SettingFault) {
            return try Settings(
                flags: texts.compactMapValues { $0 }, environment: composition.environment, job: JobSettings(),
                standard: RunSettings(name: "", base: composition.workingFolder),
                workingFolder: composition.workingFolder
            ).run
        } catch {
            throw error.end
        }
    }
}

/// A few questions to the account: asked soon again after trouble, and not for long, since somebody waits for the answer.
struct AccountSession {
    /// Sendings of one request at most, and seconds.
    private static let mostAttempts = 4
    private static let longest = 30.0

    /// The values in force.
    let settings: RunSettings
    /// The machine.
    let composition: Composition
    /// Hears of requests.
    let logger: Logger

    /// Calls `body` with the services and ends their connections.
    func with<Result>(
        _ body: (VODAccount) async throws(CommandEnd) -> Result
    ) async throws(CommandEnd) -> Result {
        var settings = settings
        settings.retryAttempts = min(settings.retryAttempts, Self.mostAttempts)
        settings.retryElapsed = min(settings.retryElapsed, Self.longest)
        let services = try ServiceSetup(settings: settings, composition: composition, logger: logger).services()
        do throws(CommandEnd) {
            let result = try await body(VODAccount(service: services.vod, region: settings.region))
            await services.close()
            return result
        } catch {
            await services.close()
            throw error
        }
    }
}
