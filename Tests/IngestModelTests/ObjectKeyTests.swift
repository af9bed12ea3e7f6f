import Foundation
import Testing

@testable import IngestModel

@Suite struct ObjectKeyTests {
    private func refusal(_ text: String) -> ObjectKey.Refusal? {
        do throws(ObjectKey.Refusal) {
            _ = try ObjectKey(text)
            return nil
        } catch {
            return error
        }
    }

    @Test("Texts that would leave their folder, or that the store refuses, make no key")
    func refusals() {
        #expect(refusal("") == .empty)
        #expect(refusal("/a") == .absolute)
        #expect(refusal("\\a") == .absolute)
        for text in ["a//b", "a/", "./a", "a/./b", "../a", "a/..", "a/../b", "..", "."] {
            #expect(refusal(text) == .dotOrEmptyPart, "\(text)")
        }
        #expect(refusal("a\u{1A}b") == .controlCharacter)
        #expect(refusal("a\u{7F}b") == .controlCharacter)
        #expect(refusal(String(repeating: "é", count: 425)) == nil)
        #expect(refusal(String(repeating: "é", count: 426)) == .tooLong(852))
        // A combining mark joins with the slash before it into one Character; the store compares bytes.
        #expect(refusal("a/\u{301}..") == nil)
        #expect(refusal("a\u{301}/../b") == .dotOrEmptyPart)
    }

    @Test("The service's path loses its one leading slash, and files lie beside the medium")
    func siblings() throws {
        let key = try ObjectKey(servicePath: "/7f/ab/Xq.m3u8")
        #expect(key.text == "7f/ab/Xq.m3u8")
        #expect(try key.sibling("video/hi.m3u8").text == "7f/ab/video/hi.m3u8")
        #expect(try ObjectKey("top.m3u8").sibling("a b.ts").text == "a b.ts")
        #expect(throws: ObjectKey.Refusal.dotOrEmptyPart) { try key.sibling("../x.ts") }
        #expect(throws: ObjectKey.Refusal.dotOrEmptyPart) { try key.sibling("") }
    }

    @Test("A key read back is judged again")
    func coding() throws {
        let key = try ObjectKey("a/é 1.ts")
        let data = try JSONEncoder().encode([key])
        #expect(try JSONDecoder().decode([ObjectKey].self, from: data) == [key])
        #expect(throws: ObjectKey.Refusal.dotOrEmptyPart) {
            try JSONDecoder().decode([ObjectKey].self, from: Data(#"["../a"]"#.utf8))
        }
    }
}
