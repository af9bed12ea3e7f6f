#!/usr/bin/env python3
"""Uploads files with a library of PyPI, 32 requests in flight: what `bench.py` compares `vod-ingest` with.

Usage: upload_peers.py awscrt|cos|vod HOST:PORT plain|tls CERTIFICATE FILE…
"""

import concurrent.futures
import os
import pathlib
import sys
import threading

IN_FLIGHT = 32
KEY_ID, KEY, BUCKET = "AKIDbench", "secretsecretsecretsecretsecret00", "sink-1250000000"
PART_SIZE = 8 << 20


def with_awscrt(address, secure, certificate, paths):
    from awscrt import auth, http, io, s3

    group = io.EventLoopGroup(1)
    bootstrap = io.ClientBootstrap(group, io.DefaultHostResolver(group))
    tls = None
    if secure:
        options = io.TlsContextOptions()
        options.override_default_trust_store_from_path(None, certificate)
        tls = io.ClientTlsContext(options).new_connection_options()
        tls.set_server_name(address.split(":")[0])
    keys = auth.AwsCredentialsProvider.new_static(KEY_ID, KEY)
    client = s3.S3Client(
        bootstrap=bootstrap, region="ap-guangzhou", part_size=PART_SIZE, multipart_upload_threshold=2 * PART_SIZE,
        tls_mode=s3.S3RequestTlsMode.ENABLED if secure else s3.S3RequestTlsMode.DISABLED, tls_connection_options=tls,
        signing_config=s3.create_default_s3_signing_config(region="ap-guangzhou", credential_provider=keys),
        max_active_connections_override=IN_FLIGHT)
    slots = threading.Semaphore(IN_FLIGHT)
    faults = []

    def done(error, **_):
        if error:
            faults.append(error)
        slots.release()

    running = []
    for path in paths:
        slots.acquire()
        headers = http.HttpHeaders([("host", address), ("content-length", str(os.stat(path).st_size))])
        request = http.HttpRequest("PUT", "/" + os.path.basename(path), headers)
        running.append(client.make_request(
            type=s3.S3RequestType.PUT_OBJECT, request=request, send_filepath=path, on_done=done))
    for request in running:
        request.finished_future.result()
    if faults:
        raise faults[0]


def with_cos(address, secure, certificate, paths):
    import qcloud_cos

    config = qcloud_cos.CosConfig(
        Region="ap-guangzhou", SecretId=KEY_ID, SecretKey=KEY, Scheme="https" if secure else "http", Domain=address,
        PoolConnections=IN_FLIGHT, PoolMaxSize=IN_FLIGHT, VerifySSL=certificate if secure else None)
    client = qcloud_cos.CosS3Client(config)

    def upload(path):
        if os.stat(path).st_size < 2 * PART_SIZE:
            with open(path, "rb") as body:
                client.put_object(Bucket=BUCKET, Body=body, Key=os.path.basename(path))
        else:
            client.upload_file(
                Bucket=BUCKET, Key=os.path.basename(path), LocalFilePath=path, PartSize=PART_SIZE >> 20, MAXThread=8)

    with concurrent.futures.ThreadPoolExecutor(4 if os.stat(paths[0]).st_size >= 2 * PART_SIZE else IN_FLIGHT) as pool:
        list(pool.map(upload, paths))


def with_vod(address, secure, certificate, paths):
    """The upload SDK knows the service's real addresses alone: it is led here as through a proxy."""
    import certifi
    from qcloud_vod.model import VodUploadRequest
    from qcloud_vod.vod_upload_client import VodUploadClient

    os.environ.update(dict.fromkeys(["HTTPS_PROXY", "https_proxy"], "http://" + address))
    os.environ.update(dict.fromkeys(["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"], certificate))
    # The API client asks certifi by itself and passes over REQUESTS_CA_BUNDLE.
    certifi.where = lambda: certificate
    for path in paths:
        request = VodUploadRequest()
        request.MediaFilePath = path
        VodUploadClient(KEY_ID, KEY).upload("ap-guangzhou", request)


def main():
    name, address, scheme, certificate, *paths = sys.argv[1:]
    files = []
    for path in map(pathlib.Path, paths):
        files += sorted(map(str, path.iterdir())) if path.is_dir() else [str(path)]
    {"awscrt": with_awscrt, "cos": with_cos, "vod": with_vod}[name](address, scheme == "tls", certificate, files)


main()
