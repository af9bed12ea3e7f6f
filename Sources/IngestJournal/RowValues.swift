import GRDB

extension Row {
    /// The value of `column`. Throws where the file holds something else there, which the subscript would trap on.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) throws -> Value {
        try decode(Value.self, forColumn: column)
    }
}

/// The values of a row from left to right: a report has millions of them, an entry thousands of files, and finding a column by
/// its name takes longer than reading it.
struct ValuesInOrder {
    private let row: Row
    private var index: Int

    /// The values of `row` from the column `index` on.
    init(_ row: Row, from index: Int = 0) {
        self.row = row
        self.index = index
    }

    /// The next value. Throws where the file holds something else there.
    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value {
        defer { index += 1 }
        return try row.decode(Value.self, atIndex: index)
    }
}
