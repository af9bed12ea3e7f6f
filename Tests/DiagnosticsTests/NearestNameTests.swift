import Diagnostics
import IngestTestSupport
import Testing

@Suite("NearestName")
struct NearestNameTests {
    @Test(
        "One slip is near: a letter too many, too few, wrong, or swapped",
        arguments: [
            ("globall", "global"), ("gobal", "global"), ("glopal", "global"), ("golbal", "global"),
            ("GLOBAL", "global"),
            ("mdia", "media"), ("clasid", "ClassId"), ("Media_File_Path", "MediaFilePath"), ("nam", "name"),
        ])
    func near(_ text: String, _ name: String) {
        #expect(NearestName.nearest(to: text, in: ["name", "media", "global", "ClassId", "MediaFilePath"]) == name)
    }

    @Test("What is far from everything has no nearest name", arguments: ["", "x", "bandwidth", "zzzzzz", "me"])
    func far(_ text: String) {
        #expect(NearestName.nearest(to: text, in: ["name", "media", "global"]) == nil)
    }

    @Test("Of equally near names the first is taken, a nearer one before it")
    func ties() {
        #expect(NearestName.nearest(to: "cat", in: ["bat", "hat"]) == "bat")
        #expect(NearestName.nearest(to: "cats", in: ["bat", "cat"]) == "cat")
        #expect(NearestName.nearest(to: "cat", in: []) == nil)
    }

    @Test("One edit of a long name leads back to it")
    func edits() {
        var random = SplitMix64(seed: TestSeed.current)
        let names = ["concurrency", "StorageRegion", "parentReferences", "SourceContext"]
        for _ in 0..<500 {
            guard let name = names.randomElement(using: &random) else { continue }
            var letters = Array(name)
            let place = Int.random(in: 0..<letters.count - 1, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: letters.remove(at: place)
            case 1: letters.insert("x", at: place)
            case 2: letters[place] = "x"
            default: letters.swapAt(place, place + 1)
            }
            #expect(NearestName.nearest(to: String(letters), in: names) == name, "\(TestSeed.note)")
        }
    }
}
