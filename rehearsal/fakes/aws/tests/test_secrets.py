"""Generated secret values, and what Ref of a secret gives."""

from __future__ import annotations

import json
import string
import unittest
from typing import Any

from standin.handlers import ResourceError
from standin.secrets import secret_string
from tests.emulator import emulator


class GeneratedValueTest(unittest.TestCase):
    def test_the_options_are_followed(self) -> None:
        for _ in range(50):
            value = secret_string(
                {
                    "GenerateSecretString": {
                        "PasswordLength": 12,
                        "ExcludePunctuation": True,
                        "ExcludeUppercase": True,
                        "ExcludeCharacters": "abc",
                    }
                }
            )
            self.assertEqual(len(value), 12)
            self.assertLessEqual(set(value), set(string.ascii_lowercase + string.digits) - set("abc"))
            self.assertTrue(set(value) & set(string.digits), "each included type occurs")

    def test_the_default_is_32_characters_with_punctuation_possible(self) -> None:
        value = secret_string({"GenerateSecretString": {}})
        self.assertEqual(len(value), 32)
        self.assertTrue(set(value) & set(string.punctuation))

    def test_the_value_joins_the_template(self) -> None:
        options = {"SecretStringTemplate": '{"username":"ghost"}', "GenerateStringKey": "password"}
        value = json.loads(secret_string({"GenerateSecretString": options}))
        self.assertEqual(value["username"], "ghost")
        self.assertEqual(len(value["password"]), 32)

    def test_impossible_options_are_refused(self) -> None:
        for options in (
            {"PasswordLength": 2},
            {"SecretStringTemplate": "{}"},
            {"SecretStringTemplate": "no json", "GenerateStringKey": "password"},
            {"SecretStringTemplate": "[]", "GenerateStringKey": "password"},
        ):
            with self.subTest(options), self.assertRaises(ResourceError):
                secret_string({"GenerateSecretString": options})

    def test_a_value_and_a_generated_value_contradict(self) -> None:
        with self.assertRaisesRegex(ResourceError, "cannot both"):
            secret_string({"SecretString": "x", "GenerateSecretString": {}})


class SecretResourceTest(unittest.TestCase):
    def test_ref_is_the_arn_and_an_update_keeps_it(self) -> None:
        aws = emulator()
        secret: dict[str, Any] = {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {}}}
        self.assertEqual(aws.deploy("secret", {"S": secret}, {"Ref": {"Ref": "S"}}), "CREATE_COMPLETE")
        arn = aws.outputs("secret")["Ref"]
        self.assertRegex(arn, r"^arn:aws:secretsmanager:eu-west-1:123456789012:secret:")
        before = aws.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        secret["Properties"]["Description"] = "changed"
        self.assertEqual(aws.deploy("secret", {"S": secret}, {"Ref": {"Ref": "S"}}), "UPDATE_COMPLETE")
        self.assertEqual(aws.outputs("secret")["Ref"], arn)
        after = aws.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        self.assertEqual(before, after, "a description does not turn the value")
        self.assertEqual(aws.delete("secret"), "DELETE_COMPLETE")
        found = aws.client("secretsmanager").list_secrets()["SecretList"]
        self.assertNotIn(arn, [one["ARN"] for one in found])
