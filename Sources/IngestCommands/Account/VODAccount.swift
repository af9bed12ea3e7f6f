import IngestModel
import TencentClient

/// The account at an access region, as the commands ask it.
struct VODAccount: Sendable {
    let service: VODService
    let region: String

    /// What came of a question about an application.
    enum Reply<Answer> {
        case answer(Answer)
        /// The credentials have no right to ask.
        case noRight
        /// The account has no such application.
        case noSuchApplication
    }

    /// Asks, about the application `id` where it is not nil. Ends the command where the account is refused or does not answer.
    func askOf<Answer>(
        _ id: UInt64?, _ question: (VODService, String) async throws(ServiceFault) -> Answer
    ) async throws(CommandEnd) -> Reply<Answer> {
        do throws(ServiceFault) {
            return .answer(try await question(service, region))
        } catch {
            if error.isMissingRight { return .noRight }
            if id != nil, error.code == "InvalidParameterValue.SubAppId" { return .noSuchApplication }
            throw Self.end(error)
        }
    }

    /// How a command ends for a fault that leaves nothing more to ask.
    static func end(_ fault: ServiceFault) -> CommandEnd {
        guard fault.faultClass == .account else {
            return CommandEnd(
                .entriesFailed, "the account could not be asked: \(fault)",
                hint: "look at the network and the address, and ask again")
        }
        return CommandEnd(
            .accountRefused, "credentials or account refused: \(fault)",
            hint: "`vod-ingest explain \(fault.code)` says what to do")
    }
}
