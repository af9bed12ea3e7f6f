"""The checker's own tests: it must see what it claims to see, and no more."""

import unittest

from check_sources import check_file, check_habits, check_layers, check_sizes, check_text
from swift_text import code_of, functions_of


def long_function(statement, count):
    return "func long() {\n" + f"    {statement}\n" * count + "}\n"


class Sources(unittest.TestCase):
    def test_strings_and_comments_are_not_code(self):
        text = 'let a = "func x() { \\(call("}")) {" // { Date()\nlet b = #"\\" {"# /* { /* { */ */ + """\n  { "quoted" }\n  """\n'
        code = code_of(text)
        self.assertEqual(len(code), len(text))
        self.assertEqual(" ".join(code.split()), 'let a = " \\(call(" ")) " let b = #" "# + """ """')

    def test_functions_are_measured_from_signature_to_brace(self):
        code = code_of("protocol P {\n    func bare()\n    init(a: Int)\n}\nstruct S {\n    init(\n        a: Int\n    ) {\n        self.init(b: a)\n    }\n    func go<T>(_ t: T) async throws(E) -> [T]\n    where T: P { [t] }\n}\n")
        self.assertEqual([(f.name, f.line, f.length) for f in functions_of(code)], [("init", 6, 5), ("go", 11, 2)])

    def test_long_functions_and_files(self):
        self.assertEqual(list(check_sizes("a.swift", *[long_function("step()", 58)] * 2)), [])
        self.assertEqual(
            list(check_sizes("a.swift", *[long_function("step()", 59)] * 2)),
            [(1, "`long` has 61 lines; a function has at most 60")])
        flat = "func table() -> Int {\n    switch x {\n" + "    case 1: 2\n" * 80 + "    }\n}\n"
        self.assertEqual(list(check_sizes("a.swift", flat, flat)), [])
        self.assertEqual(list(check_sizes("a.swift", "x\n" * 501, "")), [(1, "501 lines; a file has at most 500")])

    def test_data_and_names_like_options(self):
        self.assertEqual(list(check_file("a/-b-/c", 512 << 10)), [(1, "a name that begins like an option")])
        self.assertEqual(list(check_file("b/c", 512 << 10)), [])
        self.assertEqual(list(check_file("b/c", 3 << 20)), [(1, "3072 KiB; a committed file has at most 512")])

    def test_ambient_effects(self):
        text = "let now = Date()\nlet text = \"Date()\"\n// Date()\n"
        self.assertEqual(
            list(check_habits("Sources/IngestPolicy/A.swift", text, code_of(text))),
            [(1, "ambient `Date()`: hand it in from the composition")])
        self.assertEqual(list(check_habits("Sources/IngestCommands/Composition.swift", text, code_of(text))), [])

    def test_an_unsafe_word_wants_a_reason(self):
        text = "let a = try? read()\n" + "\n" * 9 + "// The file may be gone: then there is nothing to show.\nlet b = try? read()\n"
        self.assertEqual(
            list(check_habits("Sources/A/A.swift", text, code_of(text))), [(1, "`try?` without a reason beside it")])

    def test_a_sleep_in_a_test(self):
        text = "try await Task.sleep(for: .seconds(1))\nfunc sleep(until: Int) {}\nawait clock.sleep(for: 1)\nsleep(1)\n"
        self.assertEqual(
            list(check_habits("Tests/A/A.swift", text, text)), [(1, "a sleep in a test"), (4, "a sleep in a test")])

    def test_layers(self):
        modules = {"JobFile", "ServiceEmulator", "RequestSigning", "HTTPTransport"}
        self.assertEqual(
            list(check_layers("", "import HTTPTransport\nimport NIOCore\nlet f = FileManager.default\n", "JobFile", modules)),
            [(1, "JobFile is pure and imports HTTPTransport, which is not"), (2, "JobFile is pure and imports NIOCore"),
             (3, "JobFile is pure and uses `FileManager`")])
        self.assertEqual(
            list(check_layers("", "private import RequestSigning\n", "ServiceEmulator", modules)),
            [(1, "ServiceEmulator must not import RequestSigning")])
        self.assertEqual(
            list(check_layers("", "import GRDB\n", "IngestEngine", modules)),
            [(1, "IngestEngine imports GRDB, which is for IngestJournal alone")])

    def test_marks_and_paths(self):
        mark = "TO" + "DO"
        self.assertEqual(list(check_text("a.md", f"fine\n{mark} later\n")), [(2, f"left-over mark `{mark}`")])
        self.assertEqual(list(check_text("a.md", "see /ho" + "me/x/y\n")), [(1, "a path of one machine")])
        self.assertEqual(list(check_text("a.md", "/data/archive and ~/home/x\n")), [])


if __name__ == "__main__":
    unittest.main()
