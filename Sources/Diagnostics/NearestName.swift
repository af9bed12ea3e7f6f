/// Finds what somebody may have meant.
public enum NearestName {
    /// The name of `names` that is the fewest slips away from `text`, letter case aside: a slip is a letter too many, too
    /// few, wrong, or swapped with its neighbour. Of equals the first. Nil when every name is further than a third of the
    /// longer text's length (one slip is always near for texts of 3 letters and more).
    public static func nearest(to text: String, in names: some Sequence<String>) -> String? {
        let given = Array(text.lowercased().unicodeScalars.prefix(100))
        var best: (name: String, distance: Int)?
        for name in names {
            let candidate = Array(name.lowercased().unicodeScalars)
            let longer = max(given.count, candidate.count)
            let bound = longer < 3 ? 0 : max(1, longer / 3)
            let most = min(bound, (best?.distance ?? .max) - 1)
            guard most >= 0, abs(given.count - candidate.count) <= most else { continue }
            let distance = distance(given, candidate)
            if distance <= most { best = (name, distance) }
        }
        return best?.name
    }

    /// Damerau-Levenshtein distance where no piece is edited twice (optimal string alignment).
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in 0..<right.count {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
