"""The table of a chat model beside the verbatim answers, with a scripted model in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.answering.chat import open_chat
from app.answering.llm import Writer
from app.chain import Assistant
from app.errors import InputError
from app.schema import Span
from eval.cases import Case, Kind
from eval.worded import both, stratified
from tests.beekeepers import MARK, Q_COSTS, Q_VALIDITY, VALIDITY
from tests.chat_server import serving


def case(name: str, kind: Kind, question: str = Q_VALIDITY) -> Case:
    start = MARK.index(VALIDITY)
    evidence = ((Span("mark", start, start + len(VALIDITY)),),) if kind == "fact" else ()
    return Case(name, name, kind, (question,), evidence, (), ())


def test_cases_are_taken_from_each_kind_in_turn() -> None:
    cases = [case("a", "fact"), case("b", "fact"), case("c", "near_miss"), case("d", "list")]
    assert [one.id for one in stratified(cases, 3)] == ["a", "c", "d"]


def test_the_table_shows_both_on_the_same_cases(assistant: Assistant) -> None:
    with serving() as server:
        server.then(f"P1 | {VALIDITY} | Het keurmerk is vijf jaar geldig.\nP1 | {VALIDITY} | Het is tien jaar geldig.")
        client = open_chat("openai:x", server.url, timeout=10, max_tokens=100, concurrency=1)
        worded = replace(assistant, writer=Writer(assistant.corpus, client, assistant.verifier))
        table = both(worded, [case("a", "fact"), case("b", "near_miss", Q_COSTS)])
    verbatim, model = table.splitlines()[2:]
    assert verbatim.startswith("| verbatim | 1/1 | 1/1 | 0/1 | 0 | 0 |")
    assert model.startswith("| openai:x | 1/1 | 1/1 | 1/1 | 1 | 0 |")


def test_without_a_chat_model_there_is_nothing_to_measure(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="CMI_CHAT_MODEL"):
        both(assistant, [])
