"""The API's SDK: what can be asked about media and the account."""

import base64
import concurrent.futures

from qcloud_vod.model import VodUploadRequest
from qcloud_vod.vod_upload_client import VodUploadClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.vod.v20180717 import models, vod_client

from scenario import MEDIA, Scenario

REGION = "ap-guangzhou"


class APIScenario(Scenario):
    subject = "tencentcloud-sdk-python-vod 3.1.194"

    def setUp(self):
        super().setUp()
        self.client = self.made()

    def made(self, endpoint=None, scheme="https", secret_key=None):
        http = HttpProfile(endpoint=endpoint, protocol=scheme)
        credential = Credential(self.secret_id, secret_key or self.secret_key)
        return vod_client.VodClient(credential, REGION, ClientProfile(httpProfile=http))

    def call(self, action, client=None, **fields):
        request = getattr(models, action + "Request")()
        for name, value in fields.items():
            setattr(request, name, value)
        return getattr(client or self.client, action)(request)

    def refused(self, action, **fields):
        with self.assertRaises(TencentCloudSDKException) as raised:
            self.call(action, **fields)
        self.assertTrue(raised.exception.get_request_id())
        return raised.exception.get_code()

    def uploaded(self, name="wildlife.mp4", size=5_000, **fields):
        """FileId of a medium that was uploaded."""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file(name, size))
        for field, value in fields.items():
            setattr(request, field, value)
        return VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request).FileId


class Endpoints(APIScenario):
    def test_hosts(self):
        """the plain host, a region's, the international and the internal one are the same API"""
        for endpoint in (None, "vod.tencentcloudapi.com", "vod.ap-singapore.tencentcloudapi.com",
                         "vod.intl.tencentcloudapi.com", "vod.internal.tencentcloudapi.com"):
            answer = self.call("DescribeSubAppIds", self.made(endpoint))
            self.assertEqual(answer.TotalCount, 2, endpoint)
        self.assertEqual(self.emulator.snapshot()["requests"], {"DescribeSubAppIds": 5})

    def test_plain_http(self):
        """http goes through the proxy too, though the documents name https alone"""
        self.assertEqual(self.call("DescribeSubAppIds", self.made(scheme="http")).TotalCount, 2)


class Account(APIScenario):
    options = ("--sub-app-id", "1500012345:fileid+path:ap-singapore", "--sub-app-id", "1500012346")

    def test_applications(self):
        """applications are listed with their modes and regions, by name and by pages"""
        answer = self.call("DescribeSubAppIds")
        listed = [(entry.SubAppId, entry.Mode, entry.StorageRegions, entry.Status) for entry in answer.SubAppIdInfoSet]
        self.assertEqual(listed, [
            (1250000000, "fileid", ["ap-chongqing", "ap-guangzhou"], "On"),
            (1500012345, "fileid+path", ["ap-singapore"], "On"),
            (1500012346, "fileid", ["ap-chongqing", "ap-guangzhou"], "On"),
        ])
        page = self.call("DescribeSubAppIds", Offset=1, Limit=1)
        self.assertEqual((page.TotalCount, [entry.SubAppId for entry in page.SubAppIdInfoSet]), (3, [1500012345]))
        named = self.call("DescribeSubAppIds", Name=answer.SubAppIdInfoSet[2].SubAppIdName)
        self.assertEqual([entry.SubAppId for entry in named.SubAppIdInfoSet], [1500012346])

    def test_regions(self):
        """storage regions are listed, those that an application may store in and its default one told apart"""
        answer = self.call("DescribeStorageRegions", SubAppId=1500012346)
        opened = [(entry.Region, entry.IsDefault) for entry in answer.StorageRegionInfos if entry.Status == "opened"]
        self.assertEqual(opened, [("ap-chongqing", True), ("ap-guangzhou", False)])
        others = [entry.Region for entry in answer.StorageRegionInfos if entry.Status == "unopened"]
        self.assertIn("ap-singapore", others)
        self.assertEqual(self.refused("DescribeStorageRegions", SubAppId=42), "InvalidParameterValue.SubAppId")

    def test_categories(self):
        """categories are made below each other and listed, task flows found by their names"""
        film = self.call("CreateClass", ParentId=-1, ClassName="film").ClassId
        drama = self.call("CreateClass", ParentId=film, ClassName="drama").ClassId
        listed = [(entry.ClassId, entry.ParentId, entry.ClassName, entry.Level, entry.SubClassIdSet)
                  for entry in self.call("DescribeAllClass").ClassInfoSet]
        self.assertEqual(listed, [(film, -1, "film", 0, [drama]), (drama, film, "drama", 1, [])])
        self.assertEqual(self.refused("CreateClass", ParentId=-1, ClassName="film"), "FailedOperation.ClassNameDuplicate")
        found = self.call("DescribeProcedureTemplates", Names=["LongVideoPreset", "none"])
        self.assertEqual([entry.Name for entry in found.ProcedureTemplateSet], ["LongVideoPreset"])


class Media(APIScenario):
    def test_described(self):
        """a medium is described with what its upload said; unknown ids are no error"""
        fileId = self.uploaded(SourceContext="batch-7/2", ExpireTime="2099-01-01T00:00:00Z")
        answer = self.call("DescribeMediaInfos", FileIds=[fileId, "5000"])
        self.assertEqual(answer.NotExistFileIdSet, ["5000"])
        (info,) = answer.MediaInfoSet
        basic = info.BasicInfo
        self.assertEqual(
            (info.FileId, basic.Name, basic.Type, basic.Category, basic.ExpireTime, basic.Status, basic.ClassId),
            (fileId, "wildlife", "mp4", "Video", "2099-01-01T00:00:00Z", "Normal", 0))
        self.assertEqual((basic.SourceInfo.SourceType, basic.SourceInfo.SourceContext), ("Upload", "batch-7/2"))
        self.assertEqual(info.MetaData.Size, 5_000)
        self.assertIsNone(info.TranscodeInfo)

    def test_parts(self):
        """only the parts that are asked for are described"""
        fileId = self.uploaded()
        (info,) = self.call("DescribeMediaInfos", FileIds=[fileId], Filters=["metaData"]).MediaInfoSet
        self.assertIsNone(info.BasicInfo)
        self.assertEqual(info.MetaData.Size, 5_000)
        self.assertEqual(self.refused("DescribeMediaInfos", FileIds=[fileId], Filters=["x"]),
                         "InvalidParameterValue.Filters")
        self.assertEqual(self.refused("DescribeMediaInfos", FileIds=["1"] * 21), "InvalidParameterValue.FileIds")

    def test_manifest_size(self):
        """a manifest's size is that of all its files, without the cover's"""
        request = VodUploadRequest()
        request.MediaFilePath = str(MEDIA / "sealed/enc.m3u8")
        request.CoverFilePath = str(self.file("cover.jpg", 999))
        fileId = VodUploadClient(self.secret_id, self.secret_key).upload(REGION, request).FileId
        (info,) = self.call("DescribeMediaInfos", FileIds=[fileId]).MediaInfoSet
        whole = sum(path.stat().st_size for path in (MEDIA / "sealed").iterdir())
        self.assertEqual(info.MetaData.Size, whole)

    def test_search(self):
        """media are found by name, prefix, type, category, region and time, newest first"""
        one = self.uploaded("one.mp4", SourceContext="a")
        two = self.uploaded("two.png", MediaName="one and two")
        self.uploaded("three.mp3", SubAppId=1500012345)

        def found(**fields):
            answer = self.call("SearchMedia", **fields)
            ids = [entry.FileId for entry in answer.MediaInfoSet]
            self.assertEqual(answer.TotalCount, len(ids))
            return ids

        self.assertEqual(found(), [two, one])
        self.assertEqual(found(Sort=sort("Asc")), [one, two])
        self.assertEqual(found(Names=["and"]), [two])
        self.assertEqual(found(NamePrefixes=["one"], MediaTypes=["mp4", "mov"]), [one])
        self.assertEqual(found(Categories=["Image"]), [two])
        self.assertEqual(found(FileIds=[one], StorageRegions=["ap-guangzhou"]), [])
        self.assertEqual(found(FileIds=[one], SourceTypes=["Upload"], Status=["Normal"], ClassIds=[0]), [one])
        self.assertEqual(found(Tags=["x"]), [])
        span = models.TimeRange()
        span.After = "2099-01-01T00:00:00Z"
        self.assertEqual(found(CreateTime=span), [])
        self.assertEqual(len(found(SubAppId=1500012345)), 1)
        page = self.call("SearchMedia", Offset=1, Limit=1)
        self.assertEqual((page.TotalCount, [entry.FileId for entry in page.MediaInfoSet]), (2, [one]))

    def test_search_limits(self):
        """searches beyond the documented limits are refused"""
        self.assertEqual(self.refused("SearchMedia", Names=["x"] * 11), "InvalidParameterValue.Names")
        self.assertEqual(self.refused("SearchMedia", Names=["x" * 101]), "InvalidParameterValue.Names")
        self.assertEqual(self.refused("SearchMedia", Offset=4_999, Limit=2), "InvalidParameterValue.Limit")

    def test_modified(self):
        """name, description, category, expiry, tags and cover of a medium can be changed, and it is found by them"""
        fileId = self.uploaded()
        png = base64.b64encode(b"\x89PNG\r\n\x1a\n and more").decode()
        answer = self.call("ModifyMediaInfo", FileId=fileId, Name="new", Description="d", ClassId=0,
                           ExpireTime="2098-01-01T00:00:00Z", AddTags=["x", "y", "x"], CoverData=png)
        basic = self.call("DescribeMediaInfos", FileIds=[fileId]).MediaInfoSet[0].BasicInfo
        self.assertEqual((basic.Name, basic.Description, basic.ExpireTime, basic.TagSet, basic.CoverUrl),
                         ("new", "d", "2098-01-01T00:00:00Z", ["x", "y"], answer.CoverUrl))
        self.assertTrue(answer.CoverUrl.endswith(".png"))
        self.assertEqual(self.call("SearchMedia", Tags=["y"], Names=["new"]).TotalCount, 1)
        self.call("ModifyMediaInfo", FileId=fileId, DeleteTags=["x"])
        self.assertEqual(self.call("DescribeMediaInfos", FileIds=[fileId]).MediaInfoSet[0].BasicInfo.TagSet, ["y"])
        self.call("ModifyMediaInfo", FileId=fileId, ClearTags=1)
        self.assertEqual(self.call("DescribeMediaInfos", FileIds=[fileId]).MediaInfoSet[0].BasicInfo.TagSet, [])

    def test_annotated(self):
        """key frames and subtitles can be added to a medium, are described with it, and can be taken away"""
        fileId = self.uploaded()
        frame = models.MediaKeyFrameDescItem()
        frame.TimeOffset, frame.Content = 1.5, "the lion"
        subtitle = models.MediaSubtitleInput()
        subtitle.Name, subtitle.Language, subtitle.Format = "English", "en", "vtt"
        subtitle.Content = base64.b64encode(b"WEBVTT\n").decode()
        answer = self.call("ModifyMediaInfo", FileId=fileId, AddKeyFrameDescs=[frame], AddSubtitles=[subtitle])
        (added,) = answer.AddedSubtitleSet
        (info,) = self.call("DescribeMediaInfos", FileIds=[fileId]).MediaInfoSet
        (described,) = info.KeyFrameDescInfo.KeyFrameDescSet
        self.assertEqual((described.TimeOffset, described.Content), (1.5, "the lion"))
        (found,) = info.SubtitleInfo.SubtitleSet
        self.assertEqual((found.Id, found.Name, found.Language, found.Url), (added.Id, "English", "en", added.Url))
        self.call("ModifyMediaInfo", FileId=fileId, DeleteKeyFrameDescs=[1.5], DeleteSubtitleIds=[added.Id],
                  ClearKnowledgeBases=1)
        (info,) = self.call("DescribeMediaInfos", FileIds=[fileId]).MediaInfoSet
        self.assertEqual((info.KeyFrameDescInfo, info.SubtitleInfo), (None, None))

    def test_modifications_refused(self):
        """changes beyond the documented limits are refused, and change nothing"""
        fileId = self.uploaded()
        for code, fields in (
            ("InvalidParameterValue.Name", {"Name": "x" * 65}),
            ("InvalidParameterValue.Description", {"Description": "x" * 129}),
            ("InvalidParameterValue.TagTooLong", {"AddTags": ["x" * 33]}),
            ("LimitExceeded.TagCountReachMax", {"AddTags": [str(number) for number in range(17)]}),
            ("InvalidParameterValue", {"AddTags": ["x"], "ClearTags": 1}),
            ("InvalidParameterValue", {"CoverData": base64.b64encode(b"text").decode()}),
        ):
            self.assertEqual(self.refused("ModifyMediaInfo", FileId=fileId, **fields), code)
        self.assertEqual(self.refused("ModifyMediaInfo", FileId="5000"), "ResourceNotFound.FileNotExist")
        basic = self.call("DescribeMediaInfos", FileIds=[fileId]).MediaInfoSet[0].BasicInfo
        self.assertEqual((basic.Name, basic.TagSet), ("wildlife", []))

    def test_deleted(self):
        """a deleted medium is gone with its files"""
        kept, gone = self.uploaded("kept.mp4"), self.uploaded("gone.mp4")
        self.call("DeleteMedia", FileId=gone)
        self.assertEqual(self.call("DescribeMediaInfos", FileIds=[gone]).NotExistFileIdSet, [gone])
        self.assertEqual([entry.FileId for entry in self.call("SearchMedia").MediaInfoSet], [kept])
        self.assertEqual(list(self.emulator.objects().values()), [(self.folder / "kept.mp4").read_bytes()])
        files = [path for path in (self.emulator.folder / "store/objects").rglob("*") if path.is_file()]
        self.assertEqual(len(files), 1)
        self.assertEqual(self.refused("DeleteMedia", FileId=gone), "InvalidParameterValue.FileId")

    def test_original_deleted(self):
        """the uploaded files can be deleted alone; the medium stays, without its addresses"""
        fileId = self.uploaded()
        part = models.MediaDeleteItem()
        part.Type, part.Definition = "OriginalFiles", 0
        self.call("DeleteMedia", FileId=fileId, DeleteParts=[part])
        (info,) = self.call("DescribeMediaInfos", FileIds=[fileId]).MediaInfoSet
        self.assertEqual((info.BasicInfo.MediaUrl, info.MetaData.Size), ("", 0))
        self.assertEqual(self.emulator.objects(), {})


def sort(order):
    by = models.SortBy()
    by.Field, by.Order = "CreateTime", order
    return by


class Manifests(APIScenario):
    def listed(self, content, **fields):
        return self.call("ParseStreamingManifest", MediaManifestContent=content, **fields).MediaSegmentSet

    def test_playlist(self):
        """the files of a playlist come in the order of their lines, keys and repeats included"""
        content = (
            "#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXT-X-KEY:METHOD=AES-128,URI=\"a/k.key\"\n#EXTINF:4,\nb.ts\n"
            "#EXTINF:4,\n#comment\na.ts\n#EXTINF:4,\nb.ts\n#EXT-X-ENDLIST\n")
        self.assertEqual(self.listed(content), ["init.mp4", "a/k.key", "b.ts", "a.ts", "b.ts"])
        self.assertEqual(self.listed(content, ManifestType="m3u8"), ["init.mp4", "a/k.key", "b.ts", "a.ts", "b.ts"])
        self.assertEqual(self.listed("#EXTM3U\n"), [])

    def test_presentation(self):
        """the files of a DASH manifest are listed, those that templates stand for among them"""
        content = (MEDIA / "live-to-vod/dash.mpd").read_text()
        expected = sorted(path.name for path in (MEDIA / "live-to-vod").iterdir() if path.suffix == ".m4s")
        self.assertEqual(sorted(self.listed(content, ManifestType="mpd")), expected)

    def test_refused(self):
        """what is no manifest, or leaves its folder, is InvalidParameterValue.MediaManifestContent"""
        code = "InvalidParameterValue.MediaManifestContent"
        for content in ("", "text", "#EXTM3U\n../a.ts\n", "#EXTM3U\n/a.ts\n", "#EXTM3U\nhttps://a.example/a.ts\n",
                        "#EXTM3U\na/../../b.ts\n"):
            self.assertEqual(self.refused("ParseStreamingManifest", MediaManifestContent=content), code)
        self.assertEqual(self.refused("ParseStreamingManifest", MediaManifestContent="<MPD", ManifestType="mpd"), code)
        self.assertEqual(
            self.refused("ParseStreamingManifest", MediaManifestContent="#EXTM3U\n", ManifestType="smil"),
            "InvalidParameterValue")
        self.assertEqual(self.refused("ParseStreamingManifest"), "MissingParameter")


class Limits(APIScenario):
    options = ("--rate-limits",)

    def test_rate(self):
        """more than 20 calls of ParseStreamingManifest in a second are RequestLimitExceeded"""
        def call(number):
            try:
                self.call("ParseStreamingManifest", MediaManifestContent="#EXTM3U\n")
            except TencentCloudSDKException as error:
                return error.get_code()

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            codes = set(pool.map(call, range(200)))
        self.assertEqual(codes, {None, "RequestLimitExceeded"})


class Compressed(APIScenario):
    faults = ({"on": "DescribeSubAppIds", "effect": "gzip"},)

    def test_gzip(self):
        """a compressed answer is read"""
        self.assertEqual(self.call("DescribeSubAppIds").TotalCount, 2)
        self.assertEqual(self.emulator.snapshot()["faults"][0]["fired"], 1)
