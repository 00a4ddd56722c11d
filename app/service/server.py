"""The service on a port: its parts put together, and uvicorn under them, which stops only when answers are finished."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Protocol

import uvicorn
from fastapi import FastAPI
from starlette.responses import JSONResponse
from starlette.types import ASGIApp

from app.errors import ServiceError
from app.feedback.entry import FeedbackLike, Thumbs
from app.service.admission import FULL_SECONDS, Admission
from app.service.guard import Guard, Routes
from app.service.headers import security_headers
from app.service.journal import Journal, journaled
from app.service.logs import configure, way_of
from app.settings import Settings, secrets
from app.ui.assistant import AssistantLike
from app.ui.figures import Figures
from app.ui.opinion import OnFeedback, Opinion
from app.ui.options import Options
from app.ui.server import current_request_id, mount, paths

CUT_SECONDS = 1
"""Each open page holds a stream that never ends by itself; when all answers are given, these get no longer."""

IDLE_SECONDS = 15
"""An idle connection is kept so long: longer than `FULL_SECONDS`, after which a refused visitor comes back, and longer
than the proxy keeps it (Caddyfile): a question sent into a connection that is being closed is lost."""

FINISH_SECONDS = 5.0
"""For the answers that run when the server is told to stop; a chat model's time comes on top of it."""

PROBE_SECONDS = 5.0
"""For how long a found readiness is believed: whoever asks without end can't make the index work for it."""

_LOG = logging.getLogger(__name__)


class SearchingAssistant(AssistantLike, Protocol):
    """What serving needs besides: a way to try the index without a chat model."""

    def search(self, question: str, k: int) -> Sequence[object]:
        """The `k` best places for a question."""
        ...


class Readiness:
    """Whether the index can be searched; tries it, at most once in `PROBE_SECONDS`. Safe in several threads."""

    def __init__(self, assistant: SearchingAssistant, clock: Callable[[], float] = time.monotonic) -> None:
        self._assistant = assistant
        self._clock = clock
        self._lock = threading.Lock()
        self._found: tuple[float, bool] | None = None

    def __call__(self) -> bool:
        """Whether a question finds a place in the texts."""
        with self._lock:
            if self._found is None or self._clock() - self._found[0] > PROBE_SECONDS:
                works = self._works()
                self._found = self._clock(), works
            return self._found[1]

    def _works(self) -> bool:
        question = next((document.title for document in self._assistant.documents.values()), "")
        try:
            return bool(self._assistant.search(question, 1))
        except Exception as error:  # noqa: BLE001 - whatever it is, this is the place to find it out, and it is told
            _LOG.error("not ready", extra={"error": way_of(error)})
            return False


def web_app(
    assistant: SearchingAssistant,
    settings: Settings,
    admission: Admission,
    feedback: FeedbackLike | None = None,
    figures: Figures | None = None,
) -> ASGIApp:
    """The page and its probes as an ASGI app, with all that stands before it."""
    outside = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    ready = Readiness(assistant)

    @outside.api_route("/health", methods=["GET", "HEAD"])
    async def health() -> JSONResponse:
        """The process lives and its event loop turns."""
        return JSONResponse({"status": "alive"})

    @outside.api_route("/ready", methods=["GET", "HEAD"])
    def readiness() -> JSONResponse:
        """The index answers, and the server isn't about to stop."""
        if admission.draining or not ready():
            status = "stopping" if admission.draining else "unable to answer"
            return JSONResponse({"status": status}, 503, {"retry-after": str(FULL_SECONDS)})
        return JSONResponse({"status": "ready"})

    options = Options(on_feedback=_kept_in(feedback) if feedback else None, figures=figures)
    mount(outside, journaled(assistant, feedback, current_request_id), options)
    routes = Routes(*paths(can_check=assistant.can_check))
    guard = Guard(outside, routes, admission, security_headers(settings.frame_ancestors))
    return Journal(guard, routes.name_of, believe=bool(settings.trusted_proxies))


def _kept_in(feedback: FeedbackLike) -> OnFeedback:
    """A taker of opinions that keeps them there."""

    def keep(opinion: Opinion) -> None:
        thumbs: Thumbs = "up" if opinion.helpful else "down"
        feedback.record(opinion.answer, thumbs=thumbs, reason=opinion.reason, consent=opinion.consented)

    return keep


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


class Server(uvicorn.Server):
    """uvicorn that stops in two steps: no new questions, and when the running ones are answered, an end.

    uvicorn would raise the signal anew when it has stopped, which ends a process before it has tidied up; this one
    returns. The second signal does end the process there and then.
    """

    def __init__(self, config: uvicorn.Config, admission: Admission, seconds: float) -> None:
        super().__init__(config)
        self._admission = admission
        self._seconds = seconds
        self._deadline = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop, or stop at once. Runs in the main thread between two instructions: it only notes."""
        # uvicorn logs the streams of open pages, which it cuts off at the end, as errors
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        if self._admission.draining:
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)
        self._deadline = time.monotonic() + self._seconds
        self._admission.draining = True

    async def on_tick(self, counter: int) -> bool:
        """Uvicorn asks ten times a second whether to stop."""
        if self._admission.draining and (self._admission.is_idle or time.monotonic() > self._deadline):
            self.should_exit = True
        return await super().on_tick(counter)


def web_server(
    assistant: SearchingAssistant,
    settings: Settings,
    feedback: FeedbackLike | None = None,
    figures: Figures | None = None,
) -> Server:
    """The server, not yet running; `run(sockets=[…])` serves until a signal."""
    admission = Admission(settings.rate_limit)
    config = uvicorn.Config(
        web_app(assistant, settings, admission, feedback, figures),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=CUT_SECONDS,
        ws="none",
    )
    patience = FINISH_SECONDS + (settings.chat_timeout if settings.chat_model else 0)
    return Server(config, admission, patience)


def serve_page(
    assistant: SearchingAssistant,
    settings: Settings,
    *,
    feedback: FeedbackLike | None,
    figures: Figures | None,
    quiet: bool,
) -> None:
    """Serve until Ctrl-C or SIGTERM (contract: `app.service.serve`)."""
    configure(settings.log_format, secrets(settings.feedback_url, settings.chat_base_url))
    host = settings.host
    with listen(host, settings.port) as connection:
        server = web_server(assistant, settings, feedback, figures)
        if not quiet:
            shown = f"[{host}]" if ":" in host else host
            print(f"The chat is on http://{shown}:{connection.getsockname()[1]} (Ctrl-C stops it).", flush=True)
        server.run(sockets=[connection])
