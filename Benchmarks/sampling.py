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
        stacks = subprocess.run(script, capture_output=True, text=True, check=True).stdout.strip().split("\n\n")
    wanted = re.compile(through)
    return 100 * sum(1 for stack in stacks if wanted.search(stack)) / len(stacks)
