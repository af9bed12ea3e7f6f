"""Where a process spends its CPU, by `perf`: the share of samples whose stack passes through some code."""

import re
import shutil
import subprocess
import tempfile

PER_SECOND = 4000
COMMAND = ["perf", "record", "--quiet", "--freq", PER_SECOND, "--call-graph", "fp", "--output"]


def is_there():
    """True where this machine's `perf` may look at a process of ours."""
    if not shutil.which("perf"):
        return False
    with tempfile.NamedTemporaryFile() as file:
        return subprocess.run([*map(str, COMMAND), file.name, "true"], capture_output=True).returncode == 0


def share(run, through):
    """The share in percent of the samples that `run(prefix)` makes, told to put `prefix` before its command, that pass through
    what the expression `through` finds."""
    with tempfile.NamedTemporaryFile() as file:
        run([*COMMAND, file.name])
        script = ["perf", "script", "--input", file.name, "--fields", "ip,sym,dso"]
        stacks, found = 0, 0
        with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            # Not held as a whole: the peak memory of a process that is begun later begins with what this one holds.
            for stack in paragraphs(process.stdout):
                stacks += 1
                found += any(re.search(through, line) for line in stack)
        if process.returncode or not stacks:
            raise RuntimeError(f"{script} gave {stacks} stacks and ended with {process.returncode}")
    return 100 * found / stacks


def paragraphs(lines):
    """Lists of lines that an empty one ends."""
    paragraph = []
    for line in lines:
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph
