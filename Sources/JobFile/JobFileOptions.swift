import YAMLEvents

/// What a reading depends on besides the file.
public struct JobFileOptions: Sendable {
    /// The present, seconds since 1970; an ExpireTime must lie after it.
    public var now: Double
    /// Bounds of the YAML itself.
    public var limits: YAMLLimits
    /// The most nodes that aliases and merge keys may add: to the settings as a whole, and to each entry.
    public var aliasNodes: Int
    /// The most nodes that the settings may have.
    public var settingsNodes: Int
    /// Whether a name is a time zone; nil accepts every name of the right form, because the zones' table is on disk.
    public var isTimeZone: (@Sendable (String) -> Bool)?

    /// Options for a reading at `now`.
    public init(
        now: Double, limits: YAMLLimits = YAMLLimits(), aliasNodes: Int = 1000, settingsNodes: Int = 10_000,
        isTimeZone: (@Sendable (String) -> Bool)? = nil
    ) {
        self.now = now
        self.limits = limits
        self.aliasNodes = aliasNodes
        self.settingsNodes = settingsNodes
        self.isTimeZone = isTimeZone
    }
}
