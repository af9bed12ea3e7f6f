#!/usr/bin/env python3
"""Runs the real program on a mixed job against the real emulator while both are disturbed, and checks the emulator's books.

Usage: soak.py [--kills N] [--seed S] [--programs DIR]

Each round is a job of its own: plain files, files in parts, covers, HLS and DASH. Over and over the program is started on it and
killed, stopped in order, or frozen for a while; the emulator is ended and started again on its folder; a fifth of all requests meets a
fault. A round ends when the program says that everything is there. Then every entry has exactly one medium, every object has the bytes
of its file, no upload is left behind that nobody knows of, and the report says what the books say. Python's standard library alone."""

import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SECRET_ID, SECRET_KEY = "AKIDSOAK", "soak-secret-key"
# Ends of the program that leave work for the next run: failed entries, stopped, the account refused for a while, signals.
UNFINISHED = {1, 3, 4, 130, 143, -signal.SIGKILL, -signal.SIGINT, -signal.SIGTERM}
LEAST_PART = 1 << 20
# Seconds; a request is given up after sixty in which nothing moves.
LONG_FREEZE = 75
ENTRY_TIME_LIMIT = 300


def fault_rules():
    """Faults for about a fifth of all requests, each drawn by itself."""
    def rule(name, effect, share, on=None):
        return {"name": name, "effect": effect, "probability": share, **({"on": on} if on else {})}

    uploads = ("PutObject", "UploadPart")
    rules = [
        rule("500", {"reply": {"status": 500, "code": "InternalError"}}, 0.03),
        rule("throttled", "throttle", 0.03),
        rule("reset before the work", "closeBefore", 0.03),
        rule("lost answer", "loseReply", 0.04),
        rule("truncated answer", {"cutReply": {"afterBytes": 20}}, 0.02),
        rule("slow", {"delay": {"seconds": 0.2}}, 0.02),
        rule("gateway page", {"replyHTML": {"status": 502}}, 0.02),
    ]
    for action in uploads:
        rules += [
            rule(f"reset within the body of {action}", {"closeInBody": {"afterBytes": 5000}}, 0.02, action),
            rule(f"wrong CRC of {action}", "wrongCRC", 0.02, action),
            rule(f"missing CRC of {action}", "missingCRC", 0.02, action),
            rule(f"expired token of {action}", "expiredToken", 0.003, action),
            rule(f"stall of {action}", {"stall": {"afterBodyBytes": 1000}}, 0.002, action),
        ]
    rules.append(rule("error inside 200", {"errorInside200": {"code": "InternalError"}}, 0.05, "CompleteMultipartUpload"))
    return rules


class Emulator:
    """`vod-emulator` on one folder and one port, over as many processes as it takes."""

    def __init__(self, program, folder, seed):
        self.folder, self.program, self.seed = folder, program, seed
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.received, self.restarts, self.fired, self.requests = 0, -1, {}, 0
        self.process = None
        self.start()

    def start(self):
        self.restarts += 1
        plan = self.folder / "faults.json"
        plan.write_text(json.dumps({"seed": self.seed + self.restarts, "rules": fault_rules()}))
        command = [
            self.program, "--port", str(self.port), "--store", self.folder / "store", "--keep", "--faults", plan,
            "--account", f"{SECRET_ID}:{SECRET_KEY}", "--seed", str(self.seed), "--latency", "0.02",
        ]
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise SystemExit(f"soak: the emulator ended with status {self.process.wait()}")

    def snapshot(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.address + "/_emulator/snapshot", timeout=60) as answer:
            return json.load(answer)

    def end(self):
        """Ends the process in order, after its counts were added up."""
        seen = self.snapshot()
        self.received += seen["bytesReceived"]
        self.requests += sum(seen["requests"].values())
        for fault in seen["faults"]:
            self.fired[fault["name"]] = self.fired.get(fault["name"], 0) + fault["fired"]
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.process.stdout.close()
        return seen

    def stored(self, bucket, key):
        return self.folder.joinpath("store", "objects", bucket, *key.split("/")).read_bytes()


def make_job(folder, choice):
    """Writes a job; returns its entries: id to the files of the entry by path below the entry's manifest."""
    archive = folder / "archive"
    entries, lines = {}, ["version: 1", "region: ap-guangzhou", f"base: {archive}", "media:"]

    def write(name, size):
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(choice.randbytes(size))
        return path

    def entry(name, files, more=()):
        entries[f"e-{len(entries)}"] = files
        lines.append(f"  - id: e-{len(entries) - 1}")
        lines.extend([f"    MediaFilePath: {name}", f"    SourceContext: e-{len(entries) - 1}", *more])

    for number in range(16):
        name = f"plain/{number}.mp4"
        entry(name, {"": write(name, choice.randrange(1, 200_000))})
    for number in range(4):
        name = f"large/{number}.mp4"
        entry(name, {"": write(name, choice.randrange(5 * LEAST_PART, 9 * LEAST_PART))})
    name = "covered/film.mp4"
    files = {"": write(name, 50_000), "cover": write("covered/film.png", 3_000)}
    entry(name, files, ["    CoverFilePath: covered/film.png"])
    for number in range(2):
        files = {f"s/{n}.ts": write(f"hls{number}/s/{n}.ts", choice.randrange(1, 60_000)) for n in range(8)}
        text = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n"
        text += "".join(f"#EXTINF:4,\ns/{n}.ts\n" for n in range(8)) + "#EXT-X-ENDLIST\n"
        path = archive / f"hls{number}/index.m3u8"
        path.write_text(text)
        entry(f"hls{number}/index.m3u8", {"": path, **files})
    files = {f"v/{n}.m4s": write(f"dash/v/{n}.m4s", choice.randrange(1, 60_000)) for n in range(1, 7)}
    files["v/init.mp4"] = write("dash/v/init.mp4", 900)
    path = archive / "dash/manifest.mpd"
    path.write_text(
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT12S" minBufferTime="PT2S" '
        'profiles="urn:mpeg:dash:profile:isoff-live:2011"><Period><AdaptationSet mimeType="video/mp4"><SegmentTemplate '
        'timescale="1" duration="2" startNumber="1" media="v/$Number$.m4s" initialization="v/init.mp4"/>'
        '<Representation id="v" bandwidth="1000"/></AdaptationSet></Period></MPD>')
    entry("dash/manifest.mpd", {"": path, **files})
    (folder / "job.yaml").write_text("\n".join(lines) + "\n")
    return entries


class Round:
    """One job until it is done."""

    def __init__(self, programs, folder, seed, long_freeze=False):
        self.choice = random.Random(seed)
        self.long_freeze = long_freeze
        self.folder, self.programs = folder, programs
        self.entries = make_job(folder, self.choice)
        self.emulator = Emulator(programs / "vod-emulator", folder, seed)
        self.kills = self.stops = self.freezes = self.runs = 0

    def start(self):
        command = [
            self.programs / "vod-ingest", "run", "job.yaml", "--api", self.emulator.address, "--storage",
            self.emulator.address, "--state", "state.sqlite", "--report", "report.json", "--progress", "none",
            "--part-size", "1MiB", "--multipart-from", "2MiB", "--global", "6", "--entries", "4", "--log-level", "error",
        ]
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "TENCENTCLOUD_SECRET_ID": SECRET_ID,
            "TENCENTCLOUD_SECRET_KEY": SECRET_KEY,
        }
        self.runs += 1
        log = open(self.folder / "errors.log", "ab")
        with log:
            return subprocess.Popen(
                list(map(str, command)), cwd=self.folder, env=environment, stdout=log, stderr=log)

    def disturb(self, process):
        """Does one thing to the run at a random moment, and returns how it ended; None where it goes on."""
        if ended(process, self.choice.uniform(0.1, 0.8)) is not None:
            return process.returncode
        deed = self.choice.choices(["kill", "stop", "freeze", "restart"], [70, 8, 12, 10])[0]
        if deed == "kill":
            self.kills += 1
            process.kill()
            return process.wait()
        if deed == "stop":
            self.stops += 1
            process.send_signal(self.choice.choice([signal.SIGINT, signal.SIGTERM]))
            return ended(process, ENTRY_TIME_LIMIT)
        if deed == "freeze":
            self.freezes += 1
            process.send_signal(signal.SIGSTOP)
            # Once in a long soak for longer than any request may stand still: what was under way is over when the run wakes.
            time.sleep(LONG_FREEZE if self.long_freeze else self.choice.uniform(0.05, 0.5))
            self.long_freeze = False
            process.send_signal(signal.SIGCONT)
        else:
            self.emulator.end()
            self.emulator.start()
        return ended(process, 0)

    def play(self, kills):
        """Runs until everything is there; the first `kills` kills are the disturbed part."""
        while True:
            process = self.start()
            code = None
            while code is None and self.kills < kills:
                code = self.disturb(process)
            if code is None:
                code = ended(process, ENTRY_TIME_LIMIT)
            if code is None:
                process.kill()
                raise SystemExit(f"soak: a run did not end within {ENTRY_TIME_LIMIT} s; see {self.folder}")
            if code == 0:
                return self.check()
            if code not in UNFINISHED:
                raise SystemExit(f"soak: a run ended with {code}; see {self.folder / 'errors.log'}")

    def check(self):
        """Every entry once, every byte right, nothing left behind."""
        books = self.emulator.end()
        media = {}
        for medium in books["media"]:
            media.setdefault(medium["request"]["SourceContext"], []).append(medium)
        wrong = [f"{name}: {len(media.get(name, []))} media" for name in self.entries if len(media.get(name, [])) != 1]
        wrong += [f"{name}: a medium of no entry" for name in media if name not in self.entries]
        report = json.loads((self.folder / "report.json").read_text())
        fileids = {row["id"]: row["fileId"] for row in report["entries"]}
        for name, files in self.entries.items():
            for medium in media.get(name, []):
                wrong += self.differences(name, files, medium)
                if fileids.get(name) != medium["fileId"]:
                    wrong.append(f"{name}: the report says {fileids.get(name)}, the books {medium['fileId']}")
        known = self.known_uploads()
        wrong += [
            f"an upload of {upload['key']} is left behind and nobody knows of it"
            for upload in books["unfinishedUploads"] if upload["uploadId"] not in known
        ]
        if wrong:
            raise SystemExit("soak: " + "; ".join(wrong) + f"; see {self.folder}")
        return {"left": len(books["unfinishedUploads"]), "commits": books["duplicateCommits"]}

    def known_uploads(self):
        """Ids of uploads that the state file lists as not aborted."""
        with sqlite3.connect(self.folder / "state.sqlite") as state:
            tables = {row[0] for row in state.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            if "abandoned" not in tables:
                raise SystemExit(f"soak: the state file has no table `abandoned` but {sorted(tables)}")
            return {row[0] for row in state.execute("SELECT upload_id FROM abandoned")}

    def differences(self, name, files, medium):
        folder = medium["mediaKey"].rpartition("/")[0]
        wrong = []
        for path, source in files.items():
            key = {"": medium["mediaKey"], "cover": medium.get("coverKey")}.get(path, f"{folder}/{path}")
            try:
                same = self.emulator.stored(medium["bucket"], key) == source.read_bytes()
            except FileNotFoundError:
                same = False
            if not same:
                wrong.append(f"{name}: the object {key} is not the file {source}")
        return wrong

    def bytes_needed(self):
        return sum(path.stat().st_size for files in self.entries.values() for path in files.values())


def ended(process, seconds):
    """The code that a process ended with within so many seconds, else None."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=500, help="SIGKILLs in all")
    parser.add_argument("--round", type=int, default=20, help="SIGKILLs in one round at most")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("VOD_INGEST_SEED", time.time_ns() % 1_000_000)))
    parser.add_argument("--programs", type=lambda folder: pathlib.Path(folder).resolve(), default=ROOT / ".build/debug")
    options = parser.parse_args()
    print(f"soak: seed {options.seed}", flush=True)
    total = dict.fromkeys(("kills", "stops", "freezes", "restarts", "runs", "entries", "requests", "needed", "received"), 0)
    fired, number = {}, 0
    while total["kills"] < options.kills:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="vod-soak-"))
        work = Round(options.programs, folder, options.seed + 1000 * number, number == 0 and options.kills >= 100)
        number += 1
        try:
            result = work.play(min(options.round, options.kills - total["kills"]))
        finally:
            if work.emulator.process.poll() is None:
                work.emulator.process.kill()
        emulator = work.emulator
        for name, count in {
            "kills": work.kills, "stops": work.stops, "freezes": work.freezes, "restarts": emulator.restarts,
            "runs": work.runs, "entries": len(work.entries), "requests": emulator.requests,
            "needed": work.bytes_needed(), "received": emulator.received,
        }.items():
            total[name] += count
        shutil.rmtree(folder)
        for name, count in emulator.fired.items():
            fired[name] = fired.get(name, 0) + count
        print(
            f"round {number}: {work.runs} runs, {work.kills} kills, {work.stops} stops, {work.freezes} freezes, "
            f"{emulator.restarts} restarts; {len(work.entries)} entries once each; {result['commits']} repeated commits, "
            f"{result['left']} uploads left and known", flush=True)
    faults = sum(fired.values())
    print("faults fired: " + ", ".join(f"{name} {count}" for name, count in sorted(fired.items())))
    unfired = [name for name, count in fired.items() if count == 0]
    if unfired and options.kills >= 500:
        raise SystemExit(f"soak: never fired: {', '.join(unfired)}")
    print(
        f"{total['kills']} kills, {total['stops']} ordered stops, {total['freezes']} freezes, {total['restarts']} restarts of the "
        f"service over {total['runs']} runs; {faults} faults in {total['requests']} requests "
        f"({faults / max(1, total['requests']):.1%})")
    print(
        f"{total['needed']} bytes to store, {total['received']} received: "
        f"{total['received'] / max(1, total['needed']):.2f} times the least")
    print(f"soak: {total['entries']} passed, 0 failed")


if __name__ == "__main__":
    sys.exit(main())
