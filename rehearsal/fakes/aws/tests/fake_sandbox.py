"""A fake of the rehearsal's servers: it answers for clusters and databases and starts none."""

from __future__ import annotations

import base64
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

FAKE_AUTHORITY = base64.b64encode(b"-----BEGIN CERTIFICATE-----\nfake\n-----END CERTIFICATE-----\n").decode()

# Answers what the stand-in asks of kubectl: lists are empty, applied objects are kept in a file, and a token under
# review is NAMESPACE:NAME, made for Pod Identity.
_FAKE_KUBECTL = """#!{python}
import json, sys

words = " ".join(sys.argv[1:])
if "apply -f -" in words:
    open("{folder}/applied.json", "a").write(sys.stdin.read())
elif "create -f -" in words:
    token = json.load(sys.stdin)["spec"]["token"]
    user = {{"username": "system:serviceaccount:" + token}}
    print(json.dumps({{"status": {{"authenticated": True, "audiences": ["pods.eks.amazonaws.com"], "user": user}}}}))
elif "-o json" in words:
    print(json.dumps({{"items": [{{"metadata": {{"name": "default"}}}}]}}))
"""


class FakeSandbox:
    """Requests are kept in `requests`; a name in `refused` is answered with 500."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.requests: list[tuple[str, str, dict[str, Any]]] = []
        self.refused: set[str] = set()
        self.kubectl = folder / "fake-kubectl"
        self.kubectl.write_text(_FAKE_KUBECTL.format(folder=folder, python=sys.executable))
        self.kubectl.chmod(0o755)
        (folder / "kubeconfig").write_text("{}")
        handler = type("Handler", (_Handler,), {"sandbox": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Closes the port."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What each request gets."""
        self.requests.append((method, path, body))
        name = body.get("name") or path.rpartition("/")[2]
        if name in self.refused:
            return 500, {"error": f"{name} is refused by the fake"}
        if (method, path) == ("POST", "/clusters"):
            kubeconfig = str(self.folder / "kubeconfig")
            authority = FAKE_AUTHORITY
            return 201, {
                "endpoint": "https://fake.example:6443",
                "certificateAuthority": authority,
                "kubeconfig": kubeconfig,
            }
        if method == "POST" and path.startswith("/databases/"):
            return 201, {"host": f"{name}.fake.example", "port": 33060}
        return 200, {}


class _Handler(BaseHTTPRequestHandler):
    sandbox: ClassVar[FakeSandbox]

    def _reply(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        status, answer = self.sandbox.answer(self.command, self.path, body)
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_PUT = do_DELETE = _reply  # noqa: N815 - names that http.server looks for

    def log_message(self, *_arguments: Any) -> None:
        """Quiet."""
