"""How each client is told to upload files to the sink, 32 requests in flight."""

import json
import os
import pathlib
import shutil
import subprocess

from measuring import Sink, measure

HERE = pathlib.Path(__file__).resolve().parent
IN_FLIGHT = 32
PART_MIB = 8


class Client:
    """One program; `upload` sends the files or folders `paths` and gives what it took."""

    work = None

    def __init__(self, name, version):
        self.name, self.version = name, version

    def environment(self, sink):
        # Nothing of this machine's reaches a client but where its programs are.
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.work), "TENCENTCLOUD_SECRET_ID": "AKIDbench",
            "TENCENTCLOUD_SECRET_KEY": "secretsecretsecretsecretsecret00", "AWS_ACCESS_KEY_ID": "AKIDbench",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "ap-guangzhou", "SSL_CERT_FILE": str(sink.certificate),
        }


class Ingest(Client):
    """`vod-ingest` itself: plan, journal, signatures, the CRC-64 of every byte and two reports included."""

    def __init__(self, program):
        super().__init__("vod-ingest", subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip())
        self.program = program

    def upload(self, sink, secure, paths, **options):
        self.forget()
        self.write_job(sink, secure, paths)
        return self.run(sink, **options)

    def forget(self):
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)

    def write_job(self, sink, secure, paths, settings=(), ids=False):
        url = ("https://" if secure else "http://") + sink.address(secure)
        lines = [
            "version: 1", "name: bench", "region: ap-guangzhou",
            f"service: {{ api: '{url}', storage: '{url}', caFile: '{sink.certificate}' }}",
            f"concurrency: {{ global: {IN_FLIGHT}, perFile: 8, entries: 16 }}", *settings, "media:"]
        for number, path in enumerate(paths):
            lines.append(f"  - {{ id: e{number}, MediaFilePath: {path} }}" if ids else f"  - {path}")
        (self.work / "job.yaml").write_text("\n".join(lines) + "\n")

    def run(self, sink, prefix=(), **options):
        command = [*prefix, self.program, "run", self.work / "job.yaml", "--progress", "none"]
        for ending in ["csv", "json"]:
            command += ["--report", self.work / f"report.{ending}"]
        return measure(command, self.environment(sink), **options)


class Library(Client):
    """A library of PyPI, called by upload_peers.py."""

    def __init__(self, name, python, distribution):
        code = f"import importlib.metadata; print(importlib.metadata.version('{distribution}'))"
        found = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
        super().__init__(distribution, found.stdout.strip())
        self.kind, self.python = name, python

    def upload(self, sink, secure, paths):
        # The upload SDK comes through a tunnel, which the plain port opens.
        address = sink.address(secure and self.kind != "vod")
        return measure(
            [self.python, HERE / "upload_peers.py", self.kind, address, "tls" if secure else "plain", sink.certificate,
             *paths], self.environment(sink))


class Tool(Client):
    """A command-line program for S3: `command(endpoint, certificate, source)` copies a folder."""

    def __init__(self, name, version, command):
        super().__init__(name, version)
        self.command = command

    def upload(self, sink, secure, paths):
        endpoint = ("https://" if secure else "http://") + sink.address(secure)
        folder = paths[0] if os.path.isdir(paths[0]) else os.path.dirname(paths[0])
        return measure(self.command(endpoint, sink.certificate, folder), self.environment(sink))


def _s5cmd(program):
    return lambda endpoint, _, folder: [
        program, "--no-verify-ssl", "--log", "error", "--endpoint-url", endpoint, "--numworkers", IN_FLIGHT, "cp",
        "--part-size", PART_MIB, "--concurrency", 8, f"{folder}/*", "s3://sink/"]


def _rclone(program):
    return lambda endpoint, certificate, folder: [
        program, "--config", "/dev/null", "--ca-cert", certificate, "--s3-provider", "Other", "--s3-endpoint", endpoint,
        "--s3-access-key-id", "AKIDbench", "--s3-secret-access-key", "secret", "--s3-region", "ap-guangzhou",
        "--s3-no-check-bucket", "--s3-no-head", "--s3-disable-checksum", "--s3-use-unsigned-payload", "true",
        "--no-traverse", "--no-check-dest", "--ignore-checksum", "--transfers", IN_FLIGHT, "--multi-thread-streams", 0,
        "--s3-chunk-size", f"{PART_MIB}M", "--s3-upload-cutoff", f"{2 * PART_MIB}M", "--s3-upload-concurrency", 8,
        "copy", folder, ":s3:sink/"]


def find_clients(program, programs):
    """All that are there, by name; `programs` is where `make bench-peers` puts them."""
    clients = [Ingest(program)]
    python = programs / "python"
    for name, distribution in [("awscrt", "awscrt"), ("cos", "cos-python-sdk-v5"), ("vod", "vod-python-sdk")]:
        try:
            clients.append(Library(name, python, distribution))
        except (OSError, subprocess.CalledProcessError):
            continue
    for name, argument, command in [("s5cmd", "version", _s5cmd), ("rclone", "version", _rclone)]:
        if (programs / name).exists():
            found = subprocess.run([programs / name, argument], capture_output=True, text=True).stdout.split()
            clients.append(Tool(name, next(word for word in found if word.startswith("v")), command(programs / name)))
    return {client.name: client for client in clients}
