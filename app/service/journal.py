"""A line for each request and each answer, held together by a request id, without anything that a visitor typed.

A request's id is in its answer's `x-request-id`, too, so that what a visitor reports can be found.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import structlog
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import CmiError, ServiceError
from app.feedback.entry import FeedbackLike
from app.schema import Answer, Language
from app.service.logs import way_of
from app.ui.assistant import AssistantLike

ASSETS = "assets"
"""The name of every script and style sheet."""

ONLY_FAILURES = frozenset((ASSETS, "/health", "/ready"))
"""Not logged while all is well: a page has a hundred assets, and a monitor asks every few seconds."""

REQUEST_ID = "x-request-id"
FAILED = "The answer could not be made, through a fault of this program. Look in the log of the server."

_ID = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)
_LOG = logging.getLogger(__name__)


class Journal:
    """ASGI middleware: gives each request an id and logs how it went.

    `name_of` gives a path's name for the log, free of what visitors put into it. With `believe` the id that comes with
    a request is kept, where it is one: a proxy has set it.
    """

    def __init__(self, app: ASGIApp, name_of: Callable[[str], str], *, believe: bool) -> None:
        self._app = app
        self._name_of = name_of
        self._believe = believe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with an id in its own headers and its answer's."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = MutableHeaders(scope=scope)
        given = headers.get(REQUEST_ID, "")
        identity = given if self._believe and _ID.fullmatch(given) else uuid.uuid4().hex
        headers[REQUEST_ID] = identity
        started = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = identity
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=identity):
            try:
                await self._app(scope, receive, sending)
            except Exception as error:  # noqa: BLE001 - the last place to tell it: uvicorn would print its message
                _LOG.error("failed", extra={"error": way_of(error)})
                if not status:
                    await PlainTextResponse("This went wrong here.", 500)(scope, receive, sending)
            finally:
                milliseconds = round((time.perf_counter() - started) * 1e3, 1)
                path = self._name_of(scope["path"])
                if path not in ONLY_FAILURES or status >= 400:
                    said = {"method": scope["method"], "path": path, "status": status, "ms": milliseconds}
                    _LOG.info("request", extra=said)


class _Journaled:
    """An assistant whose answers are logged and, where that is wanted, counted; all else is the assistant's own.

    An error that nobody foresaw is logged as its way and passed on as a declared one: the message of the original may
    quote what was typed, and the page's framework would print it.
    """

    def __init__(
        self, assistant: AssistantLike, feedback: FeedbackLike | None, request_id: Callable[[], str | None]
    ) -> None:
        self._assistant = assistant
        self._feedback = feedback
        self._request_id = request_id

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def answer(self, question: str, *, turns: Sequence[str] = (), language: Language | None = None) -> Answer:
        *_, answer = self.stream(question, turns=turns, language=language)
        return answer

    def stream(self, question: str, *, turns: Sequence[str] = (), language: Language | None = None) -> Iterator[Answer]:
        started = time.perf_counter()
        answer: Answer | None = None
        with self._declared_errors():
            for answer in self._assistant.stream(question, turns=turns, language=language):
                yield answer
        if answer is not None:
            if self._feedback:
                self._feedback.record(answer)
            self._say(started, outcome=answer.outcome, language=answer.language, model=answer.model)

    def check(self, facts: Mapping[str, object], *, language: Language = "nl") -> dict[str, Any]:
        started = time.perf_counter()
        with self._declared_errors():
            decision = self._assistant.check(facts, language=language)
        self._say(started, outcome="decision", language=language, model="rules")
        return decision

    def verify(self, quote: str | None, statement: str | None = None) -> dict[str, Any]:
        with self._declared_errors():
            return self._assistant.verify(quote, statement)

    def _say(self, started: float, **values: str) -> None:
        milliseconds = round((time.perf_counter() - started) * 1e3, 1)
        _LOG.info("answer", extra={**values, "ms": milliseconds, **self._identity()})

    @contextmanager
    def _declared_errors(self) -> Iterator[None]:
        try:
            yield
        except CmiError:
            raise
        except Exception as error:  # noqa: BLE001 - passed on, without its message
            _LOG.error("failed", extra={"error": way_of(error), **self._identity()})
            raise ServiceError(FAILED) from None

    def _identity(self) -> dict[str, str]:
        identity = self._request_id()
        return {"request_id": identity} if identity else {}


def journaled(
    assistant: AssistantLike, feedback: FeedbackLike | None, request_id: Callable[[], str | None]
) -> AssistantLike:
    """`assistant`, with a line in the log for each answer and a row in the feedback, where it is kept.

    `request_id` tells the id of the request that is being answered, where one is.
    """
    return cast("AssistantLike", _Journaled(assistant, feedback, request_id))
