/// The headers that say where a request goes and how long it is: the transport writes them itself, with what was signed.
enum RequestFraming {
    /// True for a name that a request's own headers may not bring.
    static func isFraming(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4: name.lowercased() == "host"
        case 14: name.lowercased() == "content-length"
        case 17: name.lowercased() == "transfer-encoding"
        default: false
        }
    }
}
