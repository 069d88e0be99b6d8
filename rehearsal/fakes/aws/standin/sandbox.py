"""JSON over loopback HTTP to the rest of the rehearsal: who starts clusters, who starts databases."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any


class SandboxError(RuntimeError):
    """The rehearsal's server refused, failed or did not answer in time; the message says which and why."""


class Sandbox:
    """One server of the rehearsal."""

    def __init__(self, url: str, timeout: float) -> None:
        """`timeout` is the longest wait for one answer, in seconds."""
        self._url = url
        self._timeout = timeout

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Sends one request and reads its JSON answer ({} for an empty one); raises SandboxError."""
        url = f"{self._url}{path}"
        request = urllib.request.Request(  # noqa: S310 - the URL comes from the start script's settings
            url,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=self._timeout) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            raise SandboxError(f"{method} {url} answered {error.code}: {error.read().decode()[:500]}") from error
        except OSError as error:
            raise SandboxError(f"{method} {url} gave no answer within {self._timeout:g} s: {error}") from error
        answer: dict[str, Any] = json.loads(text) if text else {}
        return answer
