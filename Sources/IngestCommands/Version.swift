/// The version of this program, as `--version`, the reports and the client label of requests show it.
public enum Version {
    /// Semantic version.
    public static let text = "0.1.0"
}
