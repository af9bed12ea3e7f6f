import Diagnostics
import YAMLEvents

/// What may stand in an entry of `media`.
enum EntryKey: Hashable, Sendable {
    case id
    case region
    case field(RequestField)

    /// Their names, in the order of `all`.
    static let table = KeyTable(names)
    static let all: [EntryKey] = [.id, .region] + RequestField.allCases.map { .field($0) }
    static let names = all.map(\.name)

    /// The key called `name`.
    init?(name: String) {
        guard let place = Self.table.place(of: name) else { return nil }
        self = Self.all[place]
    }

    var name: String {
        switch self {
        case .id: "id"
        case .region: "region"
        case .field(let field): field.rawValue
        }
    }

    /// Its place in `RequestDraft.places`.
    var bit: Int {
        switch self {
        case .id: 0
        case .region: 1
        case .field(let field): 2 + field.ordinal
        }
    }
}

extension RequestField {
    /// Its place among the cases.
    var ordinal: Int {
        switch self {
        case .mediaFilePath: 0
        case .mediaType: 1
        case .mediaName: 2
        case .coverFilePath: 3
        case .coverType: 4
        case .procedure: 5
        case .expireTime: 6
        case .classId: 7
        case .sourceContext: 8
        case .sessionContext: 9
        case .subAppId: 10
        case .storageRegion: 11
        case .concurrentUploadNumber: 12
        case .mediaStoragePath: 13
        case .extInfo: 14
        }
    }
}
