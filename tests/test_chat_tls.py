"""A chat model behind TLS that proves nothing gets no question: the verbatim answer is given, and nothing was sent."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from app.answering.chat import open_chat
from app.answering.llm import Writer
from app.chain import Assistant
from tests.beekeepers import Q_VALIDITY, VALIDITY
from tests.chat_server import ChatServer, lines, serving

NAME = "openai:test"
GOOD = lines(("P1", VALIDITY, "Het keurmerk is vijf jaar geldig."))
HERE = "127.0.0.1"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine trust the authority, as an operator would."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@contextmanager
def speaking_tls(certificate: trustme.LeafCert) -> Iterator[ChatServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with serving(context) as server:
        server.then(GOOD)
        yield server


def asked(assistant: Assistant, server: ChatServer) -> str:
    """The `model` of an answer, after a look at the rest of it."""
    client = open_chat(NAME, server.url, timeout=5.0, max_tokens=100, concurrency=1)
    answer = replace(assistant, writer=Writer(assistant.corpus, client, assistant.verifier)).answer(Q_VALIDITY)
    worded = answer.model == NAME
    assert answer.text == ("Het keurmerk is vijf jaar geldig. [1]" if worded else f"{VALIDITY} [1]")
    assert (answer.outcome, len(server.requests)) == ("answered", 1 if worded else 0)
    return answer.model


def test_a_certificate_that_holds_is_accepted(assistant: Assistant, authority: trustme.CA, trusted: None) -> None:
    with speaking_tls(authority.issue_cert(HERE)) as server:
        assert asked(assistant, server) == NAME


def test_a_self_signed_certificate_gets_no_question(assistant: Assistant, authority: trustme.CA) -> None:
    with speaking_tls(authority.issue_cert(HERE)) as server:
        assert asked(assistant, server) == f"extractive ({NAME} unreachable)"


def test_a_certificate_for_another_name_gets_no_question(
    assistant: Assistant, authority: trustme.CA, trusted: None
) -> None:
    with speaking_tls(authority.issue_cert("models.example")) as server:
        assert asked(assistant, server) == f"extractive ({NAME} unreachable)"


def test_an_expired_certificate_gets_no_question(assistant: Assistant, authority: trustme.CA, trusted: None) -> None:
    with speaking_tls(authority.issue_cert(HERE, not_after=LONG_AGO)) as server:
        assert asked(assistant, server) == f"extractive ({NAME} unreachable)"
