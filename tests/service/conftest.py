"""The log of a test, apart from the test run's own."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from app.service.logs import configure


@dataclass(frozen=True)
class Written:
    """What has been logged as JSON."""

    stream: io.StringIO

    def lines(self) -> list[dict[str, Any]]:
        """The records, in order."""
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@contextmanager
def configured(form: Literal["text", "json"], hidden: Sequence[str] = ()) -> Iterator[io.StringIO]:
    """The log sent to what is given, within a block."""
    root, own = logging.getLogger(), logging.getLogger("app")
    before = root.handlers[:], root.level, own.level
    stream = io.StringIO()
    configure(form, hidden, stream)
    try:
        yield stream
    finally:
        root.handlers[:], level, of_own = before
        root.setLevel(level)
        own.setLevel(of_own)


@pytest.fixture
def written() -> Iterator[Written]:
    """The log as JSON."""
    with configured("json") as stream:
        yield Written(stream)
