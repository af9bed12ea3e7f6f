"""What a proxy with its own certificate authority asks of clients."""

import pathlib
from unittest import mock

import certifi
import requests
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.vod.v20180717 import models, vod_client

from emulator import Emulator
from scenario import Scenario


class Trust(Scenario):
    subject = "requests, tencentcloud-sdk-python-common"

    def test_certificate(self):
        """HTTPS_PROXY and REQUESTS_CA_BUNDLE are all that requests needs"""
        answer = requests.get("https://vod.tencentcloudapi.com/", timeout=30)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("RequestId", answer.json()["Response"])

    def test_certificate_file(self):
        """the file that is printed holds one certificate and no key, is its owner's alone, and goes with the emulator"""
        environment = self.emulator.environment
        path = pathlib.Path(environment["REQUESTS_CA_BUNDLE"])
        self.assertEqual(environment["SSL_CERT_FILE"], str(path))
        text = path.read_text()
        self.assertEqual((text.count("BEGIN CERTIFICATE"), "PRIVATE" in text), (1, False))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        with Emulator() as other:
            kept = pathlib.Path(other.certificate)
            self.assertNotEqual(kept.read_text(), text)
        self.assertFalse(kept.exists())

    def test_hosts(self):
        """every host of the service is answered, each with a certificate of its own name"""
        for host in ("vod.tencentcloudapi.com", "vod.ap-guangzhou.tencentcloudapi.com",
                     "vod.intl.tencentcloudapi.com", "sts.tencentcloudapi.com",
                     "sts.ap-singapore.tencentcloudapi.com"):
            self.assertIn("RequestId", requests.get(f"https://{host}/", timeout=30).json()["Response"], host)
        for host in ("b-1250000000.cos.ap-guangzhou.myqcloud.com", "b-1250000000.cos.ap-guangzhou.tencentcos.cn",
                     "b-1250000000.cos-internal.ap-guangzhou.tencentcos.cn",
                     "b-1250000000.cos.accelerate.myqcloud.com"):
            answer = requests.get(f"https://{host}/key", timeout=30)
            self.assertEqual((answer.status_code, answer.headers["Server"]), (403, "tencent-cos"), host)

    def test_other_hosts(self):
        """no other host is reached through the proxy"""
        for address in ("https://example.com/", "https://vod.tencentcloudapi.com.example.com/",
                        "https://cvm.tencentcloudapi.com/", "https://vod.tencentcloudapi.com:8443/"):
            with self.assertRaises(requests.exceptions.ProxyError) as raised:
                requests.get(address, timeout=30)
            self.assertIn("403", str(raised.exception))
        answer = requests.get("http://example.com/", timeout=30)
        self.assertEqual((answer.status_code, answer.text), (403, "`example.com` is not emulated\n"))

    def test_own_trust_store(self):
        """the API client asks certifi for its trust store and passes over REQUESTS_CA_BUNDLE"""
        bundle = certifi.__file__.replace("__init__.py", "cacert.pem")
        with mock.patch("certifi.where", lambda: bundle):
            client = vod_client.VodClient(Credential(self.secret_id, self.secret_key), "ap-guangzhou")
            with self.assertRaises(TencentCloudSDKException) as raised:
                client.DescribeSubAppIds(models.DescribeSubAppIdsRequest())
        self.assertEqual(raised.exception.get_code(), "ClientNetworkError")
        self.assertIn("CERTIFICATE_VERIFY_FAILED", raised.exception.get_message())
