"""The environment of serve.py."""

from __future__ import annotations

import importlib.util
import re
import tempfile
import unittest
from pathlib import Path

from standin.settings import Settings, SettingsError


class SettingsTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        for name in ("ca.pem", "certificate.pem", "key.pem", "kubectl"):
            (self.folder / name).touch()
        self.env = {
            "REHEARSAL_AWS_PORT": "4566",
            "REHEARSAL_AWS_ACCOUNT": "123456789012",
            "REHEARSAL_AWS_REGION": "eu-west-1",
            "REHEARSAL_CA": str(self.folder / "ca.pem"),
            "REHEARSAL_AWS_CERTIFICATE": str(self.folder / "certificate.pem"),
            "REHEARSAL_AWS_KEY": str(self.folder / "key.pem"),
            "REHEARSAL_AWS_FOLDER": str(self.folder / "standin"),
            "REHEARSAL_CLUSTERS_URL": "http://127.0.0.1:8801/",
            "REHEARSAL_KUBECTL": str(self.folder / "kubectl"),
            "REHEARSAL_LAMBDA_MODULES": str(self.folder),
        }

    def test_each_variable_lands_in_its_field(self) -> None:
        settings = Settings.from_environment(self.env)
        self.assertEqual(settings.url, "https://127.0.0.1:4566")
        self.assertEqual(settings.clusters_url, "http://127.0.0.1:8801")
        self.assertEqual(settings.temporary, self.folder / "standin" / "tmp")
        self.assertEqual(settings.ca_bundle, settings.ca)

    def test_every_missing_variable_is_named(self) -> None:
        for name in self.env:
            with self.subTest(name), self.assertRaisesRegex(SettingsError, f"^{name} is not set; give it"):
                Settings.from_environment({k: v for k, v in self.env.items() if k != name})

    def test_wrong_values_are_refused_with_the_value(self) -> None:
        wrong = {
            "REHEARSAL_AWS_PORT": "70000",
            "REHEARSAL_AWS_ACCOUNT": "12",
            "REHEARSAL_CA": "/nowhere/ca.pem",
            "REHEARSAL_LAMBDA_MODULES": "/nowhere",
        }
        for name, value in wrong.items():
            with self.subTest(name), self.assertRaisesRegex(SettingsError, f"{name} .*{value}"):
                Settings.from_environment({**self.env, name: value})

    def test_the_emulator_writes_into_its_own_folder_alone(self) -> None:
        environment = Settings.from_environment(self.env).emulator_environment({"PATH": "/usr/bin"})
        defaults = _folders_outside()
        self.assertIn("STATE_DIR", defaults, "MiniStack no longer reads its folders so: read its source")
        for name in defaults:
            with self.subTest(name, help="set it in emulator_environment: MiniStack's default is outside the folder"):
                self.assertIn(str(self.folder), environment.get(name, ""))

    def test_functions_find_the_layers_commands_first_and_trust_the_rehearsals_authority(self) -> None:
        environment = Settings.from_environment(self.env).emulator_environment({"PATH": "/usr/bin"})
        self.assertRegex(environment["PATH"], r"/layer-commands:/usr/bin$")
        self.assertEqual(environment["AWS_CA_BUNDLE"], str(self.folder / "ca.pem"))
        self.assertEqual(environment["AWS_ENDPOINT_URL"], "https://127.0.0.1:4566")
        self.assertEqual((environment["AUTH"], environment["USE_SSL"]), ("true", "1"))


def _folders_outside() -> set[str]:
    """Variables for which MiniStack's source has a default of an absolute path."""
    found = importlib.util.find_spec("ministack")
    assert found is not None and found.submodule_search_locations is not None
    sources = Path(next(iter(found.submodule_search_locations))).rglob("*.py")
    pattern = re.compile(r"""environ\.get\(\s*"(\w+)",\s*"/(?:tmp|var|run|root|home)\b""")
    return {name for source in sources for name in pattern.findall(source.read_text())}
