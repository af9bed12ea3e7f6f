import Diagnostics

/// What the reader hands out, in document order. Every `start` has its `end`, also for `<a/>`.
enum XMLEvent: Hashable, Sendable {
    /// A start tag.
    case start(XMLElement)
    /// The end of the innermost open element.
    case end
    /// Character data with its references replaced; one stretch may come in several events (comments and CDATA cut it).
    case text(String)
}

/// A start tag.
struct XMLElement: Hashable, Sendable {
    /// The name without its prefix.
    var name: String
    /// The namespace its prefix or the default stands for; nil for none.
    var namespace: String?
    /// Its attributes in order, namespace declarations left out.
    var attributes: [XMLAttribute]
    /// The `<`.
    var start: SourceMark
    /// Behind the name, which is what a caret line underlines.
    var end: SourceMark

    /// The attribute `name` without a prefix.
    subscript(name: String) -> XMLAttribute? {
        attributes.first { $0.name == name && $0.namespace == nil }
    }

    /// The attribute `name` of `namespace`.
    func attribute(_ name: String, in namespace: String) -> XMLAttribute? {
        attributes.first { $0.name == name && $0.namespace == namespace }
    }
}

/// One attribute of a start tag.
struct XMLAttribute: Hashable, Sendable {
    /// The name without its prefix.
    var name: String
    /// The namespace of its prefix; nil without one.
    var namespace: String?
    /// The value with references replaced and line ends turned into spaces (XML 1.0, 3.3.3).
    var value: String
    /// The first character of its name.
    var start: SourceMark
    /// Behind the closing quote.
    var end: SourceMark
}

/// Why a document cannot be read further.
struct XMLFault: Error, Hashable, Sendable {
    /// The kind of finding.
    var code: DiagnosticCode
    /// The place.
    var mark: SourceMark
    /// One sentence.
    var message: String
    /// The mend, where it is known.
    var hint: String?

    /// A fault at `mark`.
    init(_ code: DiagnosticCode, at mark: SourceMark, _ message: String, hint: String? = nil) {
        self.code = code
        self.mark = mark
        self.message = message
        self.hint = hint
    }
}

/// The bounds within which a document is read (manifests 15).
struct XMLLimits: Sendable {
    /// Bytes of the document.
    var bytes = 64 << 20
    /// Elements within elements.
    var depth = 64
    /// Attributes of one element.
    var attributes = 1_000
    /// Bytes of one attribute value or of the character data between two tags.
    var text = 1 << 20
}
