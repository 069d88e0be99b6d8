"""What CloudFront reads of a bucket that nobody else may read."""

from __future__ import annotations

import base64
import ssl
import unittest
import urllib.request
from urllib.error import HTTPError

from tests.emulator import emulator


class BucketTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = emulator()
        self.assertEqual(self.aws.deploy("pages", {"Bucket": {"Type": "AWS::S3::Bucket"}}), "CREATE_COMPLETE")
        self.bucket = self.aws.resource("pages", "Bucket")
        self.s3 = self.aws.client("s3")
        self.s3.put_object(Bucket=self.bucket, Key=".away/a.html", Body=b"away", ContentType="text/html")

    def tearDown(self) -> None:
        self.s3.delete_object(Bucket=self.bucket, Key=".away/a.html")
        self.aws.delete("pages")

    def test_cloudfront_reads_an_object_with_its_type(self) -> None:
        status, answer = self.aws.ask("GET", f"objects/{self.bucket}/.away/a.html")
        self.assertEqual((status, answer["status"], base64.b64decode(answer["body"])), (200, 200, b"away"))
        self.assertEqual(answer["headers"]["content-type"], "text/html")

    def test_what_is_not_there_is_told_as_s3_tells_it(self) -> None:
        self.assertEqual(self.aws.ask("GET", f"objects/{self.bucket}/.away/b.html")[1]["status"], 404)
        self.assertEqual(self.aws.ask("GET", "objects/no-such-bucket/a")[1]["status"], 404)

    def test_nobody_else_reads_it_without_a_signature(self) -> None:
        trusted = ssl.create_default_context(cafile=str(self.aws.folder / "ca.pem"))
        url = f"{self.aws.url}/{self.bucket}/.away/a.html"
        with self.assertRaises(HTTPError) as refused:
            urllib.request.urlopen(url, context=trusted)  # noqa: S310 - the emulator's own URL
        self.assertEqual(refused.exception.code, 403)
