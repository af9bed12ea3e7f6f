import Diagnostics
import IngestModel

/// A reference written in an attribute or on a line of its own.
struct WrittenURI {
    var text: String
    var location: SourceLocation
}

extension PlaylistRecord {
    /// The attributes behind `tag` on `line`, with their faults reported and their variables replaced.
    mutating func attributes(of tag: PlaylistTag, _ value: Range<Int>, on line: PlaylistLine) -> AttributeList {
        var list = AttributeList(text.bytes, value)
        let unknown = list.attributes.lazy.filter { !tag.knows($0.name) }
        report(list.faults + unknown.map { .unknownName($0.name, $0.nameRange) }, of: tag, on: line)
        list.updateValues { attribute in
            let isHexadecimal = attribute.value.hasPrefix("0x") || attribute.value.hasPrefix("0X")
            // `IV` is the hexadecimal value; all other bare ones are words and numbers, which have no variables.
            let isVector = attribute.name == "IV" && attribute.value.hasPrefix("{$")
            guard attribute.isQuoted || isHexadecimal || isVector else { return }
            let location = text.location(attribute.range, of: line)
            guard let replaced = replaceVariables(in: attribute.value, at: location) else {
                attribute.isUndefined = true
                return
            }
            attribute.value = replaced
        }
        if list.attributes.contains(where: { $0.name.hasPrefix("REQ-") }) {
            versions.need(12, for: "an attribute `REQ-…`", at: text.location(line))
        }
        return list
    }

    /// The single value behind `tag` on `line`, without white space before it, which is reported.
    mutating func plainValue(_ value: Range<Int>, of tag: PlaylistTag, on line: PlaylistLine) -> Range<Int> {
        let trimmed = PlaylistLexer.trim(value, text.bytes)
        if trimmed != value {
            warn(
                .hlsWhiteSpace, at: text.location(value.lowerBound..<trimmed.lowerBound, of: line),
                "`\(tag.written)` has white space before its value, where none is allowed")
        }
        return trimmed
    }

    /// Reports white space around a tag. Around a reference it is the resolver's to report.
    mutating func judgeLineEnds(_ line: PlaylistLine) {
        guard line.trimmed != line.whole else { return }
        warn(
            .hlsWhiteSpace, at: text.location(line.whole, of: line),
            "the line has white space around its tag, where none is allowed")
    }

    /// `text` with its variables replaced; nil, with an error given, when one is not defined.
    mutating func replaceVariables(in written: String, at location: SourceLocation) -> String? {
        let wasExhausted = variables.isExhausted
        let replacement = variables.replace(in: written)
        if variables.isExhausted {
            guard !wasExhausted else { return nil }
            error(
                .hlsVariableGrowth, at: location,
                "with its variables replaced, the playlist would have more than \(context.options.maximumDocumentBytes) bytes"
            )
            return nil
        }
        for name in replacement.undefined {
            error(
                .hlsVariableUndefined, at: location,
                "the variable \(QuotedText.quote(name)) is not defined before its use")
        }
        return replacement.undefined.isEmpty ? replacement.text : nil
    }

    /// The reference in the attribute `name`; nil when there is none, or, with a finding given, when it cannot be read.
    mutating func uri(_ name: String, in list: AttributeList, role: FileRole, on line: PlaylistLine) -> WrittenURI? {
        guard let attribute = list[name] else { return nil }
        let location = text.location(attribute.range, of: line)
        let mention = PlaylistMention(uri: attribute.value, location: location, role: role)
        if attribute.isUndefined {
            mentionOutside(mention, need: .forbidden, reason: .hlsVariableUndefined)
            return nil
        }
        if !attribute.isQuoted {
            if attribute.value.hasPrefix("'") {
                error(
                    .hlsSingleQuotes, at: location,
                    "the value of `\(name)` stands in single quotes, which become part of the name",
                    hint: "use double quotes")
                mentionOutside(mention, need: .forbidden, reason: .hlsSingleQuotes)
                return nil
            }
            warn(
                .hlsUnquoted, at: location, "the value of `\(name)` stands without quotes, which some players refuse",
                hint: "write it in double quotes")
        }
        return WrittenURI(text: attribute.value, location: location)
    }

    /// The reference in the attribute `name`, which must be there.
    mutating func requiredURI(
        _ name: String, in list: AttributeList, of tag: PlaylistTag, role: FileRole, on line: PlaylistLine
    ) -> WrittenURI? {
        if list[name] == nil, list.hasOpenQuote(in: name) { return nil }
        if list[name] == nil {
            error(.hlsMissingURI, at: text.location(line), "`\(tag.written)` has no `\(name)`")
            return nil
        }
        return uri(name, in: list, role: role, on: line)
    }

    /// Warns where attributes that the specification requires are not there.
    mutating func require(_ names: [String], in list: AttributeList, of tag: PlaylistTag, on line: PlaylistLine) {
        for name in names where list[name] == nil {
            warn(.hlsMissingAttribute, at: text.location(line), "`\(tag.written)` has no `\(name)`")
        }
    }

    /// Reports faults of one line. Those that nobody is to see are counted without looking for their places: a line of a
    /// million bytes may have a fault in every other one.
    private mutating func report(_ faults: [AttributeFault], of tag: PlaylistTag, on line: PlaylistLine) {
        var unseen: [DiagnosticCode: (count: Int, last: AttributeFault)] = [:]
        for fault in faults {
            if isSeen(fault.code, fault.severity) {
                report(fault, of: tag, on: line)
            } else {
                unseen[fault.code] = ((unseen[fault.code]?.count ?? 0) + 1, fault)
            }
        }
        for (code, group) in unseen {
            countUnseen(group.count - 1, code)
            report(group.last, of: tag, on: line)
        }
    }

    private mutating func report(_ fault: AttributeFault, of tag: PlaylistTag, on line: PlaylistLine) {
        switch fault {
        case .repeated(let name, let range):
            error(
                .hlsRepeatedAttribute, at: text.location(range, of: line),
                "`\(tag.written)` has the attribute \(QuotedText.quote(name)) twice; some players take the first, others the "
                    + "last")
        case .openQuote(let name, let range):
            error(
                .hlsOpenQuote, at: text.location(range, of: line),
                "the quoted value of \(QuotedText.quote(name)) does not end on its line")
        case .textAfterQuote(let name, let range):
            error(
                .hlsTextAfterQuote, at: text.location(range, of: line),
                "\(QuotedText.quote(text.string(range))) stands between the value of \(QuotedText.quote(name)) and the next "
                    + "comma",
                hint: "a line break or a comma is missing")
        case .malformedName(let name, let range):
            warn(
                .hlsAttributeName, at: text.location(range, of: line),
                "\(QuotedText.quote(name)) is no attribute: a name of capital letters, digits and hyphens with `=` and a "
                    + "value is expected")
        case .unknownName(let name, let range):
            let meant = NearestName.nearest(to: name, in: tag.attributeNames.sorted())
            warn(
                .hlsUnknownAttribute, at: text.location(range, of: line),
                "`\(tag.written)` has the attribute \(QuotedText.quote(name)), which players do not know",
                hint: meant.map { "did you mean `\($0)`?" })
        case .space(let range):
            warn(
                .hlsWhiteSpace, at: text.location(range, of: line),
                "`\(tag.written)` has white space between its attributes, where none is allowed")
        }
    }
}

extension AttributeFault {
    /// The code of the finding about it.
    var code: DiagnosticCode {
        switch self {
        case .repeated: .hlsRepeatedAttribute
        case .openQuote: .hlsOpenQuote
        case .textAfterQuote: .hlsTextAfterQuote
        case .malformedName: .hlsAttributeName
        case .unknownName: .hlsUnknownAttribute
        case .space: .hlsWhiteSpace
        }
    }

    /// How bad it is.
    var severity: Severity {
        switch self {
        case .repeated, .openQuote, .textAfterQuote: .error
        case .malformedName, .unknownName, .space: .warning
        }
    }
}
