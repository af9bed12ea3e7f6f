#!/usr/bin/env python3
"""Counts the instructions of each micro-benchmark under callgrind and compares them with the committed thresholds.

Usage: check.py PROGRAM [--write] [NAME…]    fails where one needs over 5 % more than its threshold

A count is the difference of two runs, divided by the difference of their repetitions: start and set-up cancel out.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

THRESHOLDS = pathlib.Path(__file__).resolve().parent / "Thresholds" / f"{platform.machine()}.json"
TOLERANCE = 0.05
FEW, MORE = 3, 8


def instructions(program, name, count):
    with tempfile.TemporaryDirectory() as folder:
        found = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program, name, str(count), folder],
            # Hashes with a random seed would make every count another one.
            env=os.environ | {"SWIFT_DETERMINISTIC_HASHING": "1"}, capture_output=True, text=True)
    total = re.search(r"Collected : (\d+)", found.stderr)
    if found.returncode or not total:
        sys.exit(f"bench-check: {name} ended with {found.returncode}:\n{found.stdout}{found.stderr}")
    return int(total[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("name", nargs="*")
    parser.add_argument("--write", action="store_true", help="write the thresholds anew")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(arguments, stripped(arguments.program, folder))


def stripped(program, folder):
    """A copy without the debugger's tables: valgrind gives up on those of Swift 6."""
    copy = pathlib.Path(folder) / "MicroBenchmarks"
    subprocess.run(["strip", "--strip-debug", "-o", copy, program], check=True)
    return str(copy)


def compare(arguments, program):
    names = subprocess.run([program, "--list"], capture_output=True, text=True, check=True).stdout.split()
    known = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {}
    failed = []
    for name in arguments.name or names:
        few, more = (instructions(program, name, count) for count in (FEW, MORE))
        count = round((more - few) / (MORE - FEW))
        bound = known.get(name)
        if arguments.write:
            known[name] = count
            print(f"{name}: {count:,}")
        elif bound is None:
            failed.append(name)
            print(f"{name}: {count:,} instructions, no threshold")
        else:
            change = count / bound - 1
            verdict = "too many" if change > TOLERANCE else "fewer: lower the threshold" if change < -TOLERANCE else "ok"
            print(f"{name}: {count:,} instructions, {change:+.1%} of {bound:,}: {verdict}")
            if change > TOLERANCE:
                failed.append(name)
    if arguments.write:
        THRESHOLDS.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    if failed:
        sys.exit(f"bench-check: failed: {', '.join(failed)}")


main()
