"""The agent beside a decision: it looks up and asks, and whatever it says, the decision is the rules' own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.answering.agent import asks_more
from app.answering.chat import open_chat
from app.answering.llm import Writer
from app.bootstrap import build_assistant
from app.chain import Assistant
from app.embedding import SentenceEmbeddings
from app.schema import Answer
from ingest.build import build
from tests.chat_server import ChatServer, Request, serving
from tests.conftest import Place
from tests.letters import IDENTITY

MESSAGE = "Ik werk twee jaar als loopbaanadviseur. Kom ik in aanmerking, en hoe lang is het certificaat geldig?"
TODAY = date(2026, 11, 22)
VALIDITY = "Certificering is geldig voor drie jaar."


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with serving() as chat:
        yield chat


@pytest.fixture(scope="module")
def decides(tmp_path_factory: pytest.TempPathFactory, real_corpus: Path, embeddings: SentenceEmbeddings) -> Assistant:
    """The real texts and rules without curated questions, which would take long to index."""
    folder = tmp_path_factory.mktemp("decides")
    place = Place(folder / "corpus", folder / "data")
    for name in ("manifest.yaml", "rules.yaml", "glossary.yaml"):
        (place.corpus / name).parent.mkdir(exist_ok=True)
        (place.corpus / name).write_bytes((real_corpus / name).read_bytes())
    (place.corpus / "texts").mkdir()
    for path in (real_corpus / "texts").iterdir():
        (place.corpus / "texts" / path.name).write_bytes(path.read_bytes())
    build(place.corpus, place.data, IDENTITY, embeddings)
    return build_assistant(place.settings(), embeddings)


def with_model(assistant: Assistant, server: ChatServer, timeout: float = 10.0) -> Assistant:
    client = open_chat("openai:x", server.url, timeout=timeout, max_tokens=300, concurrency=2)
    return replace(assistant, writer=Writer(assistant.corpus, client, assistant.verifier))


def calls(name: str, arguments: dict[str, Any]) -> Any:
    call = {"id": "t1", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
    return lambda request: request.complete({"role": "assistant", "content": None, "tool_calls": [call]})


def searches(request: Request) -> None:
    calls("search_corpus", {"query": VALIDITY})(request)


def alone(assistant: Assistant) -> Answer:
    return assistant.answer(MESSAGE, as_of=TODAY)


@pytest.mark.parametrize(
    ("message", "more"),
    [
        (MESSAGE, True),
        ("Ik heb vier jaar outplacement gedaan; mag ik, en wat is het daarna waard?", True),
        ("I worked four years as a career adviser. May I apply, and how long is it valid?", True),
        ("Ik werk twee jaar als loopbaanadviseur. Kom ik in aanmerking?", False),
        ("Kom ik in aanmerking?", False),
    ],
)
def test_it_is_asked_only_where_something_else_is_asked_too(message: str, more: bool) -> None:
    assert asks_more(message) is more


def test_a_proven_statement_stands_beside_the_decision(decides: Assistant, server: ChatServer) -> None:
    wrong_facts = {"kind": "apply", "as_of": "2026-11-22", "experience": [{"lasting": "9 years"}]}
    server.then(searches, calls("check_eligibility", wrong_facts), f"P1 | {VALIDITY} | {VALIDITY}")
    answer = with_model(decides, server).answer(MESSAGE, as_of=TODAY)
    assert answer.decision == alone(decides).decision
    assert [one.text for one in answer.statements] == [VALIDITY]
    assert VALIDITY in answer.text
    assert answer.model == "rules, openai:x"
    quotes = [one.quote for one in answer.citations if one.n in answer.statements[0].citations]
    assert quotes == [VALIDITY]
    assert [one.n for one in answer.citations] == list(range(1, len(answer.citations) + 1))


@pytest.mark.parametrize(
    "said",
    [
        "U komt in aanmerking!",
        f"P1 | {VALIDITY} | U komt in aanmerking voor het certificaat.",
        f"P1 | {VALIDITY} | De uitkomst is eligible.",
        "NO",
        "",
    ],
)
def test_the_models_verdict_is_never_shown(decides: Assistant, server: ChatServer, said: str) -> None:
    server.then(searches, said)
    answer = with_model(decides, server).answer(MESSAGE, as_of=TODAY)
    before = alone(decides)
    assert (answer.text, answer.decision, answer.statements) == (before.text, before.decision, ())


@pytest.mark.parametrize(
    "script",
    [
        searches,
        lambda request: request.status(500),
        lambda request: request.silence(),
        calls("no_such_tool", {}),
        calls("check_eligibility", {"kind": "nonsense"}),
    ],
    ids=["never stops", "fails", "silent", "unknown tool", "bad arguments"],
)
def test_an_agent_that_fails_leaves_the_decision(decides: Assistant, server: ChatServer, script: Any) -> None:
    server.then(script)
    answer = with_model(decides, server, timeout=3.0).answer(MESSAGE, as_of=TODAY)
    before = alone(decides)
    assert (answer.text, answer.decision) == (before.text, before.decision)
    assert len(server.requests) < 12
