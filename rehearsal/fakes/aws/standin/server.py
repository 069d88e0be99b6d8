"""Serves the stand-in over TLS until it is told to stop, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import ssl
import sys
import tempfile
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app as ministack_app
from ministack.core import lambda_runtime

from standin import own_paths, processes
from standin.install import install
from standin.settings import Settings

#: Longest wait for the own port to answer after the start, in seconds.
READY_TIMEOUT = 30.0
_GRACE = 2.0
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def run(settings: Settings) -> int:
    """Serves until SIGTERM or SIGINT; prints `ready URL` once the endpoint answers. Gives the exit code."""
    tempfile.tempdir = str(settings.temporary)
    processes.adopt_orphans()
    install(settings)
    # Not asyncio.run: that waits for every thread, and one may wait for a function that never answers.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_serve(settings))
    finally:
        lambda_runtime.reset()
        processes.end_descendants()
        shutil.rmtree(settings.temporary, ignore_errors=True)


async def _serve(settings: Settings) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    config = Config()
    config.bind = [f"{settings.host}:{settings.port}"]
    config.certfile = os.environ["MINISTACK_SSL_CERT"]
    config.keyfile = os.environ["MINISTACK_SSL_KEY"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = _GRACE
    config.shutdown_timeout = _GRACE
    server = asyncio.create_task(serve(_application, config, shutdown_trigger=stop.wait))
    if not await _ready(settings, server):
        stop.set()
        await asyncio.wait([server], timeout=2 * _GRACE)
        sys.stderr.write(f"the stand-in AWS does not answer at {settings.url}: is the port free?\n")
        return 1
    sys.stdout.write(f"ready {settings.url}\n")
    sys.stdout.flush()
    await asyncio.wait([server])
    return 0


async def _ready(settings: Settings, server: asyncio.Task[None]) -> bool:
    """True once a TLS connection to the own endpoint succeeds, checked against the rehearsal's CA."""
    trust = ssl.create_default_context(cafile=str(settings.ca))
    deadline = asyncio.get_running_loop().time() + READY_TIMEOUT
    while asyncio.get_running_loop().time() < deadline and not server.done():
        try:
            connecting = asyncio.open_connection(settings.host, settings.port, ssl=trust)
            _reader, writer = await asyncio.wait_for(connecting, timeout=2)
        except (OSError, TimeoutError):
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return not server.done()
    return False


async def _application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """The stand-in's own paths, then MiniStack's."""
    if scope["type"] != "http" or not scope["path"].startswith(own_paths.PREFIX):
        await ministack_app.app(scope, receive, send)
        return
    body = await _body(receive)
    # On a thread: the answer may need the API server, which may ask this server about a token.
    asked = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
    where = {"account": asked.get("account"), "region": asked.get("region")}
    status, answer = await asyncio.to_thread(own_paths.answer, scope["method"], scope["path"], body, **where)
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)
