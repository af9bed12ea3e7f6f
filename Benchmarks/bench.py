#!/usr/bin/env python3
"""Uploads to a sink on this machine with `vod-ingest` and with every peer that is installed, and writes one table.

Usage: bench.py [--rounds N] [--scale X] [--results FOLDER] [SCENARIO…]    see --help for the scenarios

The client has one core and the sink another; the clients take turns, round by round, so that what else the machine does
meets all of them. CPU seconds are the client process's own, user and system, start and end included.
"""

import argparse
import datetime
import json
import os
import pathlib
import sys

from clients import Client, find_clients
from machine import describe
from measuring import Sink, build_sink, data_folder
from scenarios import SCENARIOS
from table import render

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="*", help=", ".join(SCENARIOS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1, help="share of the data: 0.1 for a quick look")
    parser.add_argument("--results", type=pathlib.Path, help="folder to write the table and its numbers to")
    parser.add_argument("--program", type=pathlib.Path, default=HERE.parent / ".build/release/vod-ingest")
    arguments = parser.parse_args()
    unknown = set(arguments.scenario) - set(SCENARIOS)
    if unknown:
        parser.error(f"there is no scenario {', '.join(sorted(unknown))}")
    if not arguments.program.exists():
        parser.error(f"there is no {arguments.program}; `make bench` builds it")

    home = HERE.parent / ".build/benchmarks"
    home.mkdir(parents=True, exist_ok=True)
    clients = find_clients(arguments.program, home / "venv/bin")
    with data_folder() as data:
        Sink.program, Sink.certificate, Sink.key = build_sink(HERE / "sink.c", home)
        Client.work = home / "work"
        rows = []
        for name in arguments.scenario or SCENARIOS:
            print(f"bench: {name}", file=sys.stderr, flush=True)
            rows += SCENARIOS[name](clients, data, arguments.rounds, arguments.scale)
    if arguments.scale != 1:
        # What starting costs is a larger share of less data: the bounds are those of all of it.
        rows = [row | {"bound": None, "floor": None} for row in rows]
    report = {"date": datetime.date.today().isoformat(), "machine": describe(clients), "rounds": arguments.rounds,
              "scale": arguments.scale, "rows": rows}
    text = render(rows, report)
    print(text)
    if arguments.results:
        arguments.results.mkdir(parents=True, exist_ok=True)
        stem = f"{report['date']}-{report['machine']['name']}"
        (arguments.results / f"{stem}.md").write_text(text + "\n")
        (arguments.results / f"{stem}.json").write_text(json.dumps(report, indent=1) + "\n")


main()
