"""How it is logged: the standard library's records, ours and the libraries', given one form by structlog.

Nothing that a visitor typed is ever logged. An error is logged as its type and the lines it passed, without its message
(which may quote what was typed), and what the environment keeps secret is blotted out of every line.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

from app.settings import ROOT

HIDDEN = "[hidden]"
FRAMES = 12
"""Of an error's way, the innermost ones: enough to find the line, without a framework's whole depth."""


def configure(form: Literal["text", "json"], secrets: Sequence[str], stream: TextIO | None = None) -> None:
    """Send every log record of this process to `stream` (default: stderr) in one form, and nowhere else.

    `json`: one object a line, requests and answers too. `text`: warnings and errors, to read.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render: Processor = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    if form == "json":
        render = structlog.processors.JSONRenderer(ensure_ascii=False)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_messages,
                _Blotter(secrets),
                render,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("app").setLevel(logging.INFO if form == "json" else logging.WARNING)


def way_of(error: BaseException) -> str:
    """An error's type and the lines it passed, innermost last, without its message and without any value."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = [f"{_relative(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    return " > ".join([*places, type(error).__name__])


def _relative(file: str) -> str:
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def _without_messages(_: Any, __: str, event: EventDict) -> EventDict:
    """An exception that a record carries -> its way; its message may hold what a visitor typed."""
    error = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if isinstance(error, tuple):
        error = error[1]
    elif error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = way_of(error)
    return event


class _Blotter:
    """Blots the secrets out of every text of an event."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = tuple(secrets)

    def __call__(self, _: Any, __: str, event: EventDict) -> EventDict:
        return {key: self._blotted(value) for key, value in event.items()}

    def _blotted(self, value: Any) -> Any:
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, HIDDEN)
            return value
        if isinstance(value, Mapping):
            return {key: self._blotted(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._blotted(one) for one in value]
        return value if value is None or isinstance(value, bool | int | float) else self._blotted(str(value))
