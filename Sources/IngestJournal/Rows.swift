import GRDB
import GRDBSQLite

// Statements that run for each entry, file and segment. GRDB keeps them prepared; values go to and come from SQLite itself
// here, without the general arguments and rows that took more than the statements (docs/performance.md).

extension Row {
    /// The value of `column`. Throws where the file holds something else there, which the subscript would trap on.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) throws -> Value {
        try decode(Value.self, forColumn: column)
    }
}

/// A value of a column.
protocol ColumnValue {
    /// Makes it the parameter `index`, counted from 1, of `statement`. Gives SQLite's result code.
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt

    /// The value in the column `index`, counted from 0, of the row at which `statement` stands. Throws where the file holds a
    /// value of another type there.
    init(of statement: SQLiteStatement, at index: CInt) throws
}

/// A value of another type than the program writes.
private struct ValueOfAnotherType: Error {
    /// Throws unless the column `index` holds a value of the type `type`.
    static func refuse(unless type: CInt, _ statement: SQLiteStatement, at index: CInt) throws {
        guard sqlite3_column_type(statement, index) == type else { throw ValueOfAnotherType() }
    }
}

extension Int64: ColumnValue {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt { sqlite3_bind_int64(statement, index, self) }

    init(of statement: SQLiteStatement, at index: CInt) throws {
        try ValueOfAnotherType.refuse(unless: SQLITE_INTEGER, statement, at: index)
        self = sqlite3_column_int64(statement, index)
    }
}

extension Int: ColumnValue {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt { Int64(self).bind(to: statement, at: index) }

    init(of statement: SQLiteStatement, at index: CInt) throws { self.init(try Int64(of: statement, at: index)) }
}

extension Bool: ColumnValue {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
        Int64(self ? 1 : 0).bind(to: statement, at: index)
    }

    init(of statement: SQLiteStatement, at index: CInt) throws { self = try Int64(of: statement, at: index) != 0 }
}

extension Double: ColumnValue {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt { sqlite3_bind_double(statement, index, self) }

    init(of statement: SQLiteStatement, at index: CInt) throws {
        try ValueOfAnotherType.refuse(unless: SQLITE_FLOAT, statement, at: index)
        self = sqlite3_column_double(statement, index)
    }
}

/// Tells SQLite to copy what is bound.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension String: ColumnValue {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                // Without an address it would be NULL.
                guard let start = $0.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, transient) }
                return sqlite3_bind_text64(statement, index, start, UInt64($0.count), transient, UInt8(SQLITE_UTF8))
            }
        }
    }

    init(of statement: SQLiteStatement, at index: CInt) throws {
        try ValueOfAnotherType.refuse(unless: SQLITE_TEXT, statement, at: index)
        let start = sqlite3_column_text(statement, index)
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
        self.init(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8]: ColumnValue {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return sqlite3_bind_blob64(statement, index, start, UInt64(bytes.count), transient)
        }
    }

    init(of statement: SQLiteStatement, at index: CInt) throws {
        try ValueOfAnotherType.refuse(unless: SQLITE_BLOB, statement, at: index)
        let start = sqlite3_column_blob(statement, index)
        self.init(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index))))
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    func bind(to statement: SQLiteStatement, at index: CInt) -> CInt {
        self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
    }

    init(of statement: SQLiteStatement, at index: CInt) throws {
        self = sqlite3_column_type(statement, index) == SQLITE_NULL ? nil : try Wrapped(of: statement, at: index)
    }
}

/// The values of a row from left to right; good until the next row is asked for.
struct ValuesInOrder {
    private let statement: SQLiteStatement
    private var index: CInt = 0

    fileprivate init(_ statement: SQLiteStatement) { self.statement = statement }

    /// The next value. Throws where the file holds a value of another type there.
    mutating func next<Value: ColumnValue>() throws -> Value {
        defer { index += 1 }
        return try Value(of: statement, at: index)
    }
}

/// The rows of a statement, one after the other.
struct Rows: ~Copyable {
    private let statement: Statement

    fileprivate init(_ statement: Statement, count: CInt) {
        precondition(count == sqlite3_bind_parameter_count(statement.sqliteStatement), "a value for each parameter")
        self.statement = statement
    }

    /// The next row; nil after the last.
    mutating func next() throws -> ValuesInOrder? {
        try statement.step() ? ValuesInOrder(statement.sqliteStatement) : nil
    }

    deinit { sqlite3_reset(statement.sqliteStatement) }
}

extension Statement {
    /// Makes `values` its parameters behind the first `count`, and gives how many it has values for now. It must not stand at a
    /// row.
    func bind<each Value: ColumnValue>(after count: CInt = 0, _ values: repeat each Value) throws -> CInt {
        var count = count
        for value in repeat each values {
            count += 1
            let code = value.bind(to: sqliteStatement, at: count)
            guard code == SQLITE_OK else { throw fault(code) }
        }
        return count
    }

    /// Executes it; `count` of its parameters were given values.
    func run(with count: CInt) throws {
        precondition(count == sqlite3_bind_parameter_count(sqliteStatement), "a value for each parameter")
        defer { sqlite3_reset(sqliteStatement) }
        while try step() {}
    }

    /// True where it stands at a row now.
    fileprivate func step() throws -> Bool {
        switch sqlite3_step(sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw fault(code)
        }
    }

    fileprivate func fault(_ code: CInt) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: sqlite3_errmsg(sqlite3_db_handle(sqliteStatement)).map { String(cString: $0) }, sql: sql)
    }
}

extension Database {
    /// Executes `sql`, prepared once, with `values` for its parameters.
    func cached<each Value: ColumnValue>(_ sql: String, _ values: repeat each Value) throws {
        let statement = try cachedStatement(sql: sql)
        try statement.run(with: statement.bind(repeat each values))
    }

    /// The rows of `sql`, prepared once, with `values` for its parameters. The same text again, before they are read to their end,
    /// would begin them anew.
    func rows<each Value: ColumnValue>(_ sql: String, _ values: repeat each Value) throws -> Rows {
        let statement = try cachedStatement(sql: sql)
        sqlite3_reset(statement.sqliteStatement)
        return Rows(statement, count: try statement.bind(repeat each values))
    }
}
