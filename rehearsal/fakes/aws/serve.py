"""Starts the stand-in AWS: `python3 serve.py`. README.md lists the environment variables it reads."""

from __future__ import annotations

import logging
import os
import shutil
import sys

from standin.settings import Settings, SettingsError


def main() -> int:
    """Prepares the folder and the environment, then serves; 2 when a setting is missing or wrong."""
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    shutil.rmtree(settings.temporary, ignore_errors=True)
    tls = settings.folder / "tls"
    for folder in (settings.temporary / "handler", settings.temporary / "home", tls):
        folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(settings.certificate, tls / "certificate.pem")
    shutil.copy(settings.key, tls / "key.pem")
    (tls / "key.pem").chmod(0o600)
    # Functions are unpacked below this folder, so Node.js finds here what Lambda's runtime carries.
    (settings.temporary / "node_modules").symlink_to(settings.lambda_modules)
    # A person's profile is nobody's in this account, and it would win over a function's role.
    os.environ.pop("AWS_PROFILE", None)
    os.environ.update(settings.emulator_environment(os.environ))
    # Not above: MiniStack reads its environment while it is imported.
    from standin.server import run

    return run(settings)


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    sys.stdout.flush()
    # A thread may still wait for a custom resource's answer; nothing is left to wait for.
    os._exit(code)
