#!/usr/bin/env python3
"""Compares the program's judgement of changed job files with that of schemas/job.schema.json by PyPI's jsonschema.

Usage: agreement.py PROGRAM [COUNT [SEED]]    COUNT changed files (3000), by the seed SEED (a new one, which is printed)

Each change is of one of the job files in examples/ or of one with every key. What the schema cannot say is in BEYOND, with
the reason; anything else on which the two differ makes this script fail.
"""

import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import jsonschema

import documents
import mutations

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Codes of errors that no schema can find, and why. The program may refuse for these what the schema accepts.
BEYOND = {
    "job.expire-time-past": "no schema knows the present",
    "job.expire-time": "a pattern knows the form of a date, not the calendar",
    "job.duplicate-entry": "no schema compares a property of one element with that of another",
    "job.media-type": "whether the extension of a path counts depends on `MediaType` in the entry or in `defaults`",
    "job.media-type-missing": "whether a path needs an extension depends on the same",
    "job.cover-type": "the same for covers, by `CoverType`",
    "job.cover-type-missing": "the same for covers without an extension",
    "job.media-last": "a JSON object has no order",
    "job.time-zone": "the names of zones are on the machine",
    "job.anchor-in-media": "anchors are gone before a schema sees the value",
    "job.duplicate-anchor": "which of two anchors is meant, likewise",
    "job.merge": "merges are done before a schema sees the value",
    "job.part-size": "a pattern does not compare sizes",
    "job.size-range": "a pattern does not compare sizes",
    "job.unknown-alias": "an alias inside the value that it names has no JSON",
    "job.wrong-type": "a schema sees a number, not how it is written: 007, +7, 0x10, 1e3, 7.0",
    "job.size": "the same for a size in bytes",
    "job.media-storage-path": "a schema counts characters, the store bytes",
}
# Beyond their code, these need a number in another notation.
NOTATION = {"job.wrong-type", "job.size"}
NUMBER = re.compile(r"is `[-+]?[0-9.]+([eE][-+]?[0-9]+)?`|is `0[xo][0-9a-fA-F]+`")
NULL_WORD = "`null` and `~` are texts to the program, and the absence of a value to a schema"


def every_key():
    text = (ROOT / "Tests/JobFileTests/ValidJobTests.swift").read_text()
    block = re.search(r'everyKey = """\n(.*?)\n {8}"""', text, re.S).group(1)
    return "\n".join(line[8:] for line in block.split("\n"))


def bases():
    files = sorted(path for path in (ROOT / "examples").glob("*.yaml") if path.name != "faulty.yaml")
    return [documents.read(text) for text in [every_key(), *(path.read_text() for path in files)]]


def program_errors(program, folder, names):
    """The errors of each file, by one run of the program."""
    result = subprocess.run(
        [program, "validate", "--no-files", "--format", "json", *names], cwd=folder, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin"}, check=False)
    if result.returncode not in (0, 2):
        sys.exit(f"agreement: the program ended with {result.returncode}: {result.stderr[-500:]}")
    found = collections.defaultdict(list)
    for line in result.stdout.splitlines():
        finding = json.loads(line)
        if finding["severity"] == "error":
            found[finding["file"]].append(finding)
    return found


def schema_accepts(validator, tree):
    try:
        return validator.is_valid(documents.as_json(tree))
    except documents.Refused:
        return False


def has_null_word(node):
    if isinstance(node, documents.Mapping):
        return any(has_null_word(value) for _, value in node.pairs)
    return any(map(has_null_word, node)) if isinstance(node, list) else documents.is_null_word(node)


def reason(tree, errors):
    """Why the two may differ; None where they may not."""
    if not errors:
        return NULL_WORD if has_null_word(tree) else None
    for error in errors:
        if error["code"] not in BEYOND or (error["code"] in NOTATION and not NUMBER.search(error["message"])):
            return None
    return BEYOND[errors[0]["code"]]


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    generator = random.Random(seed)
    schema = json.loads((ROOT / "schemas/job.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    valid = bases()
    trees = valid + [mutations.mutant(generator.choice(valid), generator) for _ in range(count)]
    counts, reasons, failures = collections.Counter(), collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{index:05}.yaml" for index in range(len(trees))]
        for name, tree in zip(names, trees):
            pathlib.Path(folder, name).write_text(documents.write(tree), encoding="utf-8")
        errors = program_errors(program, folder, names)
    for index, (name, tree) in enumerate(zip(names, trees)):
        by_program, by_schema = not errors[name], schema_accepts(validator, tree)
        if index < len(valid) and not (by_program and by_schema):
            failures.append((name, tree, by_schema, errors[name]))
        elif by_program == by_schema:
            counts["accepted by both" if by_program else "refused by both"] += 1
        elif why := reason(tree, errors[name]):
            reasons[why] += 1
        else:
            failures.append((name, tree, by_schema, errors[name]))
    report(seed, count, counts, reasons, failures)


def report(seed, count, counts, reasons, failures):
    print(f"agreement: {count} changed job files (seed {seed}): {counts['accepted by both']} accepted by both, "
          f"{counts['refused by both']} refused by both, {sum(reasons.values())} judged apart for what a schema cannot say, "
          f"{len(failures)} disagreements")
    for why, number in reasons.most_common():
        print(f"agreement: {number:6}  {why}")
    for _, tree, by_schema, errors in failures[:10]:
        found = "; ".join(f"{error['code']}: {error['message']}" for error in errors) or "nothing"
        print(f"\nthe schema {'accepts' if by_schema else 'refuses'} this, the program finds {found}:\n"
              f"{documents.write(tree)}", file=sys.stderr)
    if failures or not counts["accepted by both"] or not counts["refused by both"]:
        sys.exit(f"agreement: failed; run again with the seed {seed}")


main()
