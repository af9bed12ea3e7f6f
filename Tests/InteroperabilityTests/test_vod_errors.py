"""What the upload SDK makes of refusals."""

import os

from qcloud_vod.exception import VodClientException
from qcloud_vod.model import VodUploadRequest
from qcloud_vod.vod_upload_client import VodUploadClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.vod.v20180717 import models, vod_client

from scenario import MEDIA, Scenario

REGION = "ap-guangzhou"


class Refusals(Scenario):
    subject = "vod-python-sdk 1.4.4"

    def refused(self, code, secret_id=None, secret_key=None, token=None, **fields):
        """The code and a request id come through as the service said them, and nothing was uploaded."""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        for name, value in fields.items():
            setattr(request, name, value)
        client = VodUploadClient(secret_id or self.secret_id, secret_key or self.secret_key, token)
        with self.assertRaises(TencentCloudSDKException) as raised:
            client.upload(REGION, request)
        self.assertEqual(raised.exception.get_code(), code)
        self.assertTrue(raised.exception.get_request_id())
        snapshot = self.emulator.snapshot()
        self.assertEqual(snapshot["refusals"], {code: 1})
        self.assertEqual((snapshot["objects"], snapshot["media"]), ([], []))
        return raised.exception

    def test_unknown_key(self):
        """an unknown SecretId is AuthFailure.SecretIdNotFound, once"""
        self.refused("AuthFailure.SecretIdNotFound", secret_id="AKIDNOBODY")

    def test_wrong_key(self):
        """a wrong SecretKey is AuthFailure.SignatureFailure"""
        self.refused("AuthFailure.SignatureFailure", secret_key="wrong")

    def test_wrong_token(self):
        """a token that is not the key's is AuthFailure.TokenFailure"""
        self.refused("AuthFailure.TokenFailure", token="nobody's")

    def test_media_type(self):
        """an unknown media type is InvalidParameterValue.MediaType"""
        error = self.refused("InvalidParameterValue.MediaType", MediaType="exe")
        self.assertEqual(error.get_message(), "invalid media type")

    def test_cover_type(self):
        """an unknown cover type is InvalidParameterValue.CoverType"""
        cover = str(self.file("cover.exe", 10))
        error = self.refused("InvalidParameterValue.CoverType", CoverFilePath=cover)
        self.assertEqual(error.get_message(), "invalid cover type")

    def test_expired(self):
        """an expiry in the past is InvalidParameter.ExpireTime"""
        self.refused("InvalidParameter.ExpireTime", ExpireTime="2020-01-01T00:00:00Z")

    def test_malformed_expiry(self):
        """an expiry of another form is InvalidParameterValue.ExpireTime"""
        self.refused("InvalidParameterValue.ExpireTime", ExpireTime="tomorrow")

    def test_sub_application(self):
        """an application of somebody else is InvalidParameterValue.SubAppId"""
        self.refused("InvalidParameterValue.SubAppId", SubAppId=42)

    def test_storage_region(self):
        """a region that is not enabled is InvalidParameterValue.StorageRegion"""
        self.refused("InvalidParameterValue.StorageRegion", StorageRegion="eu-frankfurt")

    def test_storage_path(self):
        """a storage path in an application of FileID mode is InvalidParameterValue.MediaStoragePath"""
        self.refused("InvalidParameterValue.MediaStoragePath", MediaStoragePath="/a/b.mp4")

    def test_number_for_text(self):
        """a number where the service wants a text is InvalidParameter"""
        self.refused("InvalidParameter", MediaName=7)

    def test_source_context(self):
        """a source context of more than 250 characters is refused"""
        self.refused("InvalidParameterValue", SourceContext="x" * 251)

    def test_manifest_outside(self):
        """a playlist that leaves its folder is InvalidParameterValue.MediaManifestContent"""
        for reference in ("../data.ts", "/data.ts", "http://cdn.example/data.ts"):
            path = self.folder / "list.m3u8"
            path.write_text(f"#EXTM3U\n#EXTINF:1,\n{reference}\n#EXT-X-ENDLIST\n")
            request = VodUploadRequest()
            request.MediaFilePath = str(path)
            with self.assertRaises(TencentCloudSDKException) as raised:
                VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request)
            self.assertEqual(raised.exception.get_code(), "InvalidParameterValue.MediaManifestContent")
        self.assertNotIn("ApplyUpload", self.emulator.snapshot()["requests"])


class LocalChecks(Scenario):
    subject = "vod-python-sdk 1.4.4"

    def refused(self, region=REGION, **fields):
        request = VodUploadRequest()
        for name, value in fields.items():
            setattr(request, name, value)
        with self.assertRaises(VodClientException) as raised:
            VodUploadClient(self.secret_id, self.secret_key).upload(region, request)
        self.assertEqual(self.emulator.snapshot()["requests"].get("ApplyUpload", 0), 0)
        return str(raised.exception)

    def test_before_anything_is_sent(self):
        """missing and wrong paths are found before anything is sent"""
        media, bare = str(self.file("a.mp4", 10)), str(self.file("bare", 10))
        self.assertEqual(self.refused(region="", MediaFilePath=media), "lack region")
        self.assertEqual(self.refused(), "lack media path")
        self.assertEqual(self.refused(MediaFilePath=str(self.folder / "none.mp4")), "media path is invalid")
        self.assertEqual(self.refused(MediaFilePath=bare), "lack media type")
        self.assertEqual(self.refused(MediaFilePath=media, CoverFilePath="none.png"), "cover path is invalid")
        self.assertEqual(self.refused(MediaFilePath=media, CoverFilePath=bare), "lack cover type")
        self.assertEqual(self.emulator.snapshot()["requests"], {})

    def test_missing_segment(self):
        """a segment that is not there stops an upload before ApplyUpload, with its bare path for a message"""
        path = self.folder / "list.m3u8"
        path.write_text("#EXTM3U\n#EXTINF:1,\nmissing.ts\n#EXT-X-ENDLIST\n")
        self.assertEqual(self.refused(MediaFilePath=str(path)), str(self.folder / "missing.ts"))


class Commit(Scenario):
    subject = "tencentcloud-sdk-python-vod 3.1.194"

    def setUp(self):
        super().setUp()
        self.client = vod_client.VodClient(Credential(self.secret_id, self.secret_key), REGION)

    def commit(self, key, **fields):
        request = models.CommitUploadRequest()
        request.VodSessionKey = key
        for name, value in fields.items():
            setattr(request, name, value)
        with self.assertRaises(TencentCloudSDKException) as raised:
            self.client.CommitUpload(request)
        return raised.exception.get_code()

    def test_missing_object(self):
        """a commit before the upload is ResourceNotFound"""
        apply = models.ApplyUploadRequest()
        apply.MediaType = "mp4"
        key = self.client.ApplyUpload(apply).VodSessionKey
        self.assertEqual(self.commit(key), "ResourceNotFound")
        self.assertEqual(self.commit(key, SubAppId=1500012345), "InvalidParameterValue.SubAppId")

    def test_unknown_session(self):
        """a commit of an unknown session is InvalidParameterValue.VodSessionKey"""
        self.assertEqual(self.commit("nothing"), "InvalidParameterValue.VodSessionKey")
