"""The SDKs' own providers of credentials: roles that are assumed, the role of a machine, the identity of a pod."""

import os
import urllib.request
from unittest import mock

from qcloud_vod.model import VodUploadRequest
from qcloud_vod.vod_upload_client import VodUploadClient
from tencentcloud.common import credential as credentials
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.vod.v20180717 import models, vod_client

from scenario import Scenario

REGION = "ap-guangzhou"
ROLE = "qcs::cam::uin/100000000001:roleName/ingest"


class CredentialScenario(Scenario):
    subject = "tencentcloud-sdk-python-common 3.1.195"

    def setUp(self):
        super().setUp()
        # What asks the metadata service keeps the proxy of its first call, and each scenario has a proxy of its own.
        urllib.request.install_opener(None)

    def asked(self, credential):
        """How many applications the API lists for a credential."""
        return vod_client.VodClient(credential, REGION).DescribeSubAppIds(models.DescribeSubAppIdsRequest()).TotalCount

    def refusal(self, action):
        with self.assertRaises(TencentCloudSDKException) as raised:
            action()
        self.assertTrue(raised.exception.get_request_id())
        return raised.exception.get_code()

    def count(self, action):
        return self.emulator.snapshot()["requests"].get(action, 0)

    def assert_uploads(self, credential):
        """An upload with the credential's key and token arrives whole."""
        request = VodUploadRequest()
        request.MediaFilePath = str(self.file("wildlife.mp4", 5_000))
        client = VodUploadClient(credential.secret_id, credential.secret_key, credential.token)
        fileId = client.upload(REGION, request).FileId
        medium = self.only_medium()
        self.assertEqual(medium["fileId"], fileId)
        self.assert_stored(medium["bucket"], medium["mediaKey"], request.MediaFilePath)

    def assert_needs_token(self, credential):
        """The key without its token is refused."""
        bare = credentials.Credential(credential.secret_id, credential.secret_key)
        self.assertEqual(self.refusal(lambda: self.asked(bare)), "AuthFailure.TokenFailure")


class AssumedRole(CredentialScenario):
    def assumed(self, role=ROLE, key=None, session="interop", seconds=7_200):
        return credentials.STSAssumeRoleCredential(self.secret_id, key or self.secret_key, role, session, seconds)

    def test_role(self):
        """STSAssumeRoleCredential takes a role on once; its key works with its token alone"""
        credential = self.assumed()
        self.assertEqual([self.asked(credential), self.asked(credential)], [2, 2])
        self.assertEqual(self.count("AssumeRole"), 1)
        self.assert_needs_token(credential)
        self.assert_uploads(credential)

    def test_renewed(self):
        """a key of a role that has run out is refused, and one that is asked for anew works"""
        credential = self.assumed(seconds=60)
        self.asked(credential)
        self.emulator.advance(61)
        self.assertEqual(self.refusal(lambda: self.asked(credential)), "AuthFailure.TokenFailure")
        credential.get_sts_tmp_role_arn()
        self.assertEqual(self.asked(credential), 2)
        self.assertEqual(self.count("AssumeRole"), 2)

    def test_refused(self):
        """a role that is not there, a wrong key, a bad name and too long a life are refused"""
        for code, credential in (
            ("ResourceNotFound.RoleNotFound", self.assumed(role=ROLE + "x")),
            ("AuthFailure.SignatureFailure", self.assumed(key="x" * 32)),
            ("InvalidParameter.ParamError", self.assumed(session="a b")),
            ("InvalidParameter.OverTimeError", self.assumed(seconds=43_201)),
        ):
            self.assertEqual(self.refusal(lambda: self.asked(credential)), code)


class MachineRole(CredentialScenario):
    options = ("--machine-role", "ingest")

    def test_role(self):
        """CVMRoleCredential finds the machine's role and its key by itself, and asks for it once"""
        credential = credentials.CVMRoleCredential().get_credential()
        self.assertEqual([self.asked(credential), self.asked(credential)], [2, 2])
        self.assertEqual(credential.role, "ingest")
        # The role's name and one key.
        self.assertEqual(self.count("MachineCredentials"), 2)
        self.assert_needs_token(credential)
        self.assert_uploads(credential)

    def test_chain(self):
        """the default chain finds the machine's role where there is neither variable nor file"""
        found = credentials.DefaultCredentialProvider().get_credential()
        self.assertIsInstance(found, credentials.CVMRoleCredential)
        self.assertEqual(self.asked(found), 2)


class ShortMachineKey(CredentialScenario):
    options = ("--machine-role", "ingest", "--machine-key-lifetime", "299")

    def test_renewed(self):
        """a machine's key is asked for anew when 300 seconds are left"""
        credential = credentials.CVMRoleCredential()
        first, second = credential.get_credential_info(), credential.get_credential_info()
        self.assertTrue(all(first))
        self.assertEqual(first, second)
        self.assertEqual(self.count("MachineCredentials"), 3)
        self.emulator.advance(280)
        self.assertNotEqual(credential.get_credential_info(), first)
        self.assertEqual(self.asked(credential), 2)


class NoMachineRole(CredentialScenario):
    def test_none(self):
        """a machine without a role has no key"""
        self.assertIsNone(credentials.CVMRoleCredential().get_credential())
        self.assertEqual(self.count("MachineCredentials"), 1)


class PodIdentity(CredentialScenario):
    options = ("--web-identity", "cluster:one", "--web-identity", "cluster:two")

    def setUp(self):
        super().setUp()
        self.token = self.folder / "token"
        self.token.write_text("one")
        variables = {"TKE_REGION": REGION, "TKE_PROVIDER_ID": "cluster", "TKE_ROLE_ARN": ROLE,
                     "TKE_WEB_IDENTITY_TOKEN_FILE": str(self.token)}
        self.enterContext(mock.patch.dict(os.environ, variables))

    def test_identity(self):
        """the TKE provider has a key of the pod's role for its token, without a signature, and reads the token anew"""
        credential = credentials.DefaultTkeOIDCRoleArnProvider().get_credential()
        self.assertEqual([self.asked(credential), self.asked(credential)], [2, 2])
        before = self.count("AssumeRoleWithWebIdentity")
        self.assertEqual(before, 1)
        self.assert_needs_token(credential)
        self.assert_uploads(credential)
        self.token.write_text("two")
        former = credential.get_credential_info()
        credential.refresh()
        self.assertNotEqual(credential.get_credential_info(), former)
        self.assertEqual(self.asked(credential), 2)

    def test_refused(self):
        """a token that is not believed is refused"""
        self.token.write_text("three")
        credential = credentials.DefaultTkeOIDCRoleArnProvider().get_credential()
        self.assertEqual(self.refusal(lambda: self.asked(credential)), "InvalidParameter.WebIdentityTokenError")
