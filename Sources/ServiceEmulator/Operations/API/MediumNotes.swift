import Foundation

/// What is written at a moment of a medium.
struct KeyFrameNote: Hashable, Sendable, Codable {
    /// Seconds from the medium's start.
    var offset: Double
    var content: String

    /// As in an answer.
    var fields: JSONValue { .object(["TimeOffset": .fraction(offset), "Content": .text(content)]) }
}

/// Subtitles that were given to a medium after its upload.
struct AddedSubtitle: Hashable, Sendable, Codable {
    var id: String
    var name: String
    var language: String
    var format: String
    var address: String

    /// As in an answer.
    var fields: JSONValue {
        .object([
            "Id": .text(id), "Name": .text(name), "Language": .text(language), "Format": .text(format),
            "Url": .text(address), "Source": .text("UserUploaded"),
        ])
    }
}

// Key frames, subtitles and knowledge bases of ModifyMediaInfo (vod-api 16; the names of nested fields and which of them
// exclude each other as in the provider's SDK).
extension ServiceModel {
    private static let keyFrameFields = FieldTable([.required("TimeOffset", .number), .required("Content")])
    private static let subtitleFields = FieldTable([
        .required("Name"), .required("Language"), .required("Format"), .required("Content"), .optional("Id"),
    ])
    private static let mostKeyFrames = 100
    private static let mostSubtitles = 16

    /// What is added, deleted or all of it cleared; two of these that contradict each other are refused.
    private static func check(
        _ call: APICall, add: String, delete: String, clear: String, clash: Bool
    ) throws(APIRefusal) {
        if call.fields[clear]?.unsigned == 1, call.fields[add] != nil {
            throw APIRefusal("InvalidParameterValue", "`\(add)` and `\(clear)` exclude each other")
        }
        guard !clash else {
            throw APIRefusal("InvalidParameterValue", "`\(add)` and `\(delete)` name the same")
        }
    }

    static func changeKeyFrames(_ details: inout MediumDetails, _ call: APICall) throws(APIRefusal) {
        var added: [KeyFrameNote] = []
        for fields in call.fields["AddKeyFrameDescs"]?.objects ?? [] {
            try keyFrameFields.check(fields)
            let note = KeyFrameNote(
                offset: fields["TimeOffset"]?.number ?? -1, content: fields["Content"]?.text ?? "")
            guard note.offset >= 0, (1...128).contains(note.content.count) else {
                throw APIRefusal(
                    "InvalidParameterValue",
                    "a key frame has a `TimeOffset` of 0 or more and a `Content` of 1 to 128 characters")
            }
            added.append(note)
        }
        let dropped = call.fields["DeleteKeyFrameDescs"]?.numbers ?? []
        try check(
            call, add: "AddKeyFrameDescs", delete: "DeleteKeyFrameDescs", clear: "ClearKeyFrameDescs",
            clash: added.contains { dropped.contains($0.offset) })
        if call.fields["ClearKeyFrameDescs"]?.unsigned == 1 { details.keyFrames = [] }
        // What is added at a moment takes the place of what is there.
        let replaced = Set(dropped + added.map(\.offset))
        details.keyFrames.removeAll { replaced.contains($0.offset) }
        details.keyFrames = (details.keyFrames + added).sorted { $0.offset < $1.offset }
        guard details.keyFrames.count <= mostKeyFrames else {
            throw APIRefusal(
                "LimitExceeded.KeyFrameDescCountReachMax", "a medium has at most \(mostKeyFrames) key frames")
        }
    }

    /// Gives the subtitles that were added.
    mutating func changeSubtitles(
        of medium: CommittedMedium, _ details: inout MediumDetails, _ call: APICall
    ) throws(APIRefusal) -> [AddedSubtitle] {
        let asked = call.fields["AddSubtitles"]?.objects ?? []
        for fields in asked { try Self.checkSubtitle(fields) }
        let dropped = Set(call.fields["DeleteSubtitleIds"]?.texts ?? [])
        try Self.check(
            call, add: "AddSubtitles", delete: "DeleteSubtitleIds", clear: "ClearSubtitles",
            clash: asked.contains { $0["Id"]?.text.map(dropped.contains) == true })
        if call.fields["ClearSubtitles"]?.unsigned == 1 { details.subtitles = [] }
        details.subtitles.removeAll { dropped.contains($0.id) }
        var added: [AddedSubtitle] = []
        for fields in asked {
            let number = String(takeNumber())
            let subtitle = AddedSubtitle(
                id: fields["Id"]?.text ?? String(number.suffix(16)), name: fields["Name"]?.text ?? "",
                language: fields["Language"]?.text ?? "", format: fields["Format"]?.text ?? "",
                address: medium.address + "\(medium.fileId)/\(number).vtt")
            guard !(details.subtitles + added).contains(where: { $0.id == subtitle.id }) else {
                throw APIRefusal("InvalidParameterValue", "the medium has subtitles `\(subtitle.id)` already")
            }
            added.append(subtitle)
        }
        details.subtitles += added
        guard details.subtitles.count <= Self.mostSubtitles else {
            throw APIRefusal("LimitExceeded", "a medium has at most \(Self.mostSubtitles) subtitles")
        }
        return added
    }

    private static func checkSubtitle(_ fields: [String: JSONValue]) throws(APIRefusal) {
        try subtitleFields.check(fields)
        let isPlain = (fields["Id"]?.text ?? "x").wholeMatch(of: /[A-Za-z0-9_-]{1,16}/) != nil
        guard (1...64).contains(fields["Name"]?.text?.count ?? 0), isPlain else {
            throw APIRefusal(
                "InvalidParameterValue",
                "subtitles have a `Name` of 1 to 64 characters and an `Id` of 1 to 16 of `A-Za-z0-9_-`")
        }
        guard fields["Format"]?.text == "vtt", fields["Language"]?.text?.isEmpty == false else {
            throw APIRefusal("InvalidParameterValue", "subtitles have a `Language` and the `Format` `vtt`")
        }
        guard let content = Data(base64Encoded: fields["Content"]?.text ?? ""), !content.isEmpty else {
            throw APIRefusal("InvalidParameterValue", "the `Content` of subtitles is not base64")
        }
    }

    /// No medium is in a knowledge base here, since what puts one there is not emulated. So all of them can be cleared; what
    /// the service says of one that the medium is not in is not documented.
    static func changeKnowledgeBases(_ call: APICall) throws(APIRefusal) {
        guard let named = call.fields["DeleteKnowledgeBases"]?.texts else { return }
        guard call.fields["ClearKnowledgeBases"]?.unsigned != 1 else {
            throw APIRefusal(
                "InvalidParameterValue", "`DeleteKnowledgeBases` and `ClearKnowledgeBases` exclude each other")
        }
        if let first = named.first {
            throw APIRefusal("UnsupportedOperation", "no medium is in a knowledge base here, and none in `\(first)`")
        }
    }
}

extension JSONValue {
    /// A number of any kind.
    var number: Double? {
        switch self {
        case .unsigned(let number): Double(number)
        case .negative(let number): Double(number)
        case .fraction(let number): number
        case .null, .bool, .text, .list, .object: nil
        }
    }

    /// The numbers of a list that holds nothing else.
    var numbers: [Double]? {
        guard case .list(let values) = self else { return nil }
        let numbers = values.compactMap(\.number)
        return numbers.count == values.count ? numbers : nil
    }
}
