/// Bounds that keep a hostile or broken file from taking memory.
public struct YAMLLimits: Hashable, Sendable {
    /// Lists and mappings inside one another.
    public var depth: Int
    /// Bytes of one scalar.
    public var scalarBytes: Int
    /// Bytes of comments and blank lines between two events. Apart from `scalarBytes`, because somebody may comment out
    /// thousands of entries; bounded, because lines of a block scalar can look like comments.
    public var commentBytes: Int

    /// 100 levels, 1 MiB of text, 8 MiB of comments.
    public init(depth: Int = 100, scalarBytes: Int = 1 << 20, commentBytes: Int = 8 << 20) {
        self.depth = depth
        self.scalarBytes = scalarBytes
        self.commentBytes = commentBytes
    }
}
