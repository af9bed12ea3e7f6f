"""What every scenario stands on: an emulator of its own, an environment that leads to it, and files to upload."""

import os
import pathlib
import random
import tempfile
import unittest
from unittest import mock

import certifi

from emulator import Emulator

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MEDIA = ROOT / "examples/media"
SEED = int(os.environ.get("VOD_INGEST_SEED", "20240717"))


class Scenario(unittest.TestCase):
    """A test whose first docstring line is the scenario's name."""

    #: What runs: the package and its version; shown before the name.
    subject = ""
    #: Options of the emulator.
    options = ()
    #: Rules of its fault plan.
    faults = ()

    def setUp(self):
        self.emulator = self.enterContext(Emulator(*self.options, faults=self.faults))
        # A fault that never struck proves nothing.
        self.addCleanup(lambda: self.assertEqual(self.emulator.unfired(), []))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="vod-interop-media-")))
        names = ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
        environment = {name: self.emulator.environment[name] for name in names}
        environment |= {name.lower(): environment[name] for name in names[:3]}
        # No credential of the machine's may be found.
        environment["HOME"] = str(self.folder)
        self.enterContext(mock.patch.dict(os.environ, environment))
        # The API client asks certifi for its trust store by itself and so passes over REQUESTS_CA_BUNDLE
        # (test_trust.py); certifi has no setting, so its answer is what is replaced, and nothing of the SDK.
        self.enterContext(mock.patch("certifi.where", lambda: self.emulator.certificate))

    @property
    def secret_id(self):
        return self.emulator.environment["TENCENTCLOUD_SECRET_ID"]

    @property
    def secret_key(self):
        return self.emulator.environment["TENCENTCLOUD_SECRET_KEY"]

    def file(self, name, size):
        """A file of `size` bytes that are the same in every run, told apart by its name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(random.Random(f"{SEED} {name}").randbytes(size))
        return path

    def only_medium(self):
        """The one medium that was committed."""
        media = self.emulator.snapshot()["media"]
        self.assertEqual(len(media), 1, media)
        return media[0]

    def assert_stored(self, bucket, key, path):
        """The object is what the file is, byte for byte."""
        # Not assertEqual: a difference of megabytes is not shown in full.
        self.assertTrue(self.emulator.stored(bucket, key) == pathlib.Path(path).read_bytes(), f"{key} is not {path}")

    def assert_tree_stored(self, medium, manifest):
        """Every file below the manifest's folder is stored at its relative place, and nothing else is."""
        folder = pathlib.Path(manifest).parent
        base = medium["mediaKey"].rpartition("/")[0]
        expected = {}
        for path in folder.rglob("*"):
            if path.is_file():
                relative = path.relative_to(folder).as_posix()
                key = medium["mediaKey"] if path == pathlib.Path(manifest) else f"{base}/{relative}"
                expected[key] = path.read_bytes()
        stored = self.emulator.objects()
        self.assertEqual(sorted(stored), sorted(expected))
        for key, content in expected.items():
            self.assertTrue(stored[key] == content, f"{key} differs from its file")
