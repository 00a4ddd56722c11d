"""The assistant with a part of what it knows taken away, everything else as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from app.asking import bare
from app.chain import Assistant
from app.corpus import Corpus
from app.questions import QuestionIndex

FOLDS = 5
"""A curated wording is judged by a classifier that was trained without it: one of so many, each lacking every fifth."""


def wordings(corpus: Corpus) -> list[tuple[int, str]]:
    """Every curated wording with the number of its entry, in the order of the corpus."""
    return [(owner, question) for owner, entry in enumerate(corpus.entries) for question in entry.wordings]


def trained(assistant: Assistant, rows: Iterable[int] | None = None) -> QuestionIndex:
    """The classifier trained anew, on some of the corpus's wordings by their place, or on all; each entry needs one."""
    known = wordings(assistant.corpus)
    chosen = known if rows is None else [known[row] for row in rows]
    questions = [question for _, question in chosen]
    vectors = assistant.retriever.embeddings.questions([bare(question) for question in questions])
    return QuestionIndex.build(vectors, questions, [owner for owner, _ in chosen], assistant.retriever.analyzer)


def without_fold(assistant: Assistant, fold: int) -> QuestionIndex:
    """The classifier as if every FOLDS-th curated wording, from `fold` on, had never been written down."""
    rows = range(len(wordings(assistant.corpus)))
    return trained(assistant, (row for row in rows if row % FOLDS != fold))


def with_questions(assistant: Assistant, index: QuestionIndex) -> Assistant:
    """The assistant with another index of curated questions, for the same entries."""
    return replace(assistant, retriever=assistant.retriever.model_copy(update={"questions": index}))


def without_unanswered(assistant: Assistant, names: Collection[str]) -> Assistant:
    """The assistant as if these unanswered entries had never been written."""
    kept = tuple(entry for entry in assistant.corpus.unanswered if entry.id not in names)
    corpus = replace(assistant.corpus, unanswered=kept)
    retriever = assistant.retriever.model_copy(update={"corpus": corpus})
    changed = replace(
        assistant, corpus=corpus, retriever=retriever, composer=replace(assistant.composer, corpus=corpus)
    )
    return with_questions(changed, trained(changed))
