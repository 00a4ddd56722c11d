"""The page on a port: the guard in front of Gradio, and uvicorn under both.

    request ─> Guard (which paths, how large) ─> Gradio (mounted at /) ─> events

Gradio serves far more than this page needs (uploads, files of the machine, a proxy, component servers, monitoring, API
pages), and switches for it exist for some only. So the guard lets through what the page uses and nothing else.
"""

from __future__ import annotations

import errno
import logging
import re
import socket
from types import FrameType

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import ServiceError
from app.schema import Language
from app.ui.assistant import AssistantLike
from app.ui.form import CHECK_API, VERIFY_API
from app.ui.languages import PATHS, LanguageDoor
from app.ui.options import NOTHING, Options
from app.ui.page import build_page, head, in_event_loop, theme

MAX_BODY_BYTES = 64 * 1024
"""The largest request: a question of 2,000 characters takes 24 kB where each is escaped as a surrogate pair."""

DRAINED_BYTES = 8 * 1024 * 1024
"""Read and thrown away of a body that is too large, so that an honest client gets to read the refusal."""

SHUTDOWN_SECONDS = 1
"""Each open page holds a stream that never ends by itself; Ctrl-C waits no longer than this for them."""

_READ = re.compile(
    r"(?:/en)?(?:/|/config/?|/theme\.css|/robots\.txt|/favicon\.ico|/(?:static|assets|svelte)/.+"
    r"|/gradio_api/(?:theme\.css|info|app_id|startup-events|queue/data|heartbeat/[^/]+)/?)|/en"
)
_WRITE = re.compile(r"(?:/en)?/gradio_api/(?:queue/join|cancel|reset)/?")
_APIS = {True: f"(?:{CHECK_API}|{VERIFY_API})", False: VERIFY_API}
"""The endpoints for programs, with and without eligibility rules."""

_CALL = {rules: re.compile(rf"/gradio_api/call/{names}/?") for rules, names in _APIS.items()}
_CALLED = {rules: re.compile(rf"/gradio_api/call/{names}/[0-9a-f]+/?") for rules, names in _APIS.items()}
"""A call gives an event's id, and reading that event gives its result."""

_HEADERS = {
    # 'unsafe-inline' and 'unsafe-eval': Gradio's own start script, and `new Function` for every `js=` and gr.HTML.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}

_LOG = logging.getLogger(__name__)


class Guard:
    """ASGI middleware: only the page's own paths, only small bodies, and headers that forbid any other host.

    `can_check` opens the endpoint of the eligibility checker too.
    """

    def __init__(self, app: ASGIApp, *, can_check: bool = False) -> None:
        self._app = app
        self._read = (_READ, _CALLED[can_check])
        self._write = (_WRITE, _CALL[can_check])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 404, 405 or 413."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # a websocket: the page uses none
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = self._refusal(scope["method"], scope["path"])
        if refusal is None and _declared(scope) <= MAX_BODY_BYTES:
            body = await _read(receive)
            if body is not None:
                await self._app(scope, _replay(body, receive), _with_headers(send))
                return
        await _drain(receive)
        answer = refusal or PlainTextResponse("The request is too large.", 413)
        await answer(scope, receive, _with_headers(send))

    def _refusal(self, method: str, path: str) -> PlainTextResponse | None:
        """The answer to a request that nothing here serves, or None."""
        readable = any(pattern.fullmatch(path) for pattern in self._read)
        writable = any(pattern.fullmatch(path) for pattern in self._write)
        if (readable and method in ("GET", "HEAD")) or (writable and method == "POST"):
            return None
        if readable or writable:
            return PlainTextResponse("Not allowed here.", 405)
        return PlainTextResponse("Not here.", 404)


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


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
        await send(message)

    return sending


def web_app(assistant: AssistantLike, options: Options = NOTHING) -> ASGIApp:
    """The guarded page in both languages as an ASGI app."""
    return in_event_loop(lambda: _mounted(assistant, options))


def _mounted(assistant: AssistantLike, options: Options) -> ASGIApp:
    outside = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    languages: tuple[Language, ...] = ("en", "nl")  # the Dutch page last: its path holds the other's
    for language in languages:
        _mount(outside, build_page(assistant, language, options), language)
    outside.add_middleware(LanguageDoor)
    return Guard(outside, can_check=assistant.can_check)


def _mount(outside: FastAPI, page: gr.Blocks, language: Language) -> None:
    gr.mount_gradio_app(
        outside,
        page,
        path=PATHS[language],
        theme=theme(),
        head=head(language),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        max_file_size=1,
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
    )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        ServiceError: the address is taken or isn't this machine's.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServiceError(
                f"Port {port} on {host} is in use. Choose another one: `--port {port + 1}`, or `make chat PORT=8000`."
            ) from None
        raise ServiceError(
            f"Can't listen on {host}, port {port}: {error.strerror or error}. Choose another --host or --port."
        ) from None


class _Server(uvicorn.Server):
    """uvicorn, quiet about the streams of open pages, which it cuts off at the end and logs as errors, with traces."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        super().handle_exit(sig, frame)


def web_server(assistant: AssistantLike, options: Options = NOTHING) -> uvicorn.Server:
    """The server, not yet running; `run(sockets=[…])` serves until `should_exit` or a signal."""
    config = uvicorn.Config(
        web_app(assistant, options),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        ws="none",
    )
    return _Server(config)


def serve_page(assistant: AssistantLike, options: Options, *, host: str, port: int, quiet: bool) -> None:
    """Serve until Ctrl-C or SIGTERM (contract: `app.ui.serve`)."""
    with listen(host, port) as connection:
        server = web_server(assistant, options)
        if not quiet:
            shown = f"[{host}]" if ":" in host else host
            print(f"The chat is on http://{shown}:{connection.getsockname()[1]} (Ctrl-C stops it).", flush=True)
        try:
            server.run(sockets=[connection])
        except KeyboardInterrupt:  # uvicorn has closed everything and then hands the signal on
            _LOG.debug("stopped by Ctrl-C")
