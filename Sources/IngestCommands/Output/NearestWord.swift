/// The known word that was probably meant.
enum NearestWord {
    /// The word with the fewest edits to `text`, ignoring case; nil when more than a third of the letters would have to change.
    static func to(_ text: String, among words: [String]) -> String? {
        let wanted = Array(text.lowercased())
        let nearest = words.map { ($0, distance(wanted, Array($0.lowercased()))) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let (word, edits) = nearest, edits <= max(1, wanted.count / 3) else { return nil }
        return word
    }

    /// Letters to insert, delete or replace (Levenshtein).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
