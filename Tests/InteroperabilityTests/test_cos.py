"""The object store's SDK, with the credential of an upload session and with the account's own key."""

import hashlib
import io

import requests
from qcloud_cos import CosConfig, CosS3Client
from qcloud_cos.cos_exception import CosClientError, CosServiceError
from tencentcloud.common.credential import Credential
from tencentcloud.vod.v20180717 import models, vod_client

from scenario import Scenario

MEBIBYTE = 1_048_576


class StoreScenario(Scenario):
    subject = "cos-python-sdk-v5 1.9.44"
    media_type = "mp4"

    def setUp(self):
        super().setUp()
        request = models.ApplyUploadRequest()
        request.MediaType = self.media_type
        client = vod_client.VodClient(Credential(self.secret_id, self.secret_key), "ap-guangzhou")
        self.session = client.ApplyUpload(request)
        self.bucket = self.session.StorageBucket
        self.key = self.session.MediaStoragePath[1:]

    def temporary(self, **changes):
        """A client with the session's credential."""
        certificate = self.session.TempCertificate
        return self.made(certificate.SecretId, certificate.SecretKey, certificate.Token, **changes)

    def own(self, **changes):
        """A client with the account's own key, which may touch everything."""
        return self.made(self.secret_id, self.secret_key, None, **changes)

    def made(self, secret_id, secret_key, token, **changes):
        settings = {"Region": self.session.StorageRegion, "SecretId": secret_id, "SecretKey": secret_key,
                    "Token": token} | changes
        return CosS3Client(CosConfig(**settings))

    def refused(self, status, code, call, **arguments):
        with self.assertRaises(CosServiceError) as raised:
            call(Bucket=self.bucket, **arguments)
        self.assertEqual((raised.exception.get_status_code(), raised.exception.get_error_code()), (status, code))
        return raised.exception

    def parts_of(self, key):
        return {entry["key"]: entry["parts"] for entry in self.emulator.snapshot()["objects"]}[key]


class Objects(StoreScenario):
    def test_round_trip(self):
        """an object comes back as it went, with its digests and metadata, whole and in ranges"""
        path, client = self.file("a.mp4", 300_000), self.temporary()
        content = path.read_bytes()
        with path.open("rb") as body:
            put = client.put_object(
                Bucket=self.bucket, Key=self.key, Body=body, EnableMD5=True, ContentType="video/mp4",
                Metadata={"x-cos-meta-origin": "tape-7"})
        self.assertEqual(put["ETag"], f'"{hashlib.md5(content).hexdigest()}"')
        head = client.head_object(Bucket=self.bucket, Key=self.key)
        self.assertEqual(
            (head["Content-Length"], head["Content-Type"], head["ETag"], head["x-cos-meta-origin"]),
            ("300000", "video/mp4", put["ETag"], "tape-7"))
        self.assertEqual(head["x-cos-hash-crc64ecma"], put["x-cos-hash-crc64ecma"])
        whole = client.get_object(Bucket=self.bucket, Key=self.key)["Body"].get_raw_stream().read()
        self.assertTrue(whole == content)
        part = client.get_object(Bucket=self.bucket, Key=self.key, Range="bytes=1000-1999")
        self.assertEqual(part["Content-Range"], "bytes 1000-1999/300000")
        self.assertTrue(part["Body"].get_raw_stream().read() == content[1000:2000])

    def test_empty(self):
        """an empty object is sent in chunks, without a length"""
        with self.file("empty.mp4", 0).open("rb") as body:
            put = self.temporary().put_object(Bucket=self.bucket, Key=self.key, Body=body)
        self.assertEqual(put["ETag"], '"d41d8cd98f00b204e9800998ecf8427e"')
        self.assertEqual(put["x-cos-hash-crc64ecma"], "0")

    def test_special_keys(self):
        """keys of every kind of character are signed and stored alike"""
        client = self.own()
        keys = ["a b", "a+b", "100%", "%41", "x?y=1&z", "#;,:@&=$!'()*", "\u91ce\u751f/\u52a8\u7269.mp4", "a//b",
                "./dot", "q/../r", "~tilde", '"quoted"', "back\\slash", "\U0001f600"]
        for number, key in enumerate(keys):
            client.put_object(Bucket=self.bucket, Key=key, Body=f"{number}".encode())
        for number, key in enumerate(keys):
            answer = client.get_object(Bucket=self.bucket, Key=key, KeySimplifyCheck=False)
            self.assertEqual(answer["Body"].get_raw_stream().read(), f"{number}".encode(), key)
        stored = {entry["key"] for entry in self.emulator.snapshot()["objects"]}
        self.assertEqual(stored, set(keys))

    def test_delete(self):
        """a deleted object is gone, and deleting it again is no error"""
        client = self.own()
        client.put_object(Bucket=self.bucket, Key="a", Body=b"1")
        client.delete_object(Bucket=self.bucket, Key="a")
        client.delete_object(Bucket=self.bucket, Key="a")
        self.refused(404, "NoSuchKey", client.get_object, Key="a")
        # An answer to HEAD has no body, so the SDK makes up a code of its own.
        self.refused(404, "NoSuchResource", client.head_object, Key="a")
        self.assertFalse(client.object_exists(Bucket=self.bucket, Key="a"))

    def test_other_domain(self):
        """the newer domain serves the same objects"""
        client = self.temporary(Endpoint=f"cos.{self.session.StorageRegion}.tencentcos.cn")
        client.put_object(Bucket=self.bucket, Key=self.key, Body=b"abc")
        answer = self.temporary().get_object(Bucket=self.bucket, Key=self.key)
        self.assertEqual(answer["Body"].get_raw_stream().read(), b"abc")

    def test_plain_http(self):
        """http goes through the proxy with whole addresses, and is signed the same"""
        client = self.own(Scheme="http")
        client.put_object(Bucket=self.bucket, Key="a b/+%\u91ce", Body=b"abc")
        self.assertEqual(self.emulator.objects(), {"a b/+%\u91ce": b"abc"})


class Permissions(StoreScenario):
    def test_scope(self):
        """a session's credential writes its own key and no other, and deletes nothing"""
        client = self.temporary()
        client.put_object(Bucket=self.bucket, Key=self.key, Body=b"abc")
        self.refused(403, "AccessDenied", client.put_object, Key="elsewhere.mp4", Body=b"abc")
        self.refused(403, "AccessDenied", client.delete_object, Key=self.key)

    def test_credentials(self):
        """unknown keys, wrong keys, and tokens that are missing or wrong are told apart"""
        certificate = self.session.TempCertificate
        for status, code, secret_id, secret_key, token in (
            (403, "InvalidAccessKeyId", "AKIDNOBODY", certificate.SecretKey, certificate.Token),
            (403, "SignatureDoesNotMatch", certificate.SecretId, "wrong", certificate.Token),
            (403, "InvalidAccessKeyId", certificate.SecretId, certificate.SecretKey, None),
            (403, "InvalidAccessKeyId", certificate.SecretId, certificate.SecretKey, "wrong"),
        ):
            error = self.refused(
                status, code, self.made(secret_id, secret_key, token).put_object, Key=self.key, Body=b"abc")
            self.assertTrue(error.get_request_id())

    def test_bucket(self):
        """an unknown bucket is NoSuchBucket"""
        with self.assertRaises(CosServiceError) as raised:
            self.own().put_object(Bucket="nobody-1250000000", Key="a", Body=b"abc")
        self.assertEqual(raised.exception.get_error_code(), "NoSuchBucket")

    def test_path_style(self):
        """addresses with the bucket in the path are refused, as for every new bucket"""
        client = self.own(Domain=f"cos.{self.session.StorageRegion}.myqcloud.com")
        error = self.refused(403, "PathStyleDomainForbidden", client.put_object, Key=f"{self.bucket}/a", Body=b"abc")
        self.assertTrue(error.get_trace_id())


class Expiry(StoreScenario):
    options = ("--session-lifetime", "0")

    def test_expired_token(self):
        """an expired credential is ExpiredToken with status 400"""
        self.refused(400, "ExpiredToken", self.temporary().put_object, Key=self.key, Body=b"abc")


class Multipart(StoreScenario):
    def begin(self, client, content, numbers, part_size=MEBIBYTE):
        """An upload in parts that was cut off after these parts."""
        upload = client.create_multipart_upload(Bucket=self.bucket, Key=self.key)["UploadId"]
        for number in numbers:
            body = content[(number - 1) * part_size : number * part_size]
            client.upload_part(
                Bucket=self.bucket, Key=self.key, Body=io.BytesIO(body), PartNumber=number, UploadId=upload)
        return upload

    def test_resumed(self):
        """an interrupted upload goes on: only the missing parts are sent"""
        path, client = self.file("large.mp4", 5 * MEBIBYTE + 7), self.temporary()
        self.begin(client, path.read_bytes(), (1, 3, 4))
        sent = self.emulator.snapshot()["bytesReceived"]
        client.upload_file(Bucket=self.bucket, Key=self.key, LocalFilePath=str(path))
        self.assert_stored(self.bucket, self.key, path)
        snapshot = self.emulator.snapshot()
        self.assertEqual(snapshot["bytesReceived"] - sent, 2 * MEBIBYTE + 7)
        self.assertEqual((snapshot["requests"]["InitiateMultipartUpload"], snapshot["unfinishedUploads"]), (1, []))

    def test_resume_mismatch(self):
        """an interrupted upload of other contents is left behind, and a new one begun"""
        path, client = self.file("large.mp4", 3 * MEBIBYTE), self.temporary()
        left = self.begin(client, b"\0" * (3 * MEBIBYTE), (1, 2))
        client.upload_file(Bucket=self.bucket, Key=self.key, LocalFilePath=str(path))
        self.assert_stored(self.bucket, self.key, path)
        unfinished = self.emulator.snapshot()["unfinishedUploads"]
        self.assertEqual([(entry["uploadId"], entry["parts"]) for entry in unfinished], [(left, [1, 2])])

    def test_newest_is_resumed(self):
        """of several interrupted uploads the last that is listed is taken up"""
        path, client = self.file("large.mp4", 3 * MEBIBYTE), self.temporary()
        uploads = sorted(self.begin(client, path.read_bytes(), (1,)) for _ in range(3))
        client.upload_file(Bucket=self.bucket, Key=self.key, LocalFilePath=str(path))
        left = [entry["uploadId"] for entry in self.emulator.snapshot()["unfinishedUploads"]]
        self.assertEqual(left, uploads[:2])

    def test_options(self):
        """part size, threads, digests and metadata of an upload are the caller's"""
        path, client = self.file("large.mp4", 7 * MEBIBYTE), self.temporary()
        client.upload_file(
            Bucket=self.bucket, Key=self.key, LocalFilePath=str(path), PartSize=3, MAXThread=2, EnableMD5=True,
            ContentType="video/mp4", TrafficLimit="838860800")
        self.assert_stored(self.bucket, self.key, path)
        self.assertEqual(self.parts_of(self.key), 3)
        self.assertEqual(client.head_object(Bucket=self.bucket, Key=self.key)["Content-Type"], "video/mp4")

    def test_completed(self):
        """a completed upload has an opaque ETag with its number of parts, and its id is gone"""
        path, client = self.file("large.mp4", 2 * MEBIBYTE), self.temporary()
        upload = self.begin(client, path.read_bytes(), (1, 2))
        listed = client.list_parts(Bucket=self.bucket, Key=self.key, UploadId=upload)["Part"]
        parts = [{"PartNumber": int(part["PartNumber"]), "ETag": part["ETag"]} for part in listed]
        done = client.complete_multipart_upload(
            Bucket=self.bucket, Key=self.key, UploadId=upload, MultipartUpload={"Part": parts})
        self.assertRegex(done["ETag"], r'^"[0-9a-f]{32}-2"$')
        self.assertEqual(done["Location"], f"http://{self.bucket}.cos.{self.session.StorageRegion}.myqcloud.com/{self.key}")
        self.refused(404, "NoSuchUpload", client.complete_multipart_upload, Key=self.key, UploadId=upload,
                     MultipartUpload={"Part": parts})

    def test_refused_completions(self):
        """lists of parts that are out of order, false, with gaps or with small parts are refused by their codes"""
        content, client = self.file("large.mp4", 2 * MEBIBYTE).read_bytes(), self.temporary()
        upload = self.begin(client, content, (1, 2))
        tags = [f'"{hashlib.md5(content[i * MEBIBYTE : (i + 1) * MEBIBYTE]).hexdigest()}"' for i in range(2)]
        one, two = ({"PartNumber": number + 1, "ETag": tag} for number, tag in enumerate(tags))

        def complete(status, code, *parts, upload=upload):
            self.refused(status, code, client.complete_multipart_upload, Key=self.key, UploadId=upload,
                         MultipartUpload={"Part": list(parts)})

        complete(400, "InvalidPartOrder", two, one)
        complete(400, "InvalidPart", one, two | {"ETag": tags[0]})
        complete(400, "InvalidPart", two)
        complete(400, "InvalidPart", one, two, {"PartNumber": 3, "ETag": tags[0]})
        small = self.begin(client, content, (1, 2), part_size=1000)
        tags = [f'"{hashlib.md5(content[i * 1000 : (i + 1) * 1000]).hexdigest()}"' for i in range(2)]
        complete(400, "EntityTooSmall", *({"PartNumber": i + 1, "ETag": tag} for i, tag in enumerate(tags)), upload=small)

    def test_abort(self):
        """an aborted upload is gone with its parts"""
        client = self.temporary()
        upload = self.begin(client, b"\0" * MEBIBYTE, (1,))
        client.abort_multipart_upload(Bucket=self.bucket, Key=self.key, UploadId=upload)
        self.refused(404, "NoSuchUpload", client.abort_multipart_upload, Key=self.key, UploadId=upload)
        self.refused(404, "NoSuchUpload", client.list_parts, Key=self.key, UploadId=upload)
        self.refused(404, "NoSuchUpload", client.upload_part, Key=self.key, Body=b"a", PartNumber=1, UploadId=upload)

    def test_digest(self):
        """a part whose Content-MD5 is another's is BadDigest"""
        client = self.temporary()
        upload = self.begin(client, b"", ())
        wrong = "1B2M2Y8AsgTpgAmY7PhCfg=="
        self.refused(400, "BadDigest", client.upload_part, Key=self.key, Body=b"abc", PartNumber=1, UploadId=upload,
                     ContentMD5=wrong)
        self.refused(400, "InvalidDigest", client.put_object, Key=self.key, Body=b"abc", ContentMD5="short")

    def test_part_failure(self):
        """when a part is refused the whole upload raises, and what was sent stays for the next time"""
        path, client = self.file("large.mp4", 3 * MEBIBYTE), self.temporary()
        with self.assertRaises(CosClientError) as raised:
            client.upload_file(Bucket=self.bucket, Key=self.key, LocalFilePath=str(path), TrafficLimit="1")
        self.assertIn("some upload_part fail after max_retry", str(raised.exception))
        self.assertEqual(len(self.emulator.snapshot()["unfinishedUploads"]), 1)


class Trouble(StoreScenario):
    """What the SDK does about faults; they are installed once the session is there."""

    def large(self, **options):
        path = self.file("large.mp4", 2 * MEBIBYTE)
        self.temporary_with(retry=1).upload_file(
            Bucket=self.bucket, Key=self.key, LocalFilePath=str(path), MAXThread=1, **options)
        return path

    def temporary_with(self, retry, **changes):
        client = self.temporary(**changes)
        # The constructor's argument, set afterwards: pauses of a second for each attempt are long in a test.
        client._retry = retry
        return client

    def test_throttled(self):
        """a part that is answered with SlowDown is sent again after a pause"""
        self.emulator.install({"on": "UploadPart", "effect": "throttle"})
        path = self.large()
        self.assert_stored(self.bucket, self.key, path)
        self.assertEqual(self.emulator.snapshot()["requests"]["UploadPart"], 3)

    def test_reset(self):
        """a part whose connection breaks, before or after the store has it, is sent again"""
        self.emulator.install({"on": "UploadPart", "nth": 1, "effect": {"closeInBody": {"afterBytes": 1000}}},
                              {"on": "UploadPart", "nth": 3, "effect": "loseReply"})
        path = self.large()
        self.assert_stored(self.bucket, self.key, path)
        self.assertEqual(self.emulator.snapshot()["requests"]["UploadPart"], 4)

    def test_error_inside_200(self):
        """an error inside a Complete of status 200 is raised"""
        self.emulator.install({"on": "CompleteMultipartUpload", "every": True,
                               "effect": {"errorInside200": {"code": "InternalError"}}})
        with self.assertRaises(CosServiceError) as raised:
            self.large()
        self.assertEqual(raised.exception.get_error_code(), "InternalError")
        self.assertEqual(len(self.emulator.snapshot()["unfinishedUploads"]), 1)

    def test_missing_checksum(self):
        """nobody looks for the checksum of an answer, or at a wrong one"""
        self.emulator.install({"on": "UploadPart", "every": True, "effect": "missingCRC"},
                              {"on": "CompleteMultipartUpload", "every": True, "effect": "wrongCRC"})
        self.assert_stored(self.bucket, self.key, self.large())

    def test_clock(self):
        """a signature that has expired by the store's clock is refused, and not made again by its date"""
        self.emulator.advance(11_000)
        self.refused(403, "AccessDenied", self.own().put_object, Key=self.key, Body=b"abc")
        self.assertEqual(self.emulator.snapshot()["requests"]["PutObject"], 1)

    def test_domain_switch(self):
        """told to switch its domain, it sends the last attempt to the newer one when nothing of the store's answered"""
        self.emulator.install({"on": "PutObject", "nth": 1, "effect": {"replyHTML": {"status": 502}}})
        client = self.temporary_with(retry=1, AutoSwitchDomainOnRetry=True)
        client.put_object(Bucket=self.bucket, Key=self.key, Body=b"abc")
        self.assertEqual(self.emulator.stored(self.bucket, self.key), b"abc")
        self.assertEqual(self.emulator.snapshot()["requests"]["PutObject"], 2)


class Listings(StoreScenario):
    media_type = "m3u8"

    def test_parts(self):
        """parts are listed in order, a page at a time"""
        client = self.temporary()
        upload = client.create_multipart_upload(Bucket=self.bucket, Key=self.key)["UploadId"]
        for number in (5, 1, 10_000, 2):
            client.upload_part(
                Bucket=self.bucket, Key=self.key, Body=b"x" * number, PartNumber=number, UploadId=upload)
        pages, marker = [], 0
        while True:
            page = client.list_parts(
                Bucket=self.bucket, Key=self.key, UploadId=upload, MaxParts=3, PartNumberMarker=marker,
                EncodingType="url")
            pages.append([(part["PartNumber"], part["Size"]) for part in page["Part"]])
            if page["IsTruncated"] == "false":
                break
            marker = int(page["NextPartNumberMarker"])
        self.assertEqual(pages, [[("1", "1"), ("2", "2"), ("5", "5")], [("10000", "10000")]])

    def test_uploads(self):
        """uploads are listed by key, with prefixes, delimiters and pages"""
        client, names = self.own(), ["a/1", "a/2", "a b/\u91ce", "b", "b"]
        for name in names:
            client.create_multipart_upload(Bucket=self.bucket, Key=name)

        def keys(**arguments):
            answer = client.list_multipart_uploads(Bucket=self.bucket, **arguments)
            return ([entry["Key"] for entry in answer.get("Upload", [])],
                    [entry["Prefix"] for entry in answer.get("CommonPrefixes", [])])

        self.assertEqual(keys(), (["a b/\u91ce", "a/1", "a/2", "b", "b"], []))
        self.assertEqual(keys(Prefix="a/"), (["a/1", "a/2"], []))
        self.assertEqual(keys(Delimiter="/"), (["b", "b"], ["a b/", "a/"]))
        # Where the caller asks for the encoding, undoing it is left to the caller.
        self.assertEqual(keys(Prefix="a b/", EncodingType="url")[0], ["a%20b/%E9%87%8E"])
        seen, key, upload = [], "", ""
        while True:
            page = client.list_multipart_uploads(
                Bucket=self.bucket, MaxUploads=2, KeyMarker=key, UploadIdMarker=upload)
            seen += [entry["Key"] for entry in page["Upload"]]
            if page["IsTruncated"] == "false":
                break
            key, upload = page["NextKeyMarker"], page["NextUploadIdMarker"]
        self.assertEqual(seen, sorted(names))

    def test_of_session(self):
        """a session's credential may list uploads, which its SDK does before every large file"""
        self.assertNotIn("Upload", self.temporary().list_multipart_uploads(Bucket=self.bucket))


class Presigned(StoreScenario):
    def test_put_and_get(self):
        """presigned addresses upload and download without a key at hand"""
        client = self.own()
        put = client.get_presigned_url(Bucket=self.bucket, Key="a b/\u91ce.mp4", Method="PUT")
        answer = requests.put(put, data=b"abc", timeout=30)
        self.assertEqual(answer.status_code, 200, answer.text)
        get = client.get_presigned_download_url(Bucket=self.bucket, Key="a b/\u91ce.mp4")
        self.assertEqual(requests.get(get, timeout=30).content, b"abc")
        # Signed for one method and one key alone.
        self.assertEqual(requests.put(get, data=b"abc", timeout=30).status_code, 403)
        self.assertEqual(requests.get(get.replace("mp4", "mp5"), timeout=30).status_code, 403)

    def test_token(self):
        """a temporary credential's token goes into the address as a parameter"""
        client, token = self.temporary(), self.session.TempCertificate.Token
        signed = {"x-cos-security-token": token}
        put = client.get_presigned_url(Bucket=self.bucket, Key=self.key, Method="PUT", Params=signed)
        self.assertEqual(requests.put(put, data=b"abc", timeout=30).status_code, 200)
        bare = client.get_presigned_url(Bucket=self.bucket, Key=self.key, Method="PUT")
        answer = requests.put(bare, data=b"abc", timeout=30)
        self.assertEqual(answer.status_code, 403)
        self.assertIn("<Code>InvalidAccessKeyId</Code>", answer.text)

    def test_parameters(self):
        """signed parameters of a download are obeyed, and may not be changed"""
        client = self.own()
        client.put_object(Bucket=self.bucket, Key="a", Body=b"abc")
        get = client.get_presigned_download_url(
            Bucket=self.bucket, Key="a", Params={"response-content-disposition": "attachment; filename=b"})
        self.assertEqual(requests.get(get, timeout=30).headers["Content-Disposition"], "attachment; filename=b")
        answer = requests.get(get.replace("filename%3Db", "filename%3Dc"), timeout=30)
        self.assertIn("<Code>SignatureDoesNotMatch</Code>", answer.text)

    def test_expired(self):
        """an address whose time is over is refused by that message"""
        client = self.own()
        client.put_object(Bucket=self.bucket, Key="a", Body=b"abc")
        get = client.get_presigned_download_url(Bucket=self.bucket, Key="a", Expired=-30)
        answer = requests.get(get, timeout=30)
        self.assertEqual(answer.status_code, 403)
        self.assertIn("<Code>AccessDenied</Code>", answer.text)
        self.assertIn("<Message>Request has expired</Message>", answer.text)
