"""What the start script reads from its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(ValueError):
    """An environment variable is missing or wrong; the message names it and an example."""


@dataclass(frozen=True)
class Settings:
    """One emulator: where it listens, whose account it plays, whom it calls."""

    host: str
    port: int
    account: str
    region: str
    ca: Path
    ca_bundle: Path
    certificate: Path
    key: Path
    folder: Path
    clusters_url: str
    kubectl: Path
    lambda_modules: Path
    databases_url: str
    files: Path

    @staticmethod
    def from_environment(env: Mapping[str, str]) -> Settings:
        """Reads the REHEARSAL_ variables; raises SettingsError for the first that is missing or wrong."""
        folder = Path(_required(env, "REHEARSAL_AWS_FOLDER", "a folder of its own, made if absent")).absolute()
        ca = _file(env, "REHEARSAL_CA", "a PEM file with the rehearsal's certificate authority")
        return Settings(
            host=env.get("REHEARSAL_AWS_HOST", "127.0.0.1"),
            port=_number(env, "REHEARSAL_AWS_PORT", "4566"),
            account=_account(env),
            region=_required(env, "REHEARSAL_AWS_REGION", "eu-west-1"),
            ca=ca,
            ca_bundle=_file(
                {"REHEARSAL_CA_BUNDLE": str(ca), **env}, "REHEARSAL_CA_BUNDLE", "PEM: all that helm trusts"
            ),
            certificate=_file(env, "REHEARSAL_AWS_CERTIFICATE", "a PEM file whose SAN holds REHEARSAL_AWS_HOST"),
            key=_file(env, "REHEARSAL_AWS_KEY", "the certificate's private key, PEM"),
            folder=folder,
            clusters_url=_required(env, "REHEARSAL_CLUSTERS_URL", "http://127.0.0.1:8801").rstrip("/"),
            kubectl=_file(env, "REHEARSAL_KUBECTL", "a kubectl binary"),
            lambda_modules=_folder(env, "REHEARSAL_LAMBDA_MODULES", "lambda-runtime/node_modules after `npm ci` there"),
            databases_url=env.get("REHEARSAL_DATABASES_URL", "").rstrip("/"),
            files=Path(env.get("REHEARSAL_FILES_FOLDER") or str(folder / "files")).absolute(),
        )

    @property
    def url(self) -> str:
        """The endpoint that AWS_ENDPOINT_URL names."""
        return f"https://{self.host}:{self.port}"

    @property
    def temporary(self) -> Path:
        """Holds all temporary files of the emulator and its functions; removed when the emulator ends."""
        return self.folder / "tmp"

    def emulator_environment(self, env: Mapping[str, str]) -> dict[str, str]:
        """What MiniStack and the functions it runs read. It must be set before MiniStack is imported."""
        commands = Path(__file__).resolve().parent.parent / "layer-commands"
        ca = str(self.ca)
        direct = ",".join(filter(None, [env.get("NO_PROXY", ""), self.host, "127.0.0.1", "localhost"]))
        return {
            "MINISTACK_ACCOUNT_ID": self.account,
            "MINISTACK_REGION": self.region,
            "MINISTACK_HOST": self.host,
            "GATEWAY_PORT": str(self.port),
            "AUTH": "true",
            "USE_SSL": "1",
            # Copies: MiniStack writes a bundle next to the certificate it serves.
            "MINISTACK_SSL_CERT": str(self.folder / "tls" / "certificate.pem"),
            "MINISTACK_SSL_KEY": str(self.folder / "tls" / "key.pem"),
            # For the functions; MiniStack would send them to 127.0.0.1, where it need not listen.
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CA_BUNDLE": ca,
            "NODE_EXTRA_CA_CERTS": ca,
            # Helm pulls charts from registries, the rehearsal's or the real ones.
            "SSL_CERT_FILE": str(self.ca_bundle),
            "NO_PROXY": direct,
            "no_proxy": direct,
            # The SDKs of the functions ask no metadata service, and call home to nobody.
            "AWS_EC2_METADATA_DISABLED": "true",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LOG_LEVEL": env.get("LOG_LEVEL", "INFO"),
            "TMPDIR": str(self.temporary),
            # MiniStack's own defaults for these lie directly in /tmp, whatever TMPDIR says.
            "STATE_DIR": str(self.temporary / "state"),
            "S3_DATA_DIR": str(self.temporary / "s3"),
            # In Lambda each function has /tmp and a home to itself; CDK's kubectl handler takes another place for /tmp.
            "TEST_OUTDIR": str(self.temporary / "handler"),
            "HOME": str(self.temporary / "home"),
            "PATH": f"{commands}:{env.get('PATH', '/usr/bin:/bin')}",
        }


def _required(env: Mapping[str, str], name: str, example: str) -> str:
    value = env.get(name, "")
    if not value:
        raise SettingsError(f"{name} is not set; give it, for example: {example}")
    return value


def _number(env: Mapping[str, str], name: str, example: str) -> int:
    value = _required(env, name, example)
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise SettingsError(f"{name} is '{value}', which is not a TCP port; give it, for example: {example}")
    return int(value)


def _account(env: Mapping[str, str]) -> str:
    value = _required(env, "REHEARSAL_AWS_ACCOUNT", "123456789012")
    if len(value) != 12 or not value.isdigit():
        raise SettingsError(f"REHEARSAL_AWS_ACCOUNT is '{value}'; an account id has twelve digits: 123456789012")
    return value


def _file(env: Mapping[str, str], name: str, what: str) -> Path:
    path = Path(_required(env, name, what)).absolute()
    if not path.is_file():
        raise SettingsError(f"{name} names {path}, which is not a file; it must be {what}")
    return path


def _folder(env: Mapping[str, str], name: str, what: str) -> Path:
    path = Path(_required(env, name, what)).absolute()
    if not path.is_dir():
        raise SettingsError(f"{name} names {path}, which is not a folder; it must be {what}")
    return path
