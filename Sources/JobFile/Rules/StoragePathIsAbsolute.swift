import Diagnostics
import IngestModel

/// MediaStoragePath begins with `/` (vod-api 7), and what follows can be the key of an object.
enum StoragePathIsAbsolute {
    static func fault(_ path: String, of key: String) -> ValueFault? {
        guard path.utf8.first == UInt8(ascii: "/") else {
            return ValueFault(
                .jobMediaStoragePath, "`\(key)` is \(Quoted.text(path)); expected a path that begins with `/`",
                hint: path.utf8.count <= Quoted.longest ? "write `\(key): /\(path)`" : nil)
        }
        do throws(ObjectKey.Refusal) {
            _ = try ObjectKey(servicePath: path)
            return nil
        } catch {
            return ValueFault(.jobMediaStoragePath, "`\(key)` is \(Quoted.text(path)), which \(reason(error))")
        }
    }

    private static func reason(_ refusal: ObjectKey.Refusal) -> String {
        switch refusal {
        case .empty: "names nothing"
        case .tooLong(let count): "has \(count) bytes without its first `/`; at most \(ObjectKey.longest) are allowed"
        case .absolute: "begins with a second slash"
        case .dotOrEmptyPart: "has an empty part, a part `.` or a part `..`"
        case .controlCharacter: "contains a control character"
        }
    }
}
