/// The files that may start an upload, by the sequence number of their first waiting ticket: a binary min-heap.
struct ReadyOrder: Sendable {
    struct Place: Hashable, Sendable {
        var sequence: UInt64
        var file: FileKey
    }

    private var heap: [Place] = []

    var count: Int { heap.count }

    mutating func insert(_ place: Place) {
        heap.append(place)
        var child = heap.count - 1
        while child > 0, heap[child].sequence < heap[(child - 1) / 2].sequence {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst() -> Place? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while let child = smallerChild(of: parent), heap[child].sequence < heap[parent].sequence {
            heap.swapAt(parent, child)
            parent = child
        }
        return first
    }

    private func smallerChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && heap[left + 1].sequence < heap[left].sequence ? left + 1 : left
    }
}
