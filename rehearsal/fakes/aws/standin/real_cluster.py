"""One cluster of the rehearsal, in the shape of the container that MiniStack expects."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KUBECTL_TIMEOUT = 60.0


class ClusterError(RuntimeError):
    """The cluster's API server refused or did not answer."""


@dataclass(frozen=True)
class RealCluster:
    """Where the API server is, and how the account's administrator reaches it."""

    #: What MiniStack remembers the cluster by.
    id: str
    name: str
    endpoint: str
    authority: str
    kubeconfig: str
    #: The folder with kubectl.
    commands: Path
    #: Has the rehearsal remove the cluster.
    end: Callable[[], None]

    def exec_run(self, command: list[str]) -> tuple[int, bytes]:
        """Runs MiniStack's kubectl commands with the cluster's administrator kubeconfig."""
        return self._run(command, b"")

    def create(self, manifest: dict[str, Any]) -> dict[str, Any]:
        """Creates an object and gives what the API server made of it; raises ClusterError."""
        command = ["kubectl", "create", "-f", "-", "-o", "json"]
        code, output = self._run(command, json.dumps(manifest).encode())
        if code:
            raise ClusterError(f"{' '.join(command)} in cluster {self.name}: {output.decode().strip()}")
        made: dict[str, Any] = json.loads(output)
        return made

    def stop(self, timeout: int = 0) -> None:  # noqa: ARG002 - Docker's signature
        """Removes the cluster."""
        self.end()

    def remove(self, **_options: Any) -> None:
        """Nothing is left to remove once the cluster has stopped."""

    def _run(self, command: list[str], stdin: bytes) -> tuple[int, bytes]:
        done = subprocess.run(
            command,
            env={**os.environ, "PATH": f"{self.commands}:{os.environ['PATH']}", "KUBECONFIG": self.kubeconfig},
            input=stdin,
            capture_output=True,
            timeout=_KUBECTL_TIMEOUT,
            check=False,
        )
        return done.returncode, done.stdout if done.returncode == 0 else done.stdout + done.stderr
