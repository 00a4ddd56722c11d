"""Asks a system every case and writes down, per case, what came out and what it is worth.

A system is whatever answers: the assistant, one of its variants, or a baseline. Nothing is skipped: a refusal of what
the texts answer is a record like any other, with a recall of 0.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.chain import Assistant
from app.corpus import Corpus
from app.errors import InputError
from app.schema import Answer, Hit
from eval import metrics
from eval.cases import Case

HITS = 5
"""As deep as the retrieval is judged: an answer has room for no more places."""


@dataclass(frozen=True)
class System:
    """Something that answers cases and searches for them; `search` gives HITS places, best first."""

    name: str
    answer: Callable[[Case], Answer]
    search: Callable[[Case], Sequence[Hit]]


@dataclass(frozen=True)
class Record:
    """A case, what came out, and its measures. Shares are 0..1; `retrieved` and `quotes` are for reading a miss."""

    id: str
    family: str
    kind: str
    split: str
    source: str
    turns: tuple[str, ...]
    answerable: bool
    must_refuse: bool
    outcome: str
    verdict: str
    text: str
    places: tuple[tuple[str, int, int], ...]
    quotes: tuple[str, ...]
    retrieved: tuple[str, ...]
    gold: tuple[str, ...]
    right: bool
    refused: bool
    cites_needed: bool
    says_forbidden: bool
    verbatim: bool
    outside: tuple[str, ...]
    nugget_recall: float
    precision: float
    recall: float
    recall_at: dict[str, float]
    reciprocal_rank: float
    characters: int
    milliseconds: float


RECORDS: TypeAdapter[list[Record]] = TypeAdapter(list[Record])


def read_records(tree: Any) -> list[Record]:
    """Records from plain values, as a report's JSON holds them.

    Raises:
        InputError: they aren't records.
    """
    try:
        return RECORDS.validate_python(tree)
    except ValidationError as error:
        raise InputError(f"no records of an evaluation: {error.errors()[0]['msg']}. Make the report anew.") from None


def assistant_system(assistant: Assistant, name: str = "this program") -> System:
    """The assistant as a system: its answers, and the search beneath them."""

    def answer(case: Case) -> Answer:
        return assistant.answer(case.question, turns=case.turns[:-1], id=case.id, as_of=case.as_of)

    return System(name, answer, lambda case: assistant.search(case.question, HITS, turns=case.turns[:-1]))


def run(
    system: System, cases: Sequence[Case], corpus: Corpus, progress: Callable[[], None] = lambda: None
) -> list[Record]:
    """Answer and judge every case, in order; `progress` is called after each."""
    records = []
    for case in cases:
        started = time.perf_counter()
        answer = system.answer(case)
        milliseconds = (time.perf_counter() - started) * 1e3
        hits = system.search(case) if case.evidence else ()
        records.append(judge(case, answer, hits, corpus, milliseconds))
        progress()
    return records


def judge(case: Case, answer: Answer, hits: Sequence[Hit], corpus: Corpus, milliseconds: float = 0.0) -> Record:
    """Everything that is measured of one answer."""
    precision, recall = metrics.citation_overlap(case, answer)
    return Record(
        id=case.id,
        family=case.family,
        kind=case.kind,
        split=case.split,
        source=case.source,
        turns=case.turns,
        answerable=case.answerable,
        must_refuse=case.must_refuse,
        outcome=answer.outcome,
        verdict=metrics.verdict_of(answer),
        text=answer.text,
        places=tuple((span.document, span.start, span.end) for span in metrics.cited_spans(answer)),
        quotes=tuple(citation.quote for citation in answer.citations),
        retrieved=tuple(corpus.text(hit.span) for hit in hits),
        gold=tuple(" ".join(corpus.text(span) for span in quotes) for quotes in case.evidence),
        right=metrics.is_right(case, answer) and metrics.is_verbatim(corpus.documents, answer),
        refused=metrics.is_refused(answer),
        cites_needed=metrics.cites_all_needed(case, answer),
        says_forbidden=metrics.says_forbidden(case, answer),
        verbatim=metrics.is_verbatim(corpus.documents, answer),
        outside=tuple(metrics.outside_quotes(answer)),
        nugget_recall=metrics.nugget_recall(case, answer),
        precision=precision,
        recall=recall,
        recall_at={str(k): metrics.evidence_recall(case, hits, k) for k in (1, 3, HITS)},
        reciprocal_rank=metrics.reciprocal_rank(case, hits),
        characters=metrics.cited_characters(answer),
        milliseconds=round(milliseconds, 1),
    )
