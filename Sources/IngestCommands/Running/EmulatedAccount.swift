import IngestModel
import ServiceEmulator

/// The account that `run --emulator` uploads to: it has whatever the job's entries ask of their applications, so that a job
/// can be tried as it is.
struct EmulatedAccount {
    private var applications: [UInt64: EmulatedApplication] = [:]
    private let ownID = EmulatorConfiguration().appId

    /// Takes what one entry asks for.
    mutating func add(_ spec: EntrySpec) {
        let id = spec.request.subAppId ?? ownID
        var application = applications[id] ?? EmulatedApplication(id: id)
        if spec.request.mediaStoragePath != nil { application.mode = .fileIdAndPath }
        if let region = spec.request.storageRegion, !application.storageRegions.contains(region) {
            application.storageRegions.append(region)
        }
        applications[id] = application
    }

    /// The emulator's configuration.
    var configuration: EmulatorConfiguration {
        var configuration = EmulatorConfiguration()
        if !applications.isEmpty { configuration.applications = applications.values.sorted { $0.id < $1.id } }
        return configuration
    }
}
