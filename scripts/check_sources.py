"""Checks that need no compiler: sizes, names, layers, ambient effects, marks, sleeps in tests, paths of one machine.

Prints `file:line: what is wrong` for each finding and fails if there is one.
"""

import pathlib
import re
import subprocess
import sys

from swift_text import code_of, functions_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
LONGEST_FILE = 500
LONGEST_FUNCTION = 60
# The largest fixture has a third of this: what is larger is made by a program, not kept.
LARGEST_FILE = 512 << 10

# What computes without touching anything (docs/architecture.md).
PURE = {
    "Diagnostics", "IngestModel", "Checksums", "YAMLEvents", "JobFile", "StreamingManifest", "TencentWire",
    "RequestSigning", "IngestPolicy", "IngestReport",
}
# What a pure module may import from outside: nothing here opens a file or a socket by itself.
PURE_IMPORTS = {"Foundation", "FoundationEssentials", "FoundationXML", "CLibYAML", "CISAL", "Crypto", "Mustache"}
PURE_FORBIDDEN = re.compile(
    r"\b(FileManager|FileHandle|URLSession|InputStream|OutputStream|ProcessInfo|Process\(|DispatchQueue|NSLock|Mutex<|"
    r"ContinuousClock|SuspendingClock|fopen|print\()|\b(?:Data|String)\(contentsOf(?:File)?:"
)
# Who alone may import what.
ONLY = {
    "CLibYAML": {"YAMLEvents"},
    "CISAL": {"Checksums"},
    "GRDB": {"IngestJournal"},
    "AsyncHTTPClient": {"HTTPTransport"},
    "Mustache": {"IngestReport"},
    "Hummingbird": {"ServiceEmulator"},
    "ArgumentParser": {"IngestCommands", "vod-emulator"},
    "ServiceEmulator": {"IngestCommands", "vod-emulator"},
}
# Who must never import what: the emulator judges the client, so it may share no decision with it.
NEVER = {"ServiceEmulator": {"RequestSigning", "TencentClient", "IngestPolicy", "HTTPTransport"}}

AMBIENT = re.compile(
    r"\bDate\(\)|\bDate\.now\b|\.random\(in:(?![^\n]*using:)|\bSystemRandomNumberGenerator\(|\bUUID\(\)|\.randomElement\(\)|\.shuffled\(\)|"
    r"ProcessInfo\.processInfo|\bgetenv\(|\bContinuousClock\(\)|\bSuspendingClock\(\)|\bContinuousClock\.now\b|"
    r"Task\.sleep\((?:nanoseconds|seconds)"
)
# Where time, randomness and the environment come in, and why there.
COMPOSITION = {
    "Sources/IngestCommands/Composition.swift": "builds the real parts of a run",
    "Sources/IngestCommands/EnvironmentVariables.swift": "the one reader of the environment",
    "Sources/ServiceEmulator/Configuration/EmulatorConfiguration.swift": "an emulator's clock, where its owner hands in none",
    "Sources/VODUpload/VODUploadClient.swift": "the library's own composition, for programs that are not this one",
    "Sources/HTTPTransport/EventLoopClock.swift": "a clock that the composition hands in",
    "Sources/IngestEngine/ProgressFeed.swift": "the age of a run, which is shown and decides nothing",
}

MARKS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\b[Pp]laceholder\.swift\b|\bnot (?:yet )?implemented\b")
UNSAFE = re.compile(r"\btry[?!]|@unchecked Sendable|nonisolated\(unsafe\)|\bTask\.detached\b|\bas!")
SLEEP = re.compile(r"\bTask\.sleep\(|\busleep\(|(?<![.\w])(?<!func )sleep\(|Thread\.sleep|Clock\(\)\.sleep\(")
IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |package |internal |private |fileprivate )?import\s+"
                    r"(?:struct |class |enum |func |protocol |typealias |let |var )?(\w+)", re.MULTILINE)
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:home|root|Users)/\w|" + re.escape(str(ROOT)) + r"\b")


def tracked():
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                             capture_output=True, check=True).stdout
    return [name for name in sorted(listing.decode().split("\0")) if name and (ROOT / name).is_file()]


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def check_file(name, size):
    """What holds for a file of any kind: data that a program can make anew does not belong among sources."""
    if size > LARGEST_FILE:
        yield 1, f"{size >> 10} KiB; a committed file has at most {LARGEST_FILE >> 10}"
    if any(part.startswith("-") for part in name.split("/")):
        yield 1, "a name that begins like an option"


def check_sizes(name, text, code):
    lines = text.count("\n") + (not text.endswith("\n"))
    if lines > LONGEST_FILE:
        yield 1, f"{lines} lines; a file has at most {LONGEST_FILE}"
    for function in functions_of(code):
        if function.length > LONGEST_FUNCTION and not function.is_flat_switch():
            yield function.line, f"`{function.name}` has {function.length} lines; a function has at most {LONGEST_FUNCTION}"


def check_layers(name, code, target, modules):
    imports = [(line_of(code, found.start(1)), found.group(1)) for found in IMPORT.finditer(code)]
    for line, module in imports:
        if module in ONLY and target not in ONLY[module]:
            yield line, f"{target} imports {module}, which is for {', '.join(sorted(ONLY[module]))} alone"
        if module in NEVER.get(target, ()):
            yield line, f"{target} must not import {module}"
        if target in PURE and module in modules - PURE - PURE_IMPORTS:
            yield line, f"{target} is pure and imports {module}, which is not"
        if target in PURE and module not in modules | PURE_IMPORTS:
            yield line, f"{target} is pure and imports {module}"
    if target in PURE:
        for found in PURE_FORBIDDEN.finditer(code):
            yield line_of(code, found.start()), f"{target} is pure and uses `{found.group()}`"


def reasoned(text, position):
    """True when a comment stands on the line of `position` or close above it."""
    line = line_of(text, position)
    return any("//" in near for near in text.split("\n")[max(0, line - 9) : line])


def check_habits(name, text, code):
    if name.startswith("Sources/"):
        if name not in COMPOSITION:
            for found in AMBIENT.finditer(code):
                yield line_of(code, found.start()), f"ambient `{found.group()}`: hand it in from the composition"
        for found in UNSAFE.finditer(code):
            if not reasoned(text, found.start()):
                yield line_of(code, found.start()), f"`{found.group()}` without a reason beside it"
    if name.startswith("Tests/"):
        for found in SLEEP.finditer(code):
            if reasoned(text, found.start()):
                continue
            yield line_of(code, found.start()), "a sleep in a test"


def check_text(name, text):
    if not name.startswith("scripts/"):
        for found in MARKS.finditer(text):
            yield line_of(text, found.start()), f"left-over mark `{found.group()}`"
    for found in MACHINE_PATH.finditer(text):
        yield line_of(text, found.start()), "a path of one machine"


def findings():
    names = tracked()
    modules = {name.split("/")[1] for name in names if name.startswith("Sources/")}
    for name in names:
        yield from ((name, line, what) for line, what in check_file(name, (ROOT / name).stat().st_size))
        if name.startswith(("examples/media/", "Tests/")) and not name.endswith(".swift"):
            continue
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = list(check_text(name, text))
        if name.endswith(".swift"):
            code = code_of(text)
            found += check_sizes(name, text, code)
            found += check_habits(name, text, code)
            if name.startswith("Sources/"):
                found += check_layers(name, code, name.split("/")[1], modules)
            if name.endswith("/Placeholder.swift"):
                found.append((1, "a file that stands in for nothing"))
        yield from ((name, line, what) for line, what in found)


def main():
    result = sorted(findings())
    for name, line, what in result:
        print(f"{name}:{line}: {what}")
    return 1 if result else 0


if __name__ == "__main__":
    sys.exit(main())
