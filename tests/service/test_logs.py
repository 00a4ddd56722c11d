"""The log: one form for all records, no message of an error, no secret."""

from __future__ import annotations

import json
import logging

import pytest

from app.service.logs import HIDDEN
from app.settings import secrets
from tests.service.conftest import Written, configured


def test_each_record_is_an_object_with_its_values(written: Written) -> None:
    logging.getLogger("app.x").info("answer", extra={"outcome": "answered", "ms": 7.1})
    logging.getLogger("library").warning("odd: %s", "é")
    logging.getLogger("library").info("chatter")
    first, second = written.lines()
    assert (first["event"], first["outcome"], first["ms"], first["level"]) == ("answer", "answered", 7.1, "info")
    assert (second["event"], second["logger"], second["level"]) == ("odd: é", "library", "warning")


def test_an_error_is_logged_as_its_way_without_its_message(written: Written) -> None:
    def fail() -> None:
        raise ValueError("Mijn BSN is 111222333")

    try:
        fail()
    except ValueError:
        logging.getLogger("library").exception("failed")
    [line] = written.lines()
    assert "111222333" not in json.dumps(line)
    assert line["error"].endswith("in fail > ValueError")
    assert "tests/service/test_logs.py:" in line["error"]


def test_secrets_of_the_environment_are_blotted_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1234567890")
    monkeypatch.setenv("MY_TOKEN", "short")
    hidden = secrets("postgresql://me:pass%20word99@db/x", "http://127.0.0.1:8000/v1", "")
    assert {"sk-1234567890", "pass word99"} <= set(hidden)
    assert "short" not in hidden
    with configured("json", hidden) as stream:
        logging.getLogger("library").error("key %s in %r", "sk-1234567890", {"a": ["sk-1234567890"]})
        logging.getLogger("app").info("x", extra={"values": {"deep": ["sk-1234567890", 1, None]}})
    assert "sk-1234567890" not in stream.getvalue()
    assert stream.getvalue().count(HIDDEN) == 3


def test_to_read_there_is_only_what_goes_wrong() -> None:
    with configured("text") as stream:
        logging.getLogger("app.x").info("answer")
        logging.getLogger("app.x").error("failed", extra={"error": "a.py:1 > ValueError"})
    [line] = stream.getvalue().splitlines()
    assert "failed" in line
    assert "a.py:1 > ValueError" in line
