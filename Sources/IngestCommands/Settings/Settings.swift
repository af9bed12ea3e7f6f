import IngestModel
import JobFile

/// Where the value of a setting came from, the strongest first.
enum SettingOrigin: Hashable, Sendable {
    /// The command line; the value is the flag's name without dashes.
    case flag(String)
    /// The environment; the value is the variable's name.
    case environment(String)
    /// The job file.
    case jobFile
    /// The program's default.
    case standard

    /// For a person: `--global`, `VOD_INGEST_GLOBAL`, `job file`, `default`.
    var text: String {
        switch self {
        case .flag(let name): "--\(name)"
        case .environment(let name): name
        case .jobFile: "job file"
        case .standard: "default"
        }
    }
}

/// A text on the command line or in the environment that is no value of its setting.
struct SettingFault: Error, Hashable, Sendable {
    /// Where it was found.
    let origin: SettingOrigin
    /// What is wrong with it.
    let fault: SettingText.Fault

    /// How the command ends for it.
    var end: CommandEnd { CommandEnd(.usage, "`\(origin.text)`: \(fault.message)", hint: fault.hint) }
}

/// The settings in force and where each came from: flag, environment, job file, default; this order is decided here alone.
struct Settings: Hashable, Sendable {
    /// One setting as `plan` shows it.
    struct Row: Hashable, Sendable {
        /// Its path in a job file.
        var key: String
        /// Its value; nil when there is none.
        var value: String?
        /// Where it came from.
        var origin: SettingOrigin
    }

    /// The values.
    let run: RunSettings
    /// Every setting, in the order of the job file.
    let rows: [Row]

    /// Resolves every setting.
    ///
    /// - Parameters:
    ///   - flags: texts by flag name without dashes.
    ///   - standard: the defaults, with the job's name and the folder of the job file, at which a `base` of the job starts.
    ///   - workingFolder: the folder at which a `base` of the command line or the environment starts; absolute.
    init(
        flags: [String: String], environment: EnvironmentVariables, job: JobSettings, standard: RunSettings,
        workingFolder: String
    ) throws(SettingFault) {
        var run = standard
        var rows: [Row] = []
        for rule in SettingRule.all {
            let origin = try Self.resolve(rule, flags: flags, environment: environment, job: job, into: &run)
            rows.append(Row(key: rule.key, value: rule.show(run), origin: origin))
        }
        if let index = rows.firstIndex(where: { $0.key == "base" }) {
            run.base = Self.absolute(run.base, from: rows[index].origin == .jobFile ? standard.base : workingFolder)
            rows[index].value = run.base
        }
        self.run = run
        self.rows = rows
    }

    /// For the head of a report: key to value, those without one left out.
    var flattened: [String: String] {
        Dictionary(uniqueKeysWithValues: rows.compactMap { row in row.value.map { (row.key, $0) } })
    }

    private static func resolve(
        _ rule: SettingRule, flags: [String: String], environment: EnvironmentVariables, job: JobSettings,
        into run: inout RunSettings
    ) throws(SettingFault) -> SettingOrigin {
        if let text = flags[rule.flag] {
            return try read(text, rule, .flag(rule.flag), into: &run)
        }
        for variable in [rule.variable] + rule.otherVariables {
            if let text = environment(variable) { return try read(text, rule, .environment(variable.name), into: &run) }
        }
        return rule.take(job, &run) ? .jobFile : .standard
    }

    private static func read(
        _ text: String, _ rule: SettingRule, _ origin: SettingOrigin, into run: inout RunSettings
    ) throws(SettingFault) -> SettingOrigin {
        if text == rule.noneText {
            rule.clear(&run)
            return origin
        }
        var settings = JobSettings()
        let isEnvironment = if case .environment = origin { true } else { false }
        do throws(SettingText.Fault) {
            try SettingText.read(
                text, as: rule.key, into: &settings, isTimeZone: TimeZones.contains,
                takesPasswords: isEnvironment && rule.takesPasswords)
        } catch {
            throw SettingFault(origin: origin, fault: error)
        }
        _ = rule.take(settings, &run)
        return origin
    }

    /// `path` itself when it is absolute, below `folder` otherwise.
    private static func absolute(_ path: String, from folder: String) -> String {
        path.hasPrefix("/") ? path : folder + (folder.hasSuffix("/") ? "" : "/") + path
    }
}
