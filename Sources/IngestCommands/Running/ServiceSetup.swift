import Foundation
import HTTPTransport
import IngestModel
import IngestPolicy
import Logging
import ServiceEmulator
import TencentClient

/// Joins the settings of a run to its services.
struct ServiceSetup {
    /// The values in force.
    let settings: RunSettings
    /// The machine.
    let composition: Composition
    /// Hears of requests.
    let logger: Logger

    /// The provider's service, or what `settings` name in its place.
    func services(meter: any TransferMeter = NoMeter()) throws(CommandEnd) -> ServiceStack {
        let configuration = try configuration()
        let environment = composition.environment
        var chain = CredentialSettings(
            environment: environment.values,
            home: environment(EnvironmentVariables.home) ?? composition.workingFolder)
        chain.profile = settings.profile
        chain.sts = environment(EnvironmentVariables.sts) ?? chain.sts
        chain.metadata = environment(EnvironmentVariables.metadata) ?? chain.metadata
        chain.proxy = configuration.proxy
        chain.noProxy = configuration.noProxy
        chain.caFile = configuration.caFile
        let credentials: CredentialChain
        do throws(ServiceFault) {
            credentials = try CredentialChain(
                settings: chain, clock: composition.clock, wallClock: composition.now, random: composition.random(),
                logger: logger)
        } catch {
            throw CommandEnd(.invalid, error.message)
        }
        return try stack(configuration, credentials: credentials, meter: meter)
    }

    /// The emulator that listens on `port` of this machine.
    func services(ofEmulatorOn port: Int, meter: any TransferMeter) throws(CommandEnd) -> ServiceStack {
        var configuration = try configuration()
        let address = ConnectAddress(host: "127.0.0.1", port: port)
        configuration.endpointOverride = .init(api: address, storage: address)
        configuration.proxy = nil
        configuration.caFile = nil
        let account = EmulatorConfiguration.Account.example
        return try stack(
            configuration,
            credentials: StaticProvider(
                AccountCredential(secretId: account.secretId, secretKey: Secret(account.secretKey))), meter: meter)
    }

    private func stack(
        _ configuration: ServiceConfiguration, credentials: any CredentialProvider, meter: any TransferMeter
    ) throws(CommandEnd) -> ServiceStack {
        do throws(ServiceFault) {
            return try ServiceStack(
                configuration: configuration, credentials: credentials, clock: composition.clock,
                wallClock: composition.now,
                random: composition.random(), logger: logger, meter: meter)
        } catch {
            throw CommandEnd(.invalid, error.message)
        }
    }

    private func configuration() throws(CommandEnd) -> ServiceConfiguration {
        var result = ServiceConfiguration()
        result.api = settings.api
        result.storage = settings.storage
        result.limits = TransferLimits(
            global: settings.global, entries: settings.entries, bandwidth: settings.bandwidth,
            requests: settings.requests)
        result.retry = RetryPolicy(attempts: settings.retryAttempts, elapsed: .seconds(settings.retryElapsed))
        if let proxy = settings.proxy { result.proxy = try Self.proxy(proxy) }
        let noProxy = [EnvironmentVariables.noProxy, EnvironmentVariables.noProxyLower]
        result.noProxy = NoProxyList(noProxy.lazy.compactMap { composition.environment($0) }.first ?? "")
        if let file = settings.caFile {
            let path = file.hasPrefix("/") ? file : composition.workingFolder + "/" + file
            if let refusal = AuthorityFile.refusal(of: path) {
                throw CommandEnd(.invalid, "the file of certificate authorities `\(file)` \(refusal)")
            }
            result.caFile = path
        }
        return result
    }

    /// `http://user:password@host:port`; the port is 3128 where none is named, that of most proxies.
    static func proxy(_ text: String) throws(CommandEnd) -> ProxySettings {
        guard let url = URLComponents(string: text), url.scheme?.lowercased() == "http", let host = url.host,
            !host.isEmpty, (1...65_535).contains(url.port ?? 3128)
        else {
            throw CommandEnd(
                .invalid, "the proxy's address cannot be used", hint: "write it as `http://proxy.example:3128`")
        }
        return ProxySettings(
            host: host, port: url.port ?? 3128, user: url.user, password: url.password.map { Secret($0) })
    }
}
