import Diagnostics
import IngestModel
import TencentWire

/// The pages of `explain`.
enum Explanation {
    /// The page of a diagnostic code, a service's code, a fault class or an exit code; nil when it is none of them.
    static func page(of code: String) -> String? {
        if let page = DiagnosticCatalogue.page(for: DiagnosticCode(rawValue: code)) { return text(page) }
        if let number = Int32(code), let exit = ExitCode(rawValue: number) { return text(exit) }
        if let faultClass = FaultClass(rawValue: code) { return text(faultClass) }
        return faultPage(code)
    }

    /// Every code with its title, by domain.
    static var list: String {
        var table = TextTable([.left, .left, .left])
        for page in DiagnosticCatalogue.pages { table.add([page.code.rawValue, page.severity.rawValue, page.title]) }
        for exit in ExitCode.allCases { table.add([String(exit.rawValue), "exit code", exit.meaning]) }
        for faultClass in FaultClass.allCases { table.add([faultClass.rawValue, "class", meaning(of: faultClass)]) }
        return table.lines.joined(separator: "\n")
    }

    /// Every code that has a page and is written out somewhere.
    static var codes: [String] {
        DiagnosticCatalogue.pages.map(\.code.rawValue) + (FaultCatalogue.vod + FaultCatalogue.cos).map(\.code)
            + FaultClass.allCases.map(\.rawValue)
    }

    private static func text(_ page: CodePage) -> String {
        """
        \(page.code.rawValue) (\(page.severity.rawValue)): \(page.title)

        \(page.explanation)

        For example:

        \(indented(page.example))

        Mended:

        \(indented(page.mend))
        """
    }

    private static func text(_ exit: ExitCode) -> String {
        "exit code \(exit.rawValue): \(exit.meaning)\n\n\(exit.advice)"
    }

    private static func text(_ faultClass: FaultClass) -> String {
        "\(faultClass.rawValue) (class of a fault): \(meaning(of: faultClass))\n\n\(advice(for: faultClass))"
    }

    /// A code of the services, with or without the `vod.` or `cos.` of a report.
    private static func faultPage(_ code: String) -> String? {
        let bare = ["vod.", "cos."].first(where: code.hasPrefix).map { String(code.dropFirst($0.count)) } ?? code
        let found =
            FaultCatalogue.vod.first { $0.code == bare }.map { ($0, "the VOD API") }
            ?? FaultCatalogue.cos.first { $0.code == bare }.map { ($0, "the object store (COS)") }
        guard let (row, service) = found else { return nil }
        let own = FaultAdvice.byCode[row.code].map { "\n\n" + $0 } ?? ""
        return """
            \(row.code): a code of \(service); class `\(row.faultClass.rawValue)`: \(meaning(of: row.faultClass))\(own)

            \(advice(for: row.faultClass))
            """
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
            .joined(separator: "\n")
    }

    /// One line about a class.
    static func meaning(of faultClass: FaultClass) -> String {
        switch faultClass {
        case .transient: "trouble that passes: it was tried again until attempts or time ran out"
        case .throttled: "too many requests: it was tried again with longer pauses"
        case .uncertain: "it may pass or not: it was tried a few times"
        case .rejected: "this request will never succeed as it is"
        case .account: "credentials, rights or account: nothing more can succeed"
        case .expired: "the temporary credentials or the session ran out"
        case .clock: "the clock of this machine is wrong"
        case .integrity: "what the service stored is not what was sent"
        case .source: "a local file is gone, unreadable or changed since it was planned"
        case .cancelled: "it was stopped before it was done"
        case .defect: "a defect of this program"
        }
    }

    /// What to do about a class.
    static func advice(for faultClass: FaultClass) -> String {
        switch faultClass {
        case .transient:
            "Run the job again: it goes on where it stopped. If it stays, look at the network and the service's status."
        case .throttled:
            "Run with lower limits: `--requests`, `--entries` or `--global`; others may be using the same account."
        case .uncertain: "Run the job again. If it stays, ask the provider with the row's RequestId."
        case .rejected: "Mend the entry's fields or its file as the message says, then run the job again."
        case .account:
            "The run stops with exit code 3. Check keys, token, sub-application, rights and balance, then run again."
        case .expired:
            "The entry was begun anew and still did not end in time: give it more room with a lower `--entries`."
        case .clock:
            "Set the clock: requests more than a few minutes off are refused. See that the machine keeps time by NTP."
        case .integrity:
            "Run the job again; if it stays, suspect memory, disk or a proxy that changes what passes through it."
        case .source:
            "See that nothing writes to the archive during the run, then run the job again; it is planned anew."
        case .cancelled: "Run the job again to go on."
        case .defect: "Please report it with the message and the log."
        }
    }
}

/// What is known about single codes beyond their class.
enum FaultAdvice {
    /// By the service's code.
    static let byCode: [String: String] = [
        "AuthFailure.SignatureFailure":
            "The key does not fit the key id: TENCENTCLOUD_SECRET_KEY was cut, or has a blank at an end.",
        "AuthFailure.SecretIdNotFound": "The key id is unknown or disabled.",
        "AuthFailure.TokenFailure": "The token of the temporary credentials is wrong or has expired.",
        "AuthFailure.UnauthorizedOperation":
            "The account's policy must allow vod:ApplyUpload and vod:CommitUpload for the sub-application.",
        "InvalidParameterValue.SubAppId": "There is no such sub-application in this account, or it is disabled.",
        "InvalidParameterValue.MediaType": "The service does not take this MediaType.",
        "InvalidParameterValue.CoverType": "The service does not take this CoverType.",
        "InvalidParameter.ExpireTime": "ExpireTime is not a time, or lies in the past by the time of the upload.",
        "InvalidParameterValue.StorageRegion": "The storage region is not enabled for the sub-application.",
        "InvalidParameterValue.VodSessionKey": "The upload's session is unknown or over.",
        "ResourceNotFound":
            "Something that the request names is not there: the sub-application, the task flow or the session.",
        "FailedOperation.InvalidVodUser": "VOD is not activated for this account.",
    ]
}
