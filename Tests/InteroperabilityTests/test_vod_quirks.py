"""What the SDKs do wrongly by themselves: facts that users meet, kept here so that a new version shows what has changed."""

import os
import shutil

from qcloud_cos.cos_exception import CosServiceError
from qcloud_vod.exception import VodClientException
from qcloud_vod.model import VodUploadRequest
from qcloud_vod.vod_upload_client import VodUploadClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.retry import StandardRetryer
from tencentcloud.vod.v20180717 import models, vod_client

from scenario import MEDIA, Scenario

REGION = "ap-guangzhou"


class Manifests(Scenario):
    subject = "vod-python-sdk 1.4.4"

    def upload(self, path):
        request = VodUploadRequest()
        request.MediaFilePath = str(path)
        return VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)

    def test_repeated_segment(self):
        """a file that a playlist names n times, as with byte ranges, is uploaded n times"""
        manifest = MEDIA / "event/file.m3u8"
        self.upload(manifest)
        self.assert_tree_stored(self.only_medium(), manifest)
        named = manifest.read_text().split().count("file.ts")
        self.assertGreater(named, 1)
        self.assertEqual(self.emulator.snapshot()["requests"]["PutObject"], 1 + named)

    def test_bare_relative_path(self):
        """a manifest given without a folder makes it look for the segments at the root of the file system"""
        shutil.copytree(MEDIA / "sealed", self.folder / "sealed")
        before = os.getcwd()
        os.chdir(self.folder / "sealed")
        self.addCleanup(os.chdir, before)
        with self.assertRaises(VodClientException) as raised:
            self.upload("enc.m3u8")
        self.assertEqual(str(raised.exception), "/content.key")

    def test_upper_case_ending(self):
        """a manifest whose ending is in upper case goes up alone, without its segments"""
        shutil.copytree(MEDIA / "sealed", self.folder / "sealed")
        manifest = (self.folder / "sealed/enc.m3u8").rename(self.folder / "sealed/ENC.M3U8")
        self.upload(manifest)
        self.assertEqual(self.emulator.snapshot()["requests"], {"ApplyUpload": 1, "PutObject": 1, "CommitUpload": 1})
        medium = self.only_medium()
        self.assert_stored(medium["bucket"], medium["mediaKey"], manifest)

    def test_empty_segment(self):
        """nobody looks at what is uploaded: a manifest with an empty segment is committed all the same"""
        folder = self.folder / "sealed"
        shutil.copytree(MEDIA / "sealed", folder)
        (folder / "enc2.ts").write_bytes(b"")
        self.upload(folder / "enc.m3u8")
        base = self.only_medium()["mediaKey"].rpartition("/")[0]
        self.assertEqual(self.emulator.objects()[f"{base}/enc2.ts"], b"")


class LostCommit(Scenario):
    subject = "vod-python-sdk 1.4.4"
    faults = ({"on": "CommitUpload", "effect": "loseReply"},)

    def test_commits_again(self):
        """a commit whose answer is lost is sent again blindly"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        answer = VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        snapshot = self.emulator.snapshot()
        self.assertEqual(snapshot["requests"]["CommitUpload"], 2)
        self.assertEqual(snapshot["duplicateCommits"], 1)
        self.assertEqual(answer.FileId, self.only_medium()["fileId"])


class ForgottenSession(LostCommit):
    options = ("--commit-repeat", "invalidSessionKey")

    def test_commits_again(self):
        """where a second commit is refused, a lost answer is reported as a failure, though the medium is there"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        with self.assertRaises(TencentCloudSDKException) as raised:
            VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertEqual(raised.exception.get_code(), "InvalidParameterValue.VodSessionKey")
        self.only_medium()


class SecondMedium(LostCommit):
    options = ("--commit-repeat", "newFileId")

    def test_commits_again(self):
        """where a second commit makes a second medium, a lost answer leaves one that nobody knows of"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        answer = VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertEqual([medium["fileId"] == answer.FileId for medium in self.emulator.snapshot()["media"]],
                         [False, True])


class Charset(Scenario):
    subject = "vod-python-sdk 1.4.4"
    faults = (
        {"on": "ApplyUpload", "effect": {"reply": {"status": 200, "code": "AuthFailure.SignatureFailure"}}},
        {"on": "ApplyUpload", "effect": "charset"},
    )

    def test_hides_errors(self):
        """an error that comes with a charset is taken for an empty success"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        with self.assertRaises(Exception) as raised:
            VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertNotIsInstance(raised.exception, TencentCloudSDKException)
        self.assertEqual(self.emulator.snapshot()["refusals"], {"AuthFailure.SignatureFailure": 1})


class FastClock(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--clock-offset", "3600")

    def test_not_corrected(self):
        """a clock that is off is not corrected by the service's date"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        with self.assertRaises(TencentCloudSDKException) as raised:
            VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertEqual(raised.exception.get_code(), "AuthFailure.SignatureExpire")
        self.assertEqual(self.emulator.snapshot()["requests"], {"ApplyUpload": 1})


class NoListing(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--deny", "ListMultipartUploads")

    def test_large_files_fail(self):
        """where uploads may not be listed, no file of more than 1 MiB can be uploaded"""
        client = VodUploadClient(self.secret_id, self.secret_key)
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("small.mp4", 1_048_576))
        client.upload(REGION, request)
        request.MediaFilePath = str(self.file("large.mp4", 1_048_577))
        with self.assertRaises(CosServiceError) as raised:
            client.upload(REGION, request)
        self.assertEqual(raised.exception.get_error_code(), "AccessDenied")


class Redirected(Scenario):
    subject = "vod-python-sdk 1.4.4"
    faults = ({"on": "PutObject", "effect": {"redirect": {"status": 302, "location": "https://login.example/"}}},)

    def test_counts_as_success(self):
        """an answer that sends an upload elsewhere counts as success, and only the commit finds out"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        with self.assertRaises(TencentCloudSDKException) as raised:
            VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertEqual(raised.exception.get_code(), "ResourceNotFound")


class Throttled(Scenario):
    subject = "vod-python-sdk 1.4.4"
    faults = ({"on": "ApplyUpload", "effect": "throttle"},)

    def test_raised_at_once(self):
        """RequestLimitExceeded is raised at once, since it carries a request id"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        with self.assertRaises(TencentCloudSDKException) as raised:
            VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertEqual(raised.exception.get_code(), "RequestLimitExceeded")
        self.assertEqual(self.emulator.snapshot()["requests"], {"ApplyUpload": 1})


class BadGateway(Scenario):
    subject = "vod-python-sdk 1.4.4"
    faults = ({"on": "ApplyUpload", "first": 2, "effect": {"replyHTML": {"status": 502}}},)

    def test_three_attempts(self):
        """answers without a request id are tried three times in all"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertEqual(self.emulator.snapshot()["requests"]["ApplyUpload"], 3)
        self.only_medium()


class StandardRetries(Scenario):
    subject = "tencentcloud-sdk-python-common 3.1.195"
    faults = ({"on": "ApplyUpload", "effect": "throttle"},)

    def test_never_forgets_the_first_error(self):
        """StandardRetryer calls again after a success that follows an error, and raises that old error in the end"""
        profile = ClientProfile()
        profile.retryer = StandardRetryer(max_attempts=3, backoff_fn=lambda attempt: 0)
        client = vod_client.VodClient(Credential(self.secret_id, self.secret_key), REGION, profile)
        request = models.ApplyUploadRequest()
        request.MediaType = "mp4"
        with self.assertRaises(TencentCloudSDKException) as raised:
            client.ApplyUpload(request)
        self.assertEqual(raised.exception.get_code(), "RequestLimitExceeded")
        snapshot = self.emulator.snapshot()
        self.assertEqual(snapshot["requests"], {"ApplyUpload": 3})
        # Two of the three calls were answered well, and their sessions are left behind.
        self.assertEqual((snapshot["openSessions"], snapshot["refusals"]), (2, {"RequestLimitExceeded": 1}))


class RegionBreaker(Scenario):
    subject = "tencentcloud-sdk-python-common 3.1.195"
    faults = ({"on": "ApplyUpload", "effect": "closeBefore"},)

    def test_swallows_network_errors(self):
        """with the region breaker on, a network error comes out under the code AttributeError"""
        profile = ClientProfile()
        profile.disable_region_breaker = False
        client = vod_client.VodClient(Credential(self.secret_id, self.secret_key), REGION, profile)
        request = models.ApplyUploadRequest()
        request.MediaType = "mp4"
        with self.assertRaises(TencentCloudSDKException) as raised:
            client.ApplyUpload(request)
        self.assertEqual(raised.exception.get_code(), "AttributeError")
        self.assertIsNone(raised.exception.get_request_id())
