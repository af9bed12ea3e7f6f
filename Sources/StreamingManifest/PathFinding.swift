import Diagnostics

/// What is wrong with, or remarkable about, the text of a reference (manifests 3 and 4).
package struct PathFinding: Error, Hashable, Sendable {
    /// The kind of finding.
    package var code: DiagnosticCode
    /// How grave it is.
    package var severity: Severity
    /// One sentence with the reference in it.
    package var message: String
    /// The mend, where it is known.
    package var hint: String?

    /// A finding of kind `code`.
    init(_ code: DiagnosticCode, _ severity: Severity, _ message: String, hint: String? = nil) {
        self.code = code
        self.severity = severity
        self.message = message
        self.hint = hint
    }
}

/// Text of a manifest as it may stand in a message: one line, bounded, nothing invisible.
enum QuotedText {
    /// The most scalars shown; a reference may be megabytes long.
    static let longest = 120

    /// `text` between backticks; control characters as `\u{7}`, an ellipsis in place of what is too much.
    static func quote(_ text: some StringProtocol) -> String {
        var shown = "`"
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < longest else {
                shown += "…"
                break
            }
            count += 1
            if isInvisible(scalar) {
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown + "`"
    }

    /// True for what a terminal would act on or swallow: controls, line separators, direction marks.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x200B...0x200F, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}

extension PathFinding {
    static func empty(_ text: String) -> PathFinding {
        PathFinding(
            .pathEmpty, .error,
            "the reference \(QuotedText.quote(text)) names no file: it would mean the manifest itself")
    }

    static func url(_ text: String, scheme: String) -> PathFinding {
        // A colon in a file name makes a scheme nobody meant: `video-10:00.ts`.
        let known = ["http", "https", "ftp", "file", "rtmp", "rtsp", "s3", "cos", "skd", "blob", "udp"].contains(scheme)
        return PathFinding(
            .pathURL, .error,
            "\(QuotedText.quote(text)) is a URL with the scheme \(QuotedText.quote(scheme)); a relative path is expected",
            hint: known
                ? "copy the file below the manifest's folder and refer to it by its relative path"
                : "if it is a file name with a colon, write \(QuotedText.quote("./" + text))")
    }

    static func inline() -> PathFinding {
        PathFinding(
            .pathInline, .error, "the content is written into the manifest as a `data:` URI; a file is expected",
            hint: "save the content as a file below the manifest's folder and refer to it by its relative path")
    }

    static func networkPath(_ text: String) -> PathFinding {
        PathFinding(
            .pathNetwork, .error, "\(QuotedText.quote(text)) names another host; a relative path is expected",
            hint: "copy the file below the manifest's folder and refer to it by its relative path")
    }

    static func drive(_ text: String) -> PathFinding {
        PathFinding(
            .pathDrive, .error, "\(QuotedText.quote(text)) begins with a drive letter; a relative path is expected",
            hint: "copy the file below the manifest's folder and refer to it by its relative path")
    }

    static func absolute(_ text: String) -> PathFinding {
        PathFinding(
            .pathAbsolute, .error,
            "\(QuotedText.quote(text)) is an absolute path; its place in storage cannot be derived from it",
            hint: "write the path relative to the manifest that holds it")
    }

    static func control(_ text: String, _ value: UInt8) -> PathFinding {
        let digits = String(value, radix: 16, uppercase: true)
        return PathFinding(
            .pathControlCharacter, .error,
            "\(QuotedText.quote(text)) contains the control character U+00\(digits.count < 2 ? "0" : "")\(digits)")
    }

    static func badEscape(_ text: String) -> PathFinding {
        PathFinding(
            .pathEscape, .error, "\(QuotedText.quote(text)) has a `%` that is not followed by two hexadecimal digits",
            hint: "write a percent sign in a file name as `%25`")
    }

    static func notUTF8(_ text: String) -> PathFinding {
        PathFinding(.pathNotUTF8, .error, "\(QuotedText.quote(text)) does not decode to UTF-8")
    }

    static func encodedSeparator(_ text: String, _ value: UInt8) -> PathFinding {
        let found = value == UInt8(ascii: "/") ? "%2F" : "%5C"
        return PathFinding(
            .pathEncodedSeparator, .error,
            "\(QuotedText.quote(text)) has the encoded separator `\(found)`, which servers and stores read differently",
            hint: "separate folders with a plain `/`")
    }

    static func backslash(_ text: String) -> PathFinding {
        PathFinding(
            .pathBackslash, .error,
            "\(QuotedText.quote(text)) contains a backslash, which some players take for a separator",
            hint: "separate folders with `/`")
    }

    static func emptyPart(_ text: String) -> PathFinding {
        PathFinding(
            .pathEmptyPart, .error,
            "\(QuotedText.quote(text)) has an empty part: storage keeps both slashes, a file system drops one",
            hint: "write a single `/`")
    }

    static func directory(_ text: String) -> PathFinding {
        PathFinding(.pathDirectory, .error, "\(QuotedText.quote(text)) names a folder; a file is expected")
    }

    static func outside(_ text: String) -> PathFinding {
        PathFinding(
            .pathOutside, .error, "\(QuotedText.quote(text)) leaves the folder of the top manifest",
            hint: "keep every file in the folder of the top manifest or below it")
    }

    static func parent(_ text: String, path: String, cancelsOut: Bool, severity: Severity) -> PathFinding {
        if severity == .warning {
            return PathFinding(
                .pathParent, .warning,
                "\(QuotedText.quote(text)) goes up with `..`; it is taken for \(QuotedText.quote(path)), counted from the "
                    + "folder of the top manifest")
        }
        return PathFinding(
            .pathParent, .error, "\(QuotedText.quote(text)) goes up with `..`, which the service does not take",
            hint: cancelsOut
                ? "write the same path without `..`"
                : "set `manifests: { parentReferences: allow }` to upload it as \(QuotedText.quote(path)), or move it below "
                    + "the folder of the manifest that holds the reference")
    }

    static func partTooLong(_ text: String, bytes: Int) -> PathFinding {
        PathFinding(
            .pathTooLong, .error, "a part of \(QuotedText.quote(text)) has \(bytes) bytes; a file name has at most 255")
    }

    static func tooLong(_ text: String, bytes: Int) -> PathFinding {
        PathFinding(
            .pathTooLong, .error,
            "\(QuotedText.quote(text)) has \(bytes) bytes as a path; an object key has at most 850")
    }
}
