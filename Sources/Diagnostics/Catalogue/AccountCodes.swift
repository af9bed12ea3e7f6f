extension DiagnosticCode {
    /// An application that is not the account's.
    public static let accountSubAppId = DiagnosticCode(rawValue: "account.sub-app-id")
    /// An application that is switched off.
    public static let accountApplicationOff = DiagnosticCode(rawValue: "account.application-off")
    /// A path for an application that takes none.
    public static let accountStoragePath = DiagnosticCode(rawValue: "account.storage-path")
    /// A storage region that is not enabled.
    public static let accountStorageRegion = DiagnosticCode(rawValue: "account.storage-region")
    /// A category that is not there.
    public static let accountClassId = DiagnosticCode(rawValue: "account.class-id")
    /// A task flow that is not there.
    public static let accountProcedure = DiagnosticCode(rawValue: "account.procedure")
    /// A right that an upload needs is missing.
    public static let accountNoRight = DiagnosticCode(rawValue: "account.no-right")
    /// A question that could not be asked.
    public static let accountNotChecked = DiagnosticCode(rawValue: "account.not-checked")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `account`: what `validate --online` hears from the service.
    static let accountPages: [CodePage] = [
        CodePage(
            .accountSubAppId, .error, title: "application that the account has not",
            explanation: """
                The account that the credentials belong to has no application of this number, or has destroyed it. Every \
                entry that names it would be refused. `DescribeSubAppIds` lists what there is; a wrong profile is the usual \
                cause when the number is right.
                """,
            example: "defaults: { SubAppId: 1500012354 }", mend: "defaults: { SubAppId: 1500012345 }"),
        CodePage(
            .accountApplicationOff, .warning, title: "application that is switched off",
            explanation: """
                A switched-off application still takes uploads, but its domain is cut: nobody can play what is uploaded \
                until it is switched on in the console.
                """,
            example: "defaults: { SubAppId: 1500012345 }   # switched off", mend: "defaults: { SubAppId: 1500012346 }"),
        CodePage(
            .accountStoragePath, .error, title: "path for an application that takes none",
            explanation: """
                Only applications of the mode `fileid+path` let the caller choose where a medium is stored. The mode is \
                chosen when an application is made and cannot be changed.
                """,
            example: "- { MediaFilePath: a.mp4, MediaStoragePath: /films/a.mp4 }", mend: "- { MediaFilePath: a.mp4 }"),
        CodePage(
            .accountStorageRegion, .error, title: "storage region that is not enabled",
            explanation: """
                A region must be switched on for an application before media can be stored there: in the console, within \
                five to ten minutes, and for good. The hint names the regions that are on.
                """,
            example: "defaults: { StorageRegion: ap-seoul }", mend: "defaults: { StorageRegion: ap-chongqing }"),
        CodePage(
            .accountClassId, .error, title: "category that the application has not",
            explanation: """
                Categories belong to one application each and have numbers of their own there. Make the category first \
                (CreateClass, or the console), or leave the field out: media then belong to the built-in category `Other`.
                """,
            example: "- { MediaFilePath: a.mp4, ClassId: 99 }", mend: "- { MediaFilePath: a.mp4, ClassId: 7 }"),
        CodePage(
            .accountProcedure, .error, title: "task flow that the application has not",
            explanation: """
                The service takes an upload with the name of a task flow that does not exist, and then runs none. Task flows \
                belong to one application each; letter case counts.
                """,
            example: "defaults: { Procedure: longvideopreset }", mend: "defaults: { Procedure: LongVideoPreset }"),
        CodePage(
            .accountNoRight, .error, title: "right that an upload needs and the credentials lack",
            explanation: """
                The credentials are good, but may not do what every upload does. Nothing could be uploaded, so the exit \
                code is 3. Grant `name/vod:ApplyUpload` and `name/vod:CommitUpload` on the application. It is found out \
                with calls that can have no effect: a type of media and a session that do not exist.
                """,
            example: "a sub-account without a policy", mend: "a sub-account with both actions on `subAppId/1500012345`"),
        CodePage(
            .accountNotChecked, .warning, title: "question that the account could not be asked",
            explanation: """
                The credentials have no right to the action that would answer it, or the job has too many distinct values. A \
                run needs none of these actions, so nothing speaks against the job; it is only not checked.
                """,
            example: "credentials without `name/vod:DescribeAllClass`",
            mend: "credentials with the four Describe actions of docs/commands.md"),
    ]
}
