"""A real chat model beside the verbatim answers, on the same cases: `make test-llm`. Opt-in, since it takes minutes."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.chain import Assistant
from app.errors import InputError, UnprovenError
from app.schema import Answer
from app.verification import prove
from eval import metrics
from eval.cases import Case

CASES = 60
"""Enough to tell a model that is useless from one that isn't; at 20 s an answer they take 20 minutes."""


@dataclass(frozen=True)
class Outcome:
    """A case, its answer, how many seconds it took, and whether all that it states was proven when looked at again."""

    case: Case
    answer: Answer
    seconds: float
    proven: bool


def stratified(cases: Sequence[Case], n: int = CASES) -> list[Case]:
    """`n` cases, one of each kind in turn, in the order of the files; those of the rules ask no model: left out."""
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.kind != "eligibility":
            by_kind[case.kind].append(case)
    turns = itertools.chain.from_iterable(itertools.zip_longest(*by_kind.values()))
    return [case for case in turns if case is not None][:n]


def run(assistant: Assistant, cases: Sequence[Case], progress: Callable[[], None] = lambda: None) -> list[Outcome]:
    """Ask every case and look at each answer again."""
    outcomes = []
    for case in cases:
        started = time.perf_counter()
        answer = assistant.answer(case.question, turns=case.turns[:-1], id=case.id, as_of=case.as_of)
        seconds = time.perf_counter() - started
        outcomes.append(Outcome(case, answer, seconds, is_proven(assistant, answer)))
        progress()
    return outcomes


def is_proven(assistant: Assistant, answer: Answer) -> bool:
    """Whether every statement that is shown passes the gate when it is asked once more."""
    gate = assistant.verifier.gate
    try:
        prove(
            assistant.documents,
            answer.statements,
            answer.citations,
            lambda text, quotes: gate.judge(text, quotes, answer.language),
        )
    except UnprovenError:
        return False
    return True


def both(
    assistant: Assistant, cases: Sequence[Case], n: int = CASES, progress: Callable[[], None] = lambda: None
) -> str:
    """The table: the verbatim answers, and those of the chat model, on the same `n` cases.

    Raises:
        InputError: no chat model is configured.
    """
    if assistant.writer is None:
        raise InputError("No chat model is configured. Set CMI_CHAT_MODEL, and CMI_CHAT_BASE_URL for a local server.")
    chosen = stratified(cases, n)
    rows = [
        _row("verbatim", run(replace(assistant, writer=None), chosen)),
        _row(assistant.writer.client.name, run(assistant, chosen, progress)),
    ]
    head = "| answers | fully right | refused | in the model's words | dropped | unproven shown | median s |"
    return "\n".join([head, "|---|---|---|---|---|---|---|", *rows])


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    answerable = [one for one in outcomes if one.case.answerable]
    refusable = [one for one in outcomes if one.case.must_refuse]
    right = sum(metrics.is_right(one.case, one.answer) for one in answerable)
    refused = sum(metrics.is_refused(one.answer) for one in refusable)
    answered = [one for one in outcomes if one.answer.outcome == "answered"]
    reworded = sum(not one.answer.model.startswith("extractive") for one in answered)
    dropped = sum(len(one.answer.dropped) for one in outcomes)
    unproven = sum(not one.proven for one in outcomes)
    seconds = sorted(one.seconds for one in answered)
    median = f"{seconds[len(seconds) // 2]:.1f}" if seconds else ""
    return (
        f"| {name} | {right}/{len(answerable)} | {refused}/{len(refusable)} | {reworded}/{len(answered)} | {dropped} "
        f"| {unproven} | {median} |"
    )
