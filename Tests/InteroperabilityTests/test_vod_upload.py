"""The upload SDK's capabilities, one by one (reference: its page of 2020-08-17)."""

import shutil

from qcloud_cos.cos_exception import CosClientError
from qcloud_vod.model import VodUploadRequest
from qcloud_vod.vod_upload_client import VodUploadClient

from scenario import MEDIA, Scenario

REGION = "ap-guangzhou"
MEBIBYTE = 1_048_576


class Uploads(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--sub-app-id", "1500012345:fileid:ap-chongqing,ap-guangzhou")

    def client(self):
        return VodUploadClient(self.secret_id, self.secret_key)

    def upload(self, path, **fields):
        request = VodUploadRequest()
        request.MediaFilePath = str(path)
        for name, value in fields.items():
            setattr(request, name, value)
        return self.client().upload(REGION, request)

    def test_simple(self):
        """a small file goes up in one request and is committed"""
        path = self.file("wildlife.mp4", 300_000)
        answer = self.upload(path)
        medium = self.only_medium()
        self.assertEqual(answer.FileId, medium["fileId"])
        self.assertTrue(answer.MediaUrl.endswith(medium["mediaKey"]), answer.MediaUrl)
        self.assertTrue(answer.RequestId)
        self.assertEqual(medium["request"], {"MediaType": "mp4", "MediaName": "wildlife"})
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)
        self.assertEqual(
            self.emulator.snapshot()["requests"], {"ApplyUpload": 1, "PutObject": 1, "CommitUpload": 1})

    def test_cover(self):
        """a cover goes up beside its medium, and its address comes back"""
        path, cover = self.file("wildlife.mp4", 5_000), self.file("wildlife.png", 3_000)
        answer = self.upload(path, CoverFilePath=str(cover))
        medium = self.only_medium()
        self.assertTrue(answer.CoverUrl.endswith(medium["coverKey"]), answer.CoverUrl)
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)
        self.assert_stored(medium["bucket"], medium["coverKey"], cover)
        self.assertEqual(medium["request"]["CoverType"], "png")

    def test_cover_type(self):
        """the types that are given win over the files' endings"""
        path, cover = self.file("wildlife.bin", 5_000), self.file("cover.bin", 3_000)
        self.upload(path, MediaType="mov", CoverFilePath=str(cover), CoverType="jpg")
        medium = self.only_medium()
        self.assertEqual((medium["request"]["MediaType"], medium["request"]["CoverType"]), ("mov", "jpg"))
        self.assertTrue(medium["mediaKey"].endswith(".mov"))
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)
        self.assert_stored(medium["bucket"], medium["coverKey"], cover)

    def test_procedure(self):
        """a task flow, a category, contexts, a name and an expiry arrive as they were given"""
        given = {
            "Procedure": "LongVideoPreset", "ClassId": 0, "SourceContext": "batch-7/2 \u2603", "SessionContext": "s",
            "MediaName": "Wildlife \u91ce\u751f\u52a8\u7269", "ExpireTime": "2099-01-01T00:00:00Z", "ExtInfo": "x",
        }
        self.upload(self.file("wildlife.mp4", 5_000), **given)
        expected = {name: str(value) for name, value in given.items()}
        self.assertEqual(self.only_medium()["request"], expected | {"MediaType": "mp4"})

    def test_sub_application(self):
        """a medium of a sub-application belongs to that application"""
        self.upload(self.file("wildlife.mp4", 5_000), SubAppId=1500012345)
        self.assertEqual(self.only_medium()["subAppId"], 1500012345)

    def test_storage_region(self):
        """a storage region that is asked for is where the medium lies"""
        path = self.file("wildlife.mp4", 5_000)
        self.upload(path, StorageRegion="ap-guangzhou", SubAppId=1500012345)
        medium = self.only_medium()
        self.assertEqual(medium["region"], "ap-guangzhou")
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)

    def test_multipart(self):
        """a large file goes up in parts of 1 MiB, as many at once as ConcurrentUploadNumber says"""
        path = self.file("large.mp4", 6 * MEBIBYTE + 12_345)
        self.upload(path, ConcurrentUploadNumber=3)
        medium, snapshot = self.only_medium(), self.emulator.snapshot()
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)
        self.assertEqual([entry["parts"] for entry in snapshot["objects"]], [7])
        self.assertEqual(
            snapshot["requests"],
            {"ApplyUpload": 1, "ListMultipartUploads": 1, "InitiateMultipartUpload": 1, "UploadPart": 7,
             "CompleteMultipartUpload": 1, "CommitUpload": 1})
        self.assertLessEqual(snapshot["peakUploads"], 3)

    def test_part_boundary(self):
        """a file of exactly 1 MiB goes up whole, a file of two in two parts"""
        for size, parts in ((MEBIBYTE, 0), (2 * MEBIBYTE, 2)):
            path = self.file(f"{size}.mp4", size)
            self.upload(path)
            medium = self.emulator.snapshot()["media"][-1]
            self.assert_stored(medium["bucket"], medium["mediaKey"], path)
            kept = {entry["key"]: entry["parts"] for entry in self.emulator.snapshot()["objects"]}
            self.assertEqual(kept[medium["mediaKey"]], parts)

    def test_image(self):
        """an image may be a medium by itself"""
        path = self.file("poster.png", 4_000)
        self.upload(path)
        self.assertTrue(self.only_medium()["mediaKey"].endswith(".png"))

    def test_hls(self):
        """an HLS playlist goes up with its segments and its key"""
        manifest = MEDIA / "sealed/enc.m3u8"
        self.upload(manifest)
        medium = self.only_medium()
        self.assertEqual(medium["type"], "m3u8")
        self.assert_tree_stored(medium, manifest)

    def test_hls_master(self):
        """an HLS master playlist goes up with its variants and their segments, each in its folder"""
        manifest = MEDIA / "show/master.m3u8"
        self.upload(manifest)
        self.assert_tree_stored(self.only_medium(), manifest)
        self.assertEqual(self.emulator.snapshot()["requests"]["ParseStreamingManifest"], 4)

    def test_hls_subtitles(self):
        """an HLS master playlist goes up with its subtitle playlists"""
        manifest = MEDIA / "subtitled/index.m3u8"
        self.upload(manifest)
        self.assert_tree_stored(self.only_medium(), manifest)

    def test_dash_list(self):
        """a DASH manifest with lists of segments goes up with the files they lie in"""
        manifest = MEDIA / "on-demand/dash.mpd"
        self.upload(manifest)
        medium = self.only_medium()
        self.assertEqual(medium["type"], "mpd")
        self.assert_tree_stored(medium, manifest)

    def test_dash_template(self):
        """a DASH manifest with templates and timelines goes up with every segment"""
        manifest = MEDIA / "live-to-vod/dash.mpd"
        self.upload(manifest)
        self.assert_tree_stored(self.only_medium(), manifest)

    def test_dash_cover(self):
        """a DASH manifest may have a cover"""
        folder = self.folder / "stream"
        shutil.copytree(MEDIA / "on-demand", folder)
        cover = self.file("cover.jpg", 2_000)
        self.upload(folder / "dash.mpd", CoverFilePath=str(cover))
        medium = self.only_medium()
        self.assert_stored(medium["bucket"], medium["coverKey"], cover)
        self.assertIn(medium["coverKey"], medium["keys"])


class ConcurrentParts(Scenario):
    subject = "vod-python-sdk 1.4.4"
    # No part is answered before three are under way.
    faults = ({"on": "UploadPart", "every": True, "effect": {"hold": {"untilInFlight": 3}}},)

    def test_at_once(self):
        """ConcurrentUploadNumber parts are under way at once, never more"""
        path = self.file("large.mp4", 5 * MEBIBYTE)
        request = VodUploadRequest()
        request.MediaFilePath = str(path)
        request.ConcurrentUploadNumber = 3
        VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        medium = self.only_medium()
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)
        self.assertEqual(self.emulator.snapshot()["peakUploads"], 3)


class NewAccount(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--require-sub-app-id",)

    def test_sub_application_repeated(self):
        """an account that must name its application is served, as the commit names it too"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        request.SubAppId = 1500012345
        VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertEqual(self.only_medium()["subAppId"], 1500012345)


class TemporaryCredentials(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--account", "AKIDTEMPORARY:KEYOFTHETEMPORARYONE:TOKEN+/OF=THE:TEMPORARY-ONE")

    def test_token(self):
        """a temporary credential's token is sent with every call of the API"""
        path = self.file("wildlife.mp4", 5_000)
        request = VodUploadRequest()
        request.MediaFilePath = str(path)
        token = self.emulator.environment["TENCENTCLOUD_TOKEN"]
        VodUploadClient(self.secret_id, self.secret_key, token).upload(REGION, request)
        medium = self.only_medium()
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)


class PathApplication(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--sub-app-id", "1500099999:fileid+path:ap-guangzhou")

    def test_storage_path(self):
        """MediaStoragePath is handed through, and segments of a manifest follow it"""
        request = VodUploadRequest()
        request.MediaFilePath = str(MEDIA / "show/master.m3u8")
        request.SubAppId = 1500099999
        request.MediaStoragePath = "/films/2024/show.m3u8"
        VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        medium = self.only_medium()
        self.assertEqual(medium["mediaKey"], "films/2024/show.m3u8")
        self.assert_tree_stored(medium, MEDIA / "show/master.m3u8")


    def test_resumed(self):
        """an upload to the same path goes on where the last one broke: only the missing parts are sent"""
        path = self.file("large.mp4", 4 * MEBIBYTE)
        request = VodUploadRequest()
        request.MediaFilePath = str(path)
        request.SubAppId = 1500099999
        request.MediaStoragePath = "/films/large.mp4"
        request.ConcurrentUploadNumber = 1
        client = VodUploadClient(self.secret_id, self.secret_key)
        self.emulator.install({"on": "UploadPart", "nth": 3, "effect": {
            "reply": {"status": 403, "code": "AccessDenied"}}})
        with self.assertRaises(CosClientError):
            client.upload(REGION, request)
        self.assertEqual(self.emulator.unfired(), [])
        self.assertEqual([entry["parts"] for entry in self.emulator.snapshot()["unfinishedUploads"]], [[1, 2, 4]])
        self.emulator.install()
        client.upload(REGION, request)
        snapshot = self.emulator.snapshot()
        self.assertEqual((snapshot["requests"]["UploadPart"], snapshot["requests"]["ListParts"]), (5, 1))
        self.assert_stored(snapshot["media"][0]["bucket"], "films/large.mp4", path)


class OwnKey(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--no-temporary-credentials",)

    def test_null_certificate(self):
        """with a null TempCertificate the account's own key signs for the store"""
        path = self.file("large.mp4", MEBIBYTE + 1)
        request = VodUploadRequest()
        request.MediaFilePath = str(path)
        VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        medium = self.only_medium()
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)


class NoCoverPath(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--no-cover-paths",)

    def test_skipped(self):
        """a cover that is given no path is passed over without a word"""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        request.CoverFilePath = str(self.file("wildlife.png", 300))
        VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        self.assertEqual(self.emulator.snapshot()["requests"], {"ApplyUpload": 1, "PutObject": 1, "CommitUpload": 1})


class StrictStore(Scenario):
    subject = "vod-python-sdk 1.4.4"
    options = ("--strict-signatures",)

    def test_signs_host_and_parameters(self):
        """its signatures of COS requests cover the host and every parameter"""
        path = self.file("large.mp4", 2 * MEBIBYTE + 1)
        request = VodUploadRequest()
        request.MediaFilePath = str(path)
        VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
        medium = self.only_medium()
        self.assert_stored(medium["bucket"], medium["mediaKey"], path)
