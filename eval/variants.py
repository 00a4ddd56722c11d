"""The assistant with a part of what it knows taken away, everything else as it was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from app.chain import Assistant
from app.corpus import Corpus
from app.questions import QuestionIndex


def with_questions(assistant: Assistant, index: QuestionIndex) -> Assistant:
    """The assistant with another index of curated questions, for the same entries."""
    return replace(assistant, retriever=assistant.retriever.model_copy(update={"questions": index}))


def with_corpus(assistant: Assistant, corpus: Corpus, index: QuestionIndex) -> Assistant:
    """The assistant with other curated entries; the texts stay."""
    retriever = assistant.retriever.model_copy(update={"corpus": corpus, "questions": index})
    return replace(assistant, corpus=corpus, retriever=retriever, composer=replace(assistant.composer, corpus=corpus))


def without_rows(index: QuestionIndex, rows: Collection[int]) -> QuestionIndex:
    """The index without some of its wordings; an entry that loses them all goes, and the later ones move up."""
    kept = np.setdiff1d(np.arange(len(index.owners)), np.fromiter(rows, dtype=np.int64, count=len(rows)))
    vectors = index.vectors[kept]
    _, owners = np.unique(index.owners[kept], return_inverse=True)
    sums = np.zeros((int(owners.max()) + 1, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    prototypes = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return replace(index, vectors=vectors, owners=owners.astype(np.int32), prototypes=prototypes)


def without_unanswered(assistant: Assistant, names: Collection[str]) -> Assistant:
    """The assistant as if these unanswered entries had never been written."""
    corpus = assistant.corpus
    gone = {owner for owner, entry in enumerate(corpus.entries) if owner >= len(corpus.facts) and entry.id in names}
    index = assistant.retriever.questions
    rows = np.flatnonzero(np.isin(index.owners, sorted(gone))).tolist()
    kept = tuple(entry for entry in corpus.unanswered if entry.id not in names)
    return with_corpus(assistant, replace(corpus, unanswered=kept), without_rows(index, rows))
