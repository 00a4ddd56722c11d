"""Curated entries that nothing is fitted on: what the fitted weights are worth for entries they never saw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from app.chain import Assistant
from app.corpus import Corpus
from app.errors import InputError
from app.schema import Fact, Span
from eval.cases import Case, Kind
from eval.figures import Row, share
from eval.fit import vocabulary_without
from eval.run import Record, judge
from eval.variants import FOLDS, with_questions, without_fold, without_unanswered
from ingest.load import explain

FILE = Path(__file__).parent / "held_out.yaml"


class HeldOut(BaseModel):
    """The ids of the held-out entries of questions.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    facts: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.facts, *self.unanswered))


def load_held_out(corpus: Corpus, path: Path = FILE) -> HeldOut:
    """Read the list.

    Raises:
        InputError: not YAML, an unknown key, or an id that the corpus doesn't have (any more).
    """
    try:
        held = HeldOut.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise InputError(f"{path}: {explain(error)}") from None
    except yaml.YAMLError as error:
        raise InputError(f"{path}: {str(error).splitlines()[0]}. Mend that line.") from None
    known = {fact.id for fact in corpus.facts}, {entry.id for entry in corpus.unanswered}
    lost = [
        name
        for names, ids in zip((held.facts, held.unanswered), known, strict=True)
        for name in names
        if name not in ids
    ]
    if lost:
        raise InputError(f"{path}: {lost[0]!r} is no entry of questions.yaml. Take it out, or name another.")
    return held


def measure(assistant: Assistant, held: HeldOut) -> list[Row]:
    """Every wording of the held-out entries, asked as if it had never been written down.

    Each is judged by a classifier and a vocabulary that were made without its fold. The last row goes further: the
    held-out unanswered entries are gone altogether, with all their wordings.
    """
    alone = list(_each_left_out(assistant, held))
    gone = without_unanswered(assistant, held.unanswered)
    unknown = [
        judge(case, gone.answer(case.question, as_of=case.as_of), (), gone.corpus)
        for case in _wordings(assistant.corpus, held)
        if case.must_refuse
    ]
    return [
        share("held-out facts: fully right", [r for r in alone if r.answerable], lambda r: r.right),
        share("held-out intents: refused", [r for r in alone if r.must_refuse], lambda r: r.refused),
        share("held-out intents, never written down: refused", unknown, lambda r: r.refused),
    ]


def _each_left_out(assistant: Assistant, held: HeldOut) -> Iterator[Record]:
    folds = [
        replace(
            with_questions(assistant, without_fold(assistant, fold)),
            composer=replace(assistant.composer, vocabulary=vocabulary_without(assistant, fold)),
        )
        for fold in range(FOLDS)
    ]
    for case, row in zip(_wordings(assistant.corpus, held), _rows(assistant.corpus, held), strict=True):
        answer = folds[row % FOLDS].answer(case.question, as_of=case.as_of)
        yield judge(case, answer, (), assistant.corpus)


def _rows(corpus: Corpus, held: HeldOut) -> Iterator[int]:
    wordings = [entry.id for entry in corpus.entries for _ in entry.wordings]
    return (row for row, name in enumerate(wordings) if name in held.names)


def _wordings(corpus: Corpus, held: HeldOut) -> Iterator[Case]:
    """A case per wording: the fact's own evidence is gold, and what it says is all that is asked."""
    for entry in corpus.entries:
        if entry.id in held.names:
            evidence: tuple[tuple[Span, ...], ...] = (entry.evidence,) if isinstance(entry, Fact) else ()
            kind: Kind = "near_miss" if not evidence else "fact" if entry.kind == "fact" else "list"
            for number, question in enumerate(entry.wordings):
                yield Case(f"{entry.id}-{number}", entry.id, kind, (question,), evidence, (), ())
