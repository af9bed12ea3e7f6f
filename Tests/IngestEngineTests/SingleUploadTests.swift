import Foundation
import IngestModel
import ServiceEmulator
import TencentClient
import Testing

@testable import IngestEngine

/// One upload without a journal: what its fault says of the medium.
@Suite struct SingleUploadTests {
    private func fault(_ configuration: EmulatorConfiguration) async throws -> ServiceFault? {
        try await EngineFixture.with(configuration) { fixture in
            let spec = EngineFixture.spec(0, try fixture.write("a.mp4", EngineFixture.bytes(10, seed: 1)))
            let plan = try #require(
                Planner(settings: PlannerSettings(jobFile: "job.yaml", settings: fixture.settings)).plan(spec).plan)
            let services = try fixture.services(EngineFixture.credential, progress: ProgressFeed())
            let upload = SingleUpload(
                services: services, settings: fixture.settings, logger: EngineFixture.quiet,
                now: { Date().timeIntervalSince1970 })
            var found: ServiceFault?
            do throws(ServiceFault) {
                _ = try await upload.upload(plan, progress: ProgressFeed())
            } catch {
                found = error
            }
            await services.close()
            #expect(fixture.emulator.unfired() == [])
            return found
        }
    }

    @Test(
        "A lost answer to anything but the commit leaves no medium",
        arguments: [EmulatedAction.applyUpload, .putObject])
    func lostBefore(_ action: EmulatedAction) async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(action, turn: .every, effect: .loseReply)])
        let fault = try #require(try await fault(configuration))
        #expect(fault.code == "NetworkError")
        #expect(!fault.ambiguous)
    }

    @Test("Where nothing tells whether the commit was done the medium may exist, whatever its last refusal was")
    func unknown() async throws {
        var configuration = EmulatorConfiguration()
        configuration.commitRepeat = .invalidSessionKey
        let denied = FaultEffect.reply(status: 200, code: "UnauthorizedOperation", message: "no")
        configuration.faults = FaultPlan([
            FaultRule(.commitUpload, turn: .nth(1), effect: .loseReply),
            FaultRule(.describeMediaInfos, turn: .every, effect: denied),
            FaultRule(.searchMedia, turn: .every, effect: denied),
        ])
        let fault = try #require(try await fault(configuration))
        #expect(fault.code == "InvalidParameterValue.VodSessionKey")
        #expect(fault.ambiguous)
    }
}
