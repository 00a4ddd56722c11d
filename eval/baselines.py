"""What simpler systems make of the same cases, so that the figures have something to stand beside.

All of them quote the texts and embed with the same model; none sees the curated questions or earlier turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from app.answering import phrases
from app.chain import Assistant
from app.corpus import Corpus
from app.lexical import Analyzer, LexicalIndex
from app.schema import Answer, Hit, Span, Unit
from app.verification import cite, statement_of
from eval.bench import tutorial_store
from eval.cases import Case
from eval.metrics import is_right
from eval.run import HITS, System

if TYPE_CHECKING:
    from langchain_core.vectorstores import VectorStore

Search = Callable[[Case], Sequence[Hit]]
OPENING_SENTENCES = 2

TUTORIAL = "tutorial: best chunk"
WITH_THRESHOLD = "tutorial with a threshold"


@contextmanager
def baselines(assistant: Assistant, model: str, dev: Sequence[Case]) -> Iterator[list[System]]:
    """The simpler systems; `model` is the sentence-transformers folder, `dev` what the threshold is fitted on."""
    corpus = assistant.corpus
    with tutorial_store({document.id: document.text for document in corpus.documents.values()}, model) as store:
        tutorial = chunks(store, corpus)
        threshold = fitted_threshold(tutorial, corpus, dev)
        yield [
            System(TUTORIAL, quoting(tutorial, corpus), tutorial),
            System(WITH_THRESHOLD, quoting(tutorial, corpus, threshold=threshold), tutorial),
            _plain("BM25: best sentence", by_words(corpus), corpus),
            _plain("dense: best sentence", by_meaning(assistant), corpus),
            System("best section, two sentences", quoting(opening(assistant), corpus, 2), opening(assistant)),
            System("always refuse", refusal, lambda _: []),
        ]


def _plain(name: str, search: Search, corpus: Corpus) -> System:
    return System(name, quoting(search, corpus), search)


def quoting(search: Search, corpus: Corpus, best: int = 1, threshold: float = -np.inf) -> Callable[[Case], Answer]:
    """A system that quotes its `best` first hits, or refuses where the first one scores under the threshold."""

    def answer(case: Case) -> Answer:
        hits = search(case)
        if not hits or hits[0].score < threshold:
            return refusal(case)
        citations = tuple(cite(corpus, hit.span, n) for n, hit in enumerate(hits[:best], 1))
        said = [statement_of([citation]) for citation in citations]
        text = "\n".join(f"{statement.text} [{n}]" for n, statement in enumerate(said, 1))
        return Answer(case.id, case.question, "nl", "answered", text, tuple(said), citations)

    return answer


def refusal(case: Case) -> Answer:
    """The plain refusal."""
    return Answer(case.id, case.question, "nl", "not_in_corpus", phrases.NOT_IN_CORPUS["nl"])


def fitted_threshold(search: Search, corpus: Corpus, dev: Sequence[Case]) -> float:
    """The score from which on answering makes most dev cases right; what it refuses below is right or wrong, too."""
    scored = []
    for case in dev:
        hits = search(case)
        answered = is_right(case, quoting(search, corpus)(case))
        scored.append((hits[0].score, int(answered) - int(is_right(case, refusal(case)))))
    scored.sort()
    gains = np.array([gain for _, gain in scored])
    kept = np.append(gains[::-1].cumsum()[::-1], 0)  # kept[i]: gain of answering the cases from i on
    best = int(kept.argmax())
    return scored[best][0] if best < len(scored) else np.inf


def chunks(store: VectorStore, corpus: Corpus) -> Search:
    """The tutorial's search: its chunks, by cosine similarity (from Chroma's squared distance of unit vectors).

    A question is looked up once, whoever asks it again.
    """

    @cache
    def places(question: str) -> tuple[Hit, ...]:
        hits = []
        for chunk, distance in store.similarity_search_with_score(question, k=HITS):
            start = int(chunk.metadata["start_index"])
            span = Span(chunk.metadata["document"], start, start + len(chunk.page_content))
            hits.append(Hit(span, corpus.section_at(span), 1 - distance / 2))
        return tuple(hits)

    return lambda case: places(case.question)


def by_words(corpus: Corpus) -> Search:
    """BM25 over the sentences."""
    units = [unit for unit in corpus.units if unit.kind != "heading"]
    index = LexicalIndex.build([corpus.text(_span(unit)) for unit in units], Analyzer(corpus.glossary))

    def search(case: Case) -> list[Hit]:
        scores = index.scores(case.question)
        best = np.argsort(-scores, kind="stable")[:HITS]
        return [Hit(_span(units[i]), units[i].section, float(scores[i])) for i in best]

    return search


def by_meaning(assistant: Assistant) -> Search:
    """The embedded sentences, by cosine similarity."""

    def search(case: Case) -> list[Hit]:
        vector = assistant.retriever.embeddings.embed_query(case.question)
        found = assistant.retriever.store.query("sentence", vector, 4 * HITS)
        places = [(row.metadata, score) for row, score in found if row.metadata["kind"] != "heading"]
        return [
            Hit(Span(place["document"], place["start"], place["end"]), place["section"], score)
            for place, score in places[:HITS]
        ]

    return search


def opening(assistant: Assistant) -> Search:
    """The first sentences of the section that holds the best passage."""

    def search(case: Case) -> list[Hit]:
        vector = assistant.retriever.embeddings.embed_query(case.question)
        row, score = assistant.retriever.store.query("passage", vector, 1)[0]
        document, section = row.metadata["document"], row.metadata["section"]
        units = [unit for unit in assistant.corpus.units_of(document) if unit.section == section]
        said = [unit for unit in units if unit.kind != "heading"] or units
        return [Hit(_span(unit), section, score) for unit in said[:OPENING_SENTENCES]]

    return search


def _span(unit: Unit) -> Span:
    return Span(unit.document, unit.start, unit.end)
