"""What every scenario needs: the sink, data on a RAM disk, and a process measured from start to end."""

import contextlib
import dataclasses
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time

CORES = sorted(os.sched_getaffinity(0))
CLIENT_CORE, SINK_CORE = {CORES[0]}, {CORES[-1]}
SLOT = 0.01  # seconds: how finely the sink counts bytes


@dataclasses.dataclass
class Measured:
    """One process from start to end."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    peak: float  # MiB resident
    began: float  # monotonic seconds
    resident: list  # MiB, once a second where it was asked for


def measure(command, environment=None, cores=CLIENT_CORE, samples=False):
    """Runs `command` to its end on `cores`; a failure shows what it said."""
    with tempfile.TemporaryFile() as output:
        began = time.monotonic()
        process = subprocess.Popen(
            list(map(str, command)), env=environment, stdout=output, stderr=output,
            preexec_fn=lambda: _settle(cores))
        resident, ended = [], threading.Event()
        sampler = threading.Thread(target=_sample, args=(process.pid, resident, ended))
        if samples:
            sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        ended.set()
        if samples:
            sampler.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{command} ended with {process.returncode}:\n{output.read().decode()[-4000:]}")
    return Measured(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, began, resident)


def _settle(cores):
    """Puts this process on `cores`, before whatever else the machine does where that is allowed."""
    os.sched_setaffinity(0, cores)
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)


def _sample(process, resident, ended):
    page = os.sysconf("SC_PAGE_SIZE")
    while not ended.wait(1):
        with contextlib.suppress(OSError):
            resident.append(int(pathlib.Path(f"/proc/{process}/statm").read_text().split()[1]) * page / 1048576)


class Sink:
    """The sink between enter and exit; then `seen` is what it saw."""

    program = certificate = key = None

    def __init__(self, latency=0, crc=True):
        self._options = ["--latency", latency] + (["--crc"] if crc else [])

    def __enter__(self):
        command = [self.program, "--cert", self.certificate, "--key", self.key, *self._options]
        self._process = subprocess.Popen(
            list(map(str, command)), stdout=subprocess.PIPE, text=True,
            preexec_fn=lambda: _settle(SINK_CORE))
        self.plain, self.tls = map(int, self._process.stdout.readline().split())
        return self

    def __exit__(self, *error):
        self._process.send_signal(signal.SIGTERM)
        output, _ = self._process.communicate()
        self.seen = json.loads(output)

    def first_request(self):
        """Monotonic seconds of the first request; asks the running sink."""
        self._process.send_signal(signal.SIGUSR1)
        return float(self._process.stdout.readline())

    def address(self, secure):
        return f"127.0.0.1:{self.tls if secure else self.plain}"


def build_sink(source, folder):
    """Compiles the sink where it is not newer than its source, and makes its certificate."""
    program, certificate, key = folder / "sink", folder / "sink.pem", folder / "sink.key"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(
            ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, source, "-lssl", "-lcrypto", "-lisal"], check=True)
    names = "IP:127.0.0.1,DNS:localhost,DNS:vod.tencentcloudapi.com,DNS:*.cos.ap-guangzhou.myqcloud.com"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
         "-out", certificate, "-days", "2", "-subj", "/CN=sink", "-addext", f"subjectAltName={names}"],
        check=True, capture_output=True)
    return program, certificate, key


@contextlib.contextmanager
def data_folder():
    """A folder on the RAM disk that is gone afterwards."""
    parent = "/dev/shm" if os.path.isdir("/dev/shm") else None
    folder = tempfile.mkdtemp(prefix="vod-ingest-bench-", dir=parent)
    try:
        yield pathlib.Path(folder)
    finally:
        shutil.rmtree(folder)


def large_files(folder, bytes_in_all, count):
    """`count` files of the same size that hold `bytes_in_all` together."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"film-{number}.mp4" for number in range(count)]
    for number, path in enumerate(paths):
        if not path.exists():
            source = random.Random(number)
            with path.open("wb") as file:
                for _ in range(bytes_in_all // count >> 20):
                    file.write(source.randbytes(1 << 20))
    return paths


def segments(folder, count, size):
    """A playlist with `count` segments of `size` bytes beside it."""
    media = folder / "segments"
    if not media.exists():
        media.mkdir(parents=True)
        for number in range(count):
            content = bytearray(random.Random(number).randbytes(size))
            content[::188] = b"\x47" * len(content[::188])  # the sync byte of each MPEG-TS packet: what a planner looks at
            (media / f"segment-{number:05}.ts").write_bytes(content)
        lines = [f"#EXTINF:6,\nsegments/segment-{number:05}.ts\n" for number in range(count)]
        (folder / "main.m3u8").write_text(
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXT-X-PLAYLIST-TYPE:VOD\n" + "".join(lines)
            + "#EXT-X-ENDLIST\n")
    return folder / "main.m3u8"
