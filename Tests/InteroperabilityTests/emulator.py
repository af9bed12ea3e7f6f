"""The emulator as its users see it: a program that prints where it is."""

import contextlib
import json
import os
import pathlib
import shlex
import subprocess
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(os.environ.get("VOD_EMULATOR", ROOT / ".build/debug/vod-emulator"))


class Emulator:
    """Runs `vod-emulator --proxy` with `options` between enter and exit. `faults` is a fault plan's `rules`."""

    def __init__(self, *options, faults=()):
        self._options = list(options)
        self._faults = list(faults)

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vod-interop-")))
            self._process = stack.enter_context(self._start())
            stack.callback(self._process.terminate)
            self.address = self._line()
            self.environment = {}
            while "REQUESTS_CA_BUNDLE" not in self.environment:
                name, value = shlex.split(self._line())[1].split("=", 1)
                self.environment[name] = value
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    def _start(self):
        command = [PROGRAM, "--proxy", "--store", self.folder / "store"]
        command += ["--proxy-certificate", self.folder / "ca.pem", *self._options]
        if self._faults:
            plan = self.folder / "faults.json"
            plan.write_text(json.dumps({"rules": self._faults}))
            command += ["--faults", plan]
        return subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)

    def _line(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the emulator ended with status {self._process.wait()}")
        return line.rstrip("\n")

    @property
    def certificate(self):
        """The file of the certificate that clients are to trust."""
        return self.environment["REQUESTS_CA_BUNDLE"]

    def _control(self, method, path, content=None):
        # Straight to it: the environment's proxy is for the SDKs.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(f"{self.address}/_emulator/{path}", data=body, method=method)
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)

    def snapshot(self):
        """What the emulator has seen."""
        return self._control("GET", "snapshot")

    def install(self, *rules):
        """Replaces the fault plan of an emulator that runs."""
        return self._control("PUT", "faults", {"rules": list(rules)})

    def unfired(self):
        """Names of the plan's rules that have not fired."""
        return self._control("GET", "faults")["unfired"]

    def advance(self, seconds):
        """Moves the emulator's clock on."""
        return self._control("POST", "clock", {"advance": seconds})

    def stored(self, bucket, key):
        """The bytes of an object, from the folder that the emulator keeps objects in."""
        parts = [part.replace("%", "%25") or "%" for part in key.split("/")]
        return self.folder.joinpath("store", "objects", bucket, *parts).read_bytes()

    def objects(self):
        """The bytes of all objects, by key."""
        return {entry["key"]: self.stored(entry["bucket"], entry["key"]) for entry in self.snapshot()["objects"]}
