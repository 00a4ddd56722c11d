"""The agent beside a decision: it looks up and asks, and whatever it says, the decision is the rules' own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.answering.agent import asks_more
from app.answering.chat import open_chat
from app.answering.llm import Writer
from app.chain import Assistant
from app.embedding import SentenceEmbeddings
from app.schema import Answer
from tests.chat_server import ChatServer, Request, serving
from tests.deciding import deciding

MESSAGE = "Ik werk twee jaar als loopbaanadviseur. Kom ik in aanmerking, en hoe lang is het certificaat geldig?"
TODAY = date(2026, 11, 22)
SOON = 0.6  # seconds: the timeout of a model that is to fail
VALIDITY = "Certificering is geldig voor drie jaar."
ELIGIBLE = "komen adviseurs in aanmerking met tenminste 3 jaar werkervaring als loopbaanadviseur"
MAY_USE = "Deze mag de erkende titel van Register Loopbaanprofessional (RL) voeren."


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with serving() as chat:
        yield chat


@pytest.fixture(scope="module")
def decides(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Assistant:
    return deciding(tmp_path_factory.mktemp("decides"), embeddings)


@pytest.fixture(scope="module")
def before(decides: Assistant) -> Answer:
    """The answer without a model."""
    return decides.answer(MESSAGE, as_of=TODAY)


def with_model(assistant: Assistant, server: ChatServer, timeout: float = 10.0) -> Assistant:
    client = open_chat("openai:x", server.url, timeout=timeout, max_tokens=300, concurrency=2)
    return replace(assistant, writer=Writer(assistant.corpus, client, assistant.verifier))


def calls(name: str, arguments: dict[str, Any]) -> Any:
    call = {"id": "t1", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
    return lambda request: request.complete({"role": "assistant", "content": None, "tool_calls": [call]})


def searches(request: Request) -> None:
    calls("search_corpus", {"query": VALIDITY})(request)


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


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("Ik heb vier jaar outplacement gedaan; mag ik, en wat is het daarna waard?", "decision"),
        ("I have done outplacement for four years; may I apply, and how long is it valid?", "decision"),
        ("Ik werk twee jaar als loopbaanadviseur, en wat kost het?", "not a decision"),
    ],
)
def test_a_case_with_a_question_besides_is_decided(decides: Assistant, message: str, outcome: str) -> None:
    assert (decides.answer(message, as_of=TODAY).outcome == "decision") is (outcome == "decision")


def test_a_proven_statement_stands_beside_the_decision(decides: Assistant, before: Answer, server: ChatServer) -> None:
    wrong_facts = {"kind": "apply", "as_of": "2026-11-22", "experience": [{"lasting": "9 years"}]}
    server.then(searches, calls("check_eligibility", wrong_facts), f"P1 | {VALIDITY} | {VALIDITY}")
    answer = with_model(decides, server).answer(MESSAGE, as_of=TODAY)
    assert answer.decision == before.decision
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
        f"P1 | {ELIGIBLE} | U komt met tenminste 3 jaar werkervaring in aanmerking voor het certificaat.",
        f"P1 | {ELIGIBLE} | Je komt in aanmerking voor het certificaat Register Loopbaanprofessional.",
        f"P1 | {MAY_USE} | U mag de erkende titel van Register Loopbaanprofessional (RL) voeren.",
        f"P1 | {MAY_USE} | Ja, u mag de titel voeren.",
        "NO",
        "",
    ],
)
def test_the_models_verdict_is_never_shown(decides: Assistant, before: Answer, server: ChatServer, said: str) -> None:
    server.then(searches, said)
    answer = with_model(decides, server).answer(MESSAGE, as_of=TODAY)
    assert (answer.text, answer.decision, answer.statements) == (before.text, before.decision, ())


def test_a_rule_told_as_a_rule_is_no_verdict(decides: Assistant, server: ChatServer) -> None:
    rule = "Voor het certificaat komen adviseurs in aanmerking met tenminste 3 jaar werkervaring als loopbaanadviseur."
    server.then(searches, f"P1 | {ELIGIBLE} | {rule}\nP1 | {ELIGIBLE} | U komt in aanmerking voor het certificaat.")
    answer = with_model(decides, server).answer(MESSAGE, as_of=TODAY)
    assert [one.text for one in answer.statements] == [rule]
    (dropped,) = answer.dropped
    assert dropped["reasons"] == ["it passes a judgement that the rules don't (not_yet)"]


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
def test_an_agent_that_fails_leaves_the_decision(
    decides: Assistant, before: Answer, server: ChatServer, script: Any
) -> None:
    server.then(script)
    answer = with_model(decides, server, timeout=SOON).answer(MESSAGE, as_of=TODAY)
    assert (answer.text, answer.decision) == (before.text, before.decision)
    assert len(server.requests) < 12
