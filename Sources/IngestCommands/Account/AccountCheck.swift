import IngestModel
import TencentClient
import TencentWire

/// Asks the account what a job needs to know: a call for its applications, and for each application that the job names at
/// most five more, whatever the number of entries.
struct AccountCheck {
    let account: VODAccount
    let questions: AccountQuestions
    private var found: AccountFindings

    /// A check of `questions`, which are those of the job file `file`.
    init(account: VODAccount, questions: AccountQuestions, file: String) {
        self.account = account
        self.questions = questions
        found = AccountFindings(file: file)
    }

    /// Asks. Throws where the account is refused or does not answer: nothing more can be known then.
    mutating func run() async throws(CommandEnd) -> AccountFindings {
        var own: Set<UInt64>?
        let applications = try await account.askOf(nil) { service, region throws(ServiceFault) in
            try await service.applications(region: region)
        }
        if case .answer(let applications) = applications {
            own = Set(applications.map(\.id))
            found.judge(applications, questions)
        } else {
            found.unasked("`SubAppId`", .describeSubAppIds, nil)
        }
        for (id, asked) in questions.applications.sorted(by: { $0.key ?? 0 < $1.key ?? 0 }) {
            if let id, let own, !own.contains(id) { continue }
            try await ask(about: id, asked)
        }
        found.passedOver(questions.passedOver)
        return found
    }

    private mutating func ask(
        about id: UInt64?, _ asked: AccountQuestions.Application
    ) async throws(CommandEnd) {
        let rights = try await account.askOf(id) { service, region throws(ServiceFault) in
            try await service.missingUploadRights(subAppId: id, region: region)
        }
        switch rights {
        case .answer(let missing): found.judge(missing: missing, of: id, asked)
        case .noSuchApplication:
            // Told of by DescribeSubAppIds already, unless that may not be called.
            if let id { found.unknown(id, asked.uses, []) }
            return
        case .noRight: break
        }
        try await askForRegions(id, asked)
        try await askForCategories(id, asked)
        try await askForProcedures(id, asked)
    }

    private mutating func askForRegions(
        _ id: UInt64?, _ asked: AccountQuestions.Application
    ) async throws(CommandEnd) {
        guard let first = asked.regions.first?.value else { return }
        let reply = try await account.askOf(id) { service, region throws(ServiceFault) in
            try await service.storageRegions(subAppId: id, region: region)
        }
        if case .answer(let regions) = reply {
            found.judge(regions: regions, of: id, asked)
        } else {
            found.unasked("`StorageRegion`", .describeStorageRegions, first)
        }
    }

    private mutating func askForCategories(
        _ id: UInt64?, _ asked: AccountQuestions.Application
    ) async throws(CommandEnd) {
        guard let first = asked.categories.first?.value else { return }
        let reply = try await account.askOf(id) { service, region throws(ServiceFault) in
            try await service.categories(subAppId: id, region: region)
        }
        if case .answer(let categories) = reply {
            found.judge(categories: categories, of: id, asked)
        } else {
            found.unasked("`ClassId`", .describeAllClass, first)
        }
    }

    private mutating func askForProcedures(
        _ id: UInt64?, _ asked: AccountQuestions.Application
    ) async throws(CommandEnd) {
        guard let first = asked.procedures.first?.value else { return }
        let names = asked.procedures.keys.sorted()
        let reply = try await account.askOf(id) { service, region throws(ServiceFault) in
            try await service.procedures(named: names, subAppId: id, region: region)
        }
        if case .answer(let procedures) = reply {
            found.judge(procedures: procedures, of: id, asked)
        } else {
            found.unasked("`Procedure`", .describeProcedureTemplates, first)
        }
    }
}
