"""Middleware in front of the page: which paths, how large, who may ask now; headers that forbid any other host.

Gradio serves far more than this page needs (uploads, files of the machine, a proxy, component servers, monitoring, API
pages), and switches for it exist for some only. So the guard lets through what the page uses and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.service.admission import FULL_SECONDS, Admission, client_of
from app.service.journal import ASSETS

MAX_BODY_BYTES = 64 * 1024
"""The largest request: a question of 2,000 characters takes 24 kB where each is escaped as a surrogate pair."""

DRAINED_BYTES = 8 * 1024 * 1024
"""Read and thrown away of a body that is too large, so that an honest client gets to read the refusal."""

PROBES = ("/health", "/ready")
"""Answered whatever else is going on: a server that is full or stopping has to be able to say so."""

_STREAM = re.compile(r"(?:/en)?/gradio_api/(?:queue/data|call/\w+/\w+)/?")
_VISITORS_OWN = re.compile(r"(?<=/heartbeat)/[^/]+|(?<=/call)(/\w+)/\w+")
_ASSET_FOLDERS = tuple(f"{page}/{name}/" for page in ("", "/en") for name in ("static", "assets", "svelte"))
_API_CALLER = "api"  # a program that has called: it has no page, and reads its result by the event's id


@dataclass(frozen=True)
class Routes:
    """The paths that the page uses: patterns of what is read (GET, HEAD), and of what makes work (POST)."""

    read: Sequence[re.Pattern[str]]
    work: Sequence[re.Pattern[str]]

    def methods(self, path: str) -> frozenset[str]:
        """The methods that a path takes; none where it isn't one of the page's."""
        read = path in PROBES or any(pattern.fullmatch(path) for pattern in self.read)
        works = any(pattern.fullmatch(path) for pattern in self.work)
        return frozenset((("GET", "HEAD") if read else ()) + (("POST",) if works else ()))

    def name_of(self, path: str) -> str:
        """A path as the log may hold it: without a visitor's ids, and nothing of a path that isn't the page's."""
        if not self.methods(path):
            return "other"
        return ASSETS if path.startswith(_ASSET_FOLDERS) else _VISITORS_OWN.sub(r"\1/*", path)


class Guard:
    """Lets through what `routes` allow and `admission` admits, in small bodies; adds `headers` to every answer."""

    def __init__(self, app: ASGIApp, routes: Routes, admission: Admission, headers: Mapping[str, str]) -> None:
        self._app = app
        self._routes = routes
        self._admission = admission
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 404, 405, 413, 429 or 503."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # a websocket: the page uses none
            await send({"type": "websocket.close", "code": 1008})
            return
        send = self._with_headers(send)
        refusal = self._refusal(scope["method"], scope["path"])
        if refusal is None and _declared(scope) <= MAX_BODY_BYTES:
            body = await _read(receive)
            if body is not None:
                await self._admitted(scope, body, receive, send)
                return
        await _drain(receive)
        answer = refusal or PlainTextResponse("The request is too large.", 413)
        await answer(scope, receive, send)

    async def _admitted(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """Pass a well-formed request on, unless it has to wait."""
        if scope["path"] in PROBES:
            await self._app(scope, _replay(body, receive), send)
            return
        client, session = client_of(scope), _session(scope, body)
        works = scope["method"] == "POST"
        refused = self._admission.refuse(client, session, works=works)
        if refused:
            headers = {"retry-after": str(refused.retry_after)}
            await PlainTextResponse(refused.reason, refused.status, headers)(scope, receive, send)
            return
        if works and session is None:
            session = _API_CALLER
        streams = _STREAM.fullmatch(scope["path"]) is not None
        with self._admission.under_way(client, session, streams=streams):
            await self._app(scope, _replay(body, receive), send)

    def _refusal(self, method: str, path: str) -> PlainTextResponse | None:
        """The answer to a request that nothing here serves, or None."""
        methods = self._routes.methods(path)
        if method in methods:
            return None
        if methods:
            return PlainTextResponse("Not allowed here.", 405, {"allow": ", ".join(sorted(methods))})
        return PlainTextResponse("Not here.", 404)

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if message["status"] == 503 and "retry-after" not in headers:  # the queue of the page is full
                    headers["retry-after"] = str(FULL_SECONDS)
            await send(message)

        return sending


def _session(scope: Scope, body: bytes) -> str | None:
    """The page that a request comes from, or the event that it reads; None where it names neither."""
    if scope["method"] != "POST":
        if not _STREAM.fullmatch(scope["path"]):
            return None
        named = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash")
        return named[0] if named else str(scope["path"]).rstrip("/").rpartition("/")[2]
    try:
        content: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    session = content.get("session_hash") if isinstance(content, dict) else None
    return session if isinstance(session, str) else None


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None where it is larger than allowed (which a chunked one doesn't declare)."""
    body = b""
    while len(body) <= MAX_BODY_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body if len(body) <= MAX_BODY_BYTES else None
    return None


async def _drain(receive: Receive) -> None:
    """Take in what is still coming, up to a bound, keeping none of it."""
    seen = 0
    while seen <= DRAINED_BYTES:
        message = await receive()
        seen += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body that was read, and then what comes after it."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
