import IngestModel
import JobFile

/// What a job asks of the account: each distinct value once, with the first places that use it, so that a job of a million
/// entries needs no more memory than one of a thousand.
struct AccountQuestions {
    /// Distinct values that are kept; a job with more of them is asked about in part.
    static let mostValues = 10_000
    /// Places that are kept of a value.
    static let mostPlaces = 3

    /// A place that uses a value.
    struct Place: Hashable {
        var line: Int
        var column: Int
        var entry: String
        /// The value comes from `defaults`.
        var isInherited: Bool
    }

    /// The places that use a value.
    struct Uses: Hashable {
        /// The first ones; never empty.
        var places: [Place]
        /// All of them.
        var count: Int
    }

    /// What is asked of one application.
    struct Application: Hashable {
        var uses: Uses
        var regions: [String: Uses] = [:]
        var categories: [Int64: Uses] = [:]
        var procedures: [String: Uses] = [:]
        /// Entries that choose their path.
        var paths: Uses?
    }

    /// By id; nil is the primary application of accounts that may leave it out.
    private(set) var applications: [UInt64?: Application] = [:]
    /// Values beyond ``mostValues``, each use counted.
    private(set) var passedOver = 0
    private var values = 0

    /// Takes what one entry uses. `inherited` are the fields that it has from `defaults`.
    mutating func add(_ spec: EntrySpec, inherited: RequestFieldSet) {
        let request = spec.request
        func place(_ field: RequestField) -> Place {
            Place(
                line: spec.line, column: spec.column, entry: spec.id.rawValue, isInherited: inherited.contains(field))
        }
        let id = request.subAppId
        var application = applications[id]
        if application == nil {
            guard isRoom() else { return }
            application = Application(uses: Uses(places: [place(.subAppId)], count: 1))
        } else {
            application?.uses.note(place(.subAppId))
        }
        guard var application else { return }
        if let region = request.storageRegion { note(region, place(.storageRegion), in: &application.regions) }
        // 0 is the built-in category (vod-api 10).
        if let category = request.classId, category != 0 {
            note(category, place(.classId), in: &application.categories)
        }
        if let name = request.procedure, !name.isEmpty { note(name, place(.procedure), in: &application.procedures) }
        if request.mediaStoragePath != nil {
            if application.paths == nil {
                application.paths = Uses(places: [place(.mediaStoragePath)], count: 1)
            } else {
                application.paths?.note(place(.mediaStoragePath))
            }
        }
        applications[id] = application
    }

    private mutating func note<Value: Hashable>(_ value: Value, _ place: Place, in uses: inout [Value: Uses]) {
        if uses[value] != nil {
            uses[value]?.note(place)
        } else if isRoom() {
            uses[value] = Uses(places: [place], count: 1)
        }
    }

    private mutating func isRoom() -> Bool {
        guard values < Self.mostValues else {
            passedOver += 1
            return false
        }
        values += 1
        return true
    }
}

extension AccountQuestions.Uses {
    fileprivate mutating func note(_ place: AccountQuestions.Place) {
        count += 1
        if places.count < AccountQuestions.mostPlaces { places.append(place) }
    }
}
