"""Lines of logs come by the OpenTelemetry Protocol, into the one stream that a role may write to."""

from __future__ import annotations

import gzip
import json
import ssl
import struct
import time
import unittest
from http.client import HTTPSConnection
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from standin.log_lines import LARGEST, PATH
from tests.emulator import REGION, emulator
from tests.test_boundaries import TRUST, document

WRITE = {
    "Effect": "Allow",
    "Action": "logs:PutLogEvents",
    "Resource": {"Fn::Sub": "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}:log-stream:${Stream}"},
}


def part(field: int, value: bytes) -> bytes:
    """A field of a message that holds text or another message."""
    length = len(value)
    size = b""
    while length > 127:
        size, length = size + bytes([length & 127 | 128]), length >> 7
    return bytes([field << 3 | 2]) + size + bytes([length]) + value


def attribute(name: str, value: str) -> bytes:
    """A KeyValue whose value is a text."""
    return part(1, name.encode()) + part(2, part(1, value.encode()))


def logs(*lines: str, pod: str = "ghost-1") -> bytes:
    """An ExportLogsServiceRequest."""
    now = struct.pack("<Q", time.time_ns())
    written = b"".join(part(2, bytes([1 << 3 | 1]) + now + part(5, part(1, line.encode()))) for line in lines)
    resource = part(1, attribute("k8s.pod.name", pod))
    return part(1, part(1, resource) + part(2, written))


class LogLinesTest(unittest.TestCase):
    """What the endpoint takes, and from whom."""

    def setUp(self) -> None:
        """A group with two streams, and a role that may write to one of them."""
        self.aws = emulator()
        self.deploy()
        self.names = self.aws.outputs("lines")
        self.role = self.aws.assumed("collector")

    def deploy(self, **group: Any) -> None:
        """Makes them, or changes the group."""
        policies = [{"PolicyName": "write", "PolicyDocument": document(WRITE)}]
        role = {"RoleName": "collector", "AssumeRolePolicyDocument": TRUST, "Policies": policies}
        stream = {"Type": "AWS::Logs::LogStream", "Properties": {"LogGroupName": {"Ref": "Group"}}}
        outputs = {"Group": {"Ref": "Group"}, "Stream": {"Ref": "Stream"}, "Other": {"Ref": "Other"}}
        self.aws.deploy(
            "lines",
            {
                "Group": {"Type": "AWS::Logs::LogGroup", "Properties": group},
                "Stream": stream,
                "Other": stream,
                "Role": {"Type": "AWS::IAM::Role", "Properties": role},
            },
            outputs,
        )

    def tearDown(self) -> None:
        """Removes them."""
        self.aws.delete("lines")

    def test_lines_of_pods_are_kept_with_what_is_known_of_them(self) -> None:
        """In their order."""
        self.assertEqual(self.send(gzip.compress(logs("one", "two"))), (200, b""))
        events = self.aws.client("logs").filter_log_events(logGroupName=self.names["Group"])["events"]
        kept = [json.loads(event["message"]) for event in events]
        self.assertEqual([one["body"] for one in kept], ["one", "two"])
        self.assertEqual(kept[0]["resource"]["attributes"], {"k8s.pod.name": "ghost-1"})
        self.assertLess(abs(events[0]["timestamp"] / 1000 - time.time()), 3600)

    def test_a_group_keeps_the_name_that_its_stack_gave_it(self) -> None:
        """It begins with the stack's, and outlives a change of its days."""
        name = self.names["Group"]
        self.assertRegex(name, r"^lines-Group-\w+$")
        self.deploy(RetentionInDays=30)
        groups = self.aws.client("logs").describe_log_groups(logGroupNamePrefix="lines-")["logGroups"]
        self.assertEqual([(one["logGroupName"], one["retentionInDays"]) for one in groups], [(name, 30)])

    def test_another_stream_is_refused_to_the_role(self) -> None:
        """As AWS does."""
        status, text = self.send(gzip.compress(logs("one")), stream=self.names["Other"])
        self.assertEqual(status, 400)
        self.assertIn(b"logs:PutLogEvents", text)

    def test_a_request_that_was_changed_on_its_way_is_refused(self) -> None:
        """The signature is that of its bytes."""
        status, text = self.send(gzip.compress(logs("one")), changed=gzip.compress(logs("two")))
        self.assertNotEqual(status, 200)
        self.assertIn(b"Signature", text)

    def test_a_request_without_a_stream_is_refused(self) -> None:
        """It names the headers."""
        status, text = self.send(gzip.compress(logs("one")), stream="")
        self.assertEqual((status, text), (400, b"the headers x-aws-log-group and x-aws-log-stream are needed"))

    def test_a_request_that_is_larger_than_aws_takes_is_refused(self) -> None:
        """However small it was made."""
        status, text = self.send(gzip.compress(logs("x" * LARGEST)))
        self.assertEqual(status, 400)
        self.assertIn(b"are taken", text)

    def test_a_request_of_another_form_is_refused(self) -> None:
        """And not taken for an empty one."""
        status, text = self.send(gzip.compress(b"\x0a\xff\x01text"))
        self.assertEqual((status, text), (400, b"not a request of OTLP: it ends within a field"))

    def send(self, body: bytes, stream: str | None = None, changed: bytes | None = None) -> tuple[int, bytes]:
        """Status and body of the answer to a request that the role has signed."""
        headers = {
            "content-type": "application/x-protobuf",
            "content-encoding": "gzip",
            "x-aws-log-group": self.names["Group"],
            "x-aws-log-stream": self.names["Stream"] if stream is None else stream,
        }
        request = AWSRequest("POST", f"{self.aws.url}{PATH}", headers=headers, data=body)
        keys: Any = Credentials(self.role["accessKeyId"], self.role["secretAccessKey"], self.role["sessionToken"])
        SigV4Auth(keys, "logs", REGION).add_auth(request)
        host, port = self.aws.url.removeprefix("https://").split(":")
        trust = ssl.create_default_context(cafile=str(self.aws.folder / "ca.pem"))
        connection = HTTPSConnection(host, int(port), timeout=60, context=trust)
        try:
            connection.request("POST", PATH, changed or body, dict(request.headers))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
