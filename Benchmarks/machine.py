"""What stands beside every figure: the machine, the system, the versions."""

import os
import pathlib
import platform
import re
import subprocess


def describe(clients):
    """The machine and what ran on it. `name` is for file names: it says what the machine is, not whose."""
    model = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    model = model[1].strip() if model else platform.machine()
    memory = int(re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / 1048576
    cores = len(os.sched_getaffinity(0))
    return {
        "name": f"{cores}-core-{re.sub('[^a-z0-9]+', '-', model.lower()).strip('-')}",
        "processor": f"{model}, {cores} cores",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Swift": _output("swift", "--version").splitlines()[0],
        "revision": _output("git", "-C", pathlib.Path(__file__).parent, "describe", "--always", "--dirty"),
        "clients": ", ".join(f"{client.name} {client.version}" for client in clients.values()),
        "load before": " ".join(f"{load:.1f}" for load in os.getloadavg()),
    }


def _output(*command):
    found = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    return (found.stdout or found.stderr).strip() or "unknown"
