"""The object store's command-line tool, as a program of its own."""

import pathlib
import re
import subprocess
import sys

import requests

from test_cos import MEBIBYTE, StoreScenario


class Command(StoreScenario):
    subject = "coscmd 1.9.0.6"

    def setUp(self):
        super().setUp()
        self.configuration = self.folder / "cos.conf"
        self.coscmd("config", "-a", self.secret_id, "-s", self.secret_key, "-b", self.bucket,
                    "-r", self.session.StorageRegion)

    def coscmd(self, *arguments, status=0):
        """What it printed."""
        program = pathlib.Path(sys.executable).parent / "coscmd"
        log = self.folder / "coscmd.log"
        command = [sys.executable, program, "-c", self.configuration, "-l", log, *arguments]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, cwd=self.folder,
                              stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_file(self):
        """a file goes up with its MD5 in its metadata, and comes down the same"""
        path = self.file("a.mp4", 300_000)
        self.coscmd("upload", path, "films/a b.mp4")
        self.assert_stored(self.bucket, "films/a b.mp4", path)
        self.assertIn("x-cos-meta-md5", self.coscmd("info", "films/a b.mp4"))
        self.coscmd("download", "films/a b.mp4", self.folder / "back.mp4")
        self.assertTrue((self.folder / "back.mp4").read_bytes() == path.read_bytes())

    def test_large_file(self):
        """a file over its threshold goes up in parts"""
        path = self.file("large.mp4", 22 * MEBIBYTE + 1)
        with self.configuration.open("a") as file:
            file.write("multiupload_threshold = 20\n")
        self.coscmd("upload", path, "large.mp4")
        self.assert_stored(self.bucket, "large.mp4", path)
        self.assertEqual(self.parts_of("large.mp4"), 23)

    def test_folder(self):
        """a folder goes up with all that is in it, and a second time only what has changed"""
        folder = self.folder / "tree"
        for name in ("a.ts", "b/c.ts", "b/d e.ts"):
            self.file(f"tree/{name}", 1_000)
        self.coscmd("upload", "-r", folder, "show")
        names = {"show/a.ts", "show/b/c.ts", "show/b/d e.ts"}
        self.assertEqual(set(self.emulator.objects()), names)
        before = self.emulator.snapshot()["requests"]["PutObject"]
        (folder / "a.ts").write_bytes(b"changed")
        self.coscmd("upload", "-r", "-s", folder, "show")
        self.assertEqual(self.emulator.snapshot()["requests"]["PutObject"], before + 1)
        self.assertEqual(self.emulator.objects()["show/a.ts"], b"changed")

    def test_unfinished(self):
        """unfinished uploads are listed and aborted"""
        client = self.own()
        upload = client.create_multipart_upload(Bucket=self.bucket, Key="left.mp4")["UploadId"]
        self.assertIn(upload, self.coscmd("listparts"))
        self.coscmd("abort")
        self.assertEqual(self.emulator.snapshot()["unfinishedUploads"], [])
        self.assertEqual([entry["key"] for entry in self.emulator.snapshot()["abortedUploads"]], ["left.mp4"])

    def test_signed_address(self):
        """an address that it signs can be fetched, and a deleted object is gone"""
        self.coscmd("upload", self.file("a.mp4", 1_000), "a.mp4")
        # Under Python 3 it prints the address as a literal of bytes.
        address = re.fullmatch(r"b'(https://.*)'", self.coscmd("signurl", "a.mp4").strip()).group(1)
        self.assertTrue(requests.get(address, timeout=30).content == (self.folder / "a.mp4").read_bytes())
        self.coscmd("delete", "-f", "a.mp4")
        self.assertEqual(self.emulator.objects(), {})

    def test_wrong_key(self):
        """a wrong key makes it fail, once"""
        self.coscmd("config", "-a", self.secret_id, "-s", "wrong", "-b", self.bucket, "-r", self.session.StorageRegion)
        printed = self.coscmd("upload", self.file("a.mp4", 1_000), "a.mp4", status=255)
        self.assertIn("SignatureDoesNotMatch", printed)
        self.assertEqual(self.emulator.snapshot()["refusals"], {"SignatureDoesNotMatch": 1})
