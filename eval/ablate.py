"""What each part is worth: the assistant without it, on the dev cases.

A variant is a function from the assistant to the assistant. Where a part feeds the decision whether to answer, the
weights are refitted without it, on the same questions; the first variant is refitted with everything, as the control.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

import app.answering.compose
import app.questions
from app.answerability import FEATURES, Vocabulary
from app.answering.compose import Composer
from app.chain import Assistant
from app.conversation import FollowUps
from app.errors import InputError
from app.lexical import Analyzer, LexicalIndex
from app.questions import BUCKETS
from app.retrieval import Retrieved
from app.schema import Draft, Language
from eval.cases import Case
from eval.compare import Change, compare
from eval.fit import Design, design, fits_on, solve
from eval.run import Record
from eval.variants import trained, with_questions, without_unanswered
from ingest.build import passage_text

CURATED_STEP = 4
"""Every fourth curated question is learnt from: the coefficients hardly move, and a variant takes a quarter as long."""

CONTROL = "nothing (refitted)"
COMPARED = ("all: right", "answerable: fully right", "unanswerable: refused")


@dataclass(frozen=True)
class Variant:
    """The assistant without a part; `signals` are those that go with it, `moves` whether it changes the others'.

    `training` are names of app.questions that mean something else while the classifier is trained.
    """

    change: Callable[[Assistant], Assistant]
    signals: Collection[str] = ()
    moves: bool = False
    training: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class AlteredComposer(Composer):
    """A composer to which one name of its module means something else while it composes."""

    name: str = ""
    value: object = None

    def compose(self, question: str, language: Language, found: Retrieved) -> Draft:
        """The draft, under the other meaning."""
        with patch.object(app.answering.compose, self.name, self.value):
            return super().compose(question, language, found)


class OneQuestionComposer(Composer):
    """A composer that takes every question for one."""

    def compose(self, question: str, language: Language, found: Retrieved) -> Draft:
        """The draft, whatever the halves of the question say."""
        return super().compose(question, language, replace(found, halves=()))


class NoWords(LexicalIndex):
    """An index in which no text shares a word with any question."""

    def __init__(self, size: int) -> None:
        self._size = size

    def scores(self, question: str) -> NDArray[np.float32]:
        """Zeros."""
        return np.zeros(self._size, dtype=np.float32)


class NoFollowUps(FollowUps):
    """Takes every question as it stands."""

    def resolve(self, turns: Sequence[str]) -> str | None:
        """Nothing is resolved."""
        return None


def _no_letters(questions: Iterable[str], _: Analyzer) -> tuple[NDArray[np.float32], ...]:
    """What `app.questions` learns of letters, if it looks at none."""
    nothing = np.zeros((len(list(questions)), 0), dtype=np.float32)
    return np.ones(BUCKETS, dtype=np.float32), np.zeros((BUCKETS, 0), dtype=np.float32), nothing


def _retrained(assistant: Assistant) -> Assistant:
    return with_questions(assistant, trained(assistant))


def without_words(assistant: Assistant) -> Assistant:
    """Passages ranked by meaning alone."""
    lexical = NoWords(len(assistant.corpus.passages))
    return replace(assistant, retriever=assistant.retriever.model_copy(update={"lexical": lexical}))


def without_glossary(assistant: Assistant) -> Assistant:
    """No spelling or synonym is known: not to the word index, not to the vocabulary, not to follow-ups."""
    corpus, analyzer = replace(assistant.corpus, glossary={}), Analyzer({})
    lexical = LexicalIndex.build([passage_text(corpus, passage) for passage in corpus.passages], analyzer)
    texts = [document.text for document in corpus.documents.values()]
    vocabulary = Vocabulary(texts, corpus.facts, assistant.composer.evidence, analyzer)
    return replace(
        assistant,
        corpus=corpus,
        retriever=assistant.retriever.model_copy(update={"corpus": corpus, "lexical": lexical}),
        composer=replace(assistant.composer, corpus=corpus, vocabulary=vocabulary),
        follow_ups=FollowUps((), {unit.section for unit in corpus.units}),
    )


def without_any_unanswered(assistant: Assistant) -> Assistant:
    """As if nobody had written down what the texts don't say."""
    return without_unanswered(assistant, {entry.id for entry in assistant.corpus.unanswered})


def composing_with(name: str, value: object) -> Callable[[Assistant], Assistant]:
    """The assistant whose composer has one name of its module replaced."""

    def change(assistant: Assistant) -> Assistant:
        old = assistant.composer
        return replace(
            assistant, composer=AlteredComposer(old.corpus, old.vocabulary, old.weights, name=name, value=value)
        )

    return change


def without_halves(assistant: Assistant) -> Assistant:
    """No question is two."""
    old = assistant.composer
    return replace(assistant, composer=OneQuestionComposer(old.corpus, old.vocabulary, old.weights))


def _same(assistant: Assistant) -> Assistant:
    return assistant


VARIANTS: dict[str, Variant] = {
    CONTROL: Variant(_same, (), moves=False),
    "whitening": Variant(_retrained, moves=True, training={"ENOUGH_TO_WHITEN": sys.maxsize}),
    "letters of the question": Variant(_retrained, moves=True, training={"_letters": _no_letters}),
    "BM25 in passage ranking": Variant(without_words, moves=True),
    "unanswered entries": Variant(without_any_unanswered, ("unanswered", "neighbours"), moves=True),
    "neighbours signal": Variant(_same, ("neighbours",)),
    "unknown-words signal": Variant(_same, ("unknown",)),
    "coverage signal": Variant(_same, ("coverage",)),
    "misfit signal": Variant(_same, ("misfit",)),
    "glossary": Variant(without_glossary, moves=True),
    "whole-list merging": Variant(composing_with("merged_lists", lambda _, spans: list(spans))),
    "follow-up resolution": Variant(lambda assistant: replace(assistant, follow_ups=NoFollowUps(()))),
    "second reading": Variant(composing_with("READINGS", 1)),
    "the other side of a comparison": Variant(composing_with("_COMPARES", re.compile(r"(?!)"))),
    "halves of a double question": Variant(without_halves),
    "breadth penalty": Variant(composing_with("BREADTH_PENALTY", 0.0)),
}


def variant(assistant: Assistant, cases: Sequence[Case], chosen: Variant, learnt: Design) -> Assistant:
    """The assistant without a part, its weights refitted on dev; `learnt` is the design of the whole assistant."""
    known = sorted(set(chosen.signals) & set(FEATURES))
    with ExitStack() as training:
        for name, value in chosen.training.items():
            training.enter_context(patch.object(app.questions, name, value))
        changed = chosen.change(assistant)
        own = design(changed, fits_on(cases), step=CURATED_STEP) if chosen.moves else learnt
    weights = solve(own, without=known)
    return replace(changed, composer=replace(changed.composer, weights=weights))


def variants(
    assistant: Assistant, cases: Sequence[Case], only: Collection[str] = ()
) -> Iterator[tuple[str, Assistant]]:
    """The control first, then the assistant without each part (of `only`, or of all), by the part's name.

    Raises:
        InputError: there is no such part.
    """
    lost = sorted(set(only) - set(VARIANTS))
    if lost:
        raise InputError(f"There is no part {lost[0]!r}. Choose from: {', '.join(VARIANTS)}.")
    learnt = design(assistant, fits_on(cases), step=CURATED_STEP)
    for name in [CONTROL, *(only or [name for name in VARIANTS if name != CONTROL])]:
        yield name, variant(assistant, cases, VARIANTS[name], learnt)


def changes(runs: Sequence[tuple[str, Sequence[Record]]]) -> list[tuple[str, list[Change]]]:
    """Per run how it differs from the first one, by the figures of COMPARED."""
    whole = runs[0][1]
    return [(name, [one for one in compare(whole, records) if one.name in COMPARED]) for name, records in runs]


def as_markdown(found: Sequence[tuple[str, Sequence[Change]]]) -> str:
    """A row per part: k/n without it, the difference to the whole, and McNemar's p."""
    lines = [f"| without | {' | '.join(COMPARED)} |", f"|---|{'---|' * len(COMPARED)}"]
    for name, figures in found:
        cells = [f"{one.second}/{one.n} ({one.second - one.first:+d}, p {one.p:.3f})" for one in figures]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)
