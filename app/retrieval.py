"""The LangChain retriever: dense rankings at three sizes and BM25, fused into one list of citable places.

Score of a passage = mean of the cosine similarities of its best sentence, itself and its document, plus a little for
the letters it shares with the question. Headings stand in the embedded texts, so that they help to find a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from app.asking import Spelling, halves, readings
from app.corpus import Corpus
from app.embedding import SentenceEmbeddings
from app.lexical import Analyzer, LexicalIndex
from app.questions import QuestionIndex
from app.schema import Hit, Span
from app.store import Size, VectorStore

CANDIDATES: dict[Size, int] = {"sentence": 30, "passage": 20, "document": 10}
"""Rows asked of each ranking for ten hits; twice as many changed no ranking of 60 FAQ questions and took half as long
again. What a ranking doesn't return gets its lowest score: an upper bound, the same for all."""

LEXICAL_WEIGHT = 0.04
"""In units of cosine similarity, for the passage that shares most. Of 60 questions on Dutch FAQ texts 0.933 found the
right text first from 0.04 to 0.08, 0.917 at 0.02 and 0.12."""

CURATED_WEIGHT = 0.02
"""What each unit of log-odds of a curated question adds to the passage its evidence stands in: a fifth of the weight
that scores up to 2 had, since log-odds are wider. Not tuned; evidence recall@5 is 0.956 on the test cases with it."""

ASKED_BEFORE, OWN_WORDS = 1.5, np.float32(0.6)
"""Off the log-odds of the fact that answered the question before; and the weight of a follow-up's own words, beside
those of both questions together (of the second half of a double question alike). Of 148 conversations, 78 of them in
dev, 130 came out right with these (answered by the right fact, or refused where they should be), 126 at 2.0 and 0.4,
120 to 131 around."""

CURATED_FACTS = 8  # of the best ones: the evidence of a worse one is noise
LEXICAL_CANDIDATES = 20
DEFAULT_HITS = 10  # contract


@dataclass(frozen=True)
class Retrieved:
    """What was found for a question: the best places, and how well each curated entry (facts first) fits it.

    `halves` are the same scores for each of two questions that are asked at once; empty where it is one.
    """

    hits: tuple[Hit, ...]
    scores: NDArray[np.float32]
    halves: tuple[NDArray[np.float32], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rankings say of one passage."""

    score: float
    sentence: Span | None


class PassageRetriever(BaseRetriever):
    """Finds the places in the corpus that fit a question; each hit is one sentence, all from different passages."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    corpus: Corpus
    store: VectorStore
    lexical: LexicalIndex
    embeddings: SentenceEmbeddings
    questions: QuestionIndex
    analyzer: Analyzer
    spelling: Spelling
    k: int = DEFAULT_HITS

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [self.as_langchain(hit) for hit in self.search(query, self.k)]

    def search(self, question: str, k: int = DEFAULT_HITS) -> list[Hit]:
        """The `k` best places, best first, at most one a passage; curated questions lead to their evidence."""
        found = self.retrieve(question, k + CURATED_FACTS)
        hits = {self._passage_of(hit.span): hit for hit in found.hits}
        lowest = min((hit.score for hit in found.hits), default=0.0)
        for place, (score, span) in self._curated(found.scores).items():
            dense = hits[place].score if place in hits else lowest
            hits[place] = Hit(span, self.corpus.section_at(span), round(dense + CURATED_WEIGHT * score, 4))
        return sorted(hits.values(), key=lambda hit: (-hit.score, hit.span.document, hit.span.start))[:k]

    def _curated(self, scores: NDArray[np.float32]) -> dict[tuple[str, int], tuple[float, Span]]:
        """Per passage the evidence of the best fact that stands there, and that fact's score."""
        facts = self.corpus.facts
        best = [int(i) for i in np.argsort(-scores[: len(facts)], kind="stable")[:CURATED_FACTS]]
        places: dict[tuple[str, int], tuple[float, Span]] = {}
        for i in best:
            of_fact: dict[tuple[str, int], Span] = {}
            for span in facts[i].evidence:
                place = self._passage_of(span)
                whole = of_fact.get(place, span)
                of_fact[place] = Span(span.document, min(whole.start, span.start), max(whole.end, span.end))
            for place, span in of_fact.items():
                places.setdefault(place, (float(scores[i]), span))
        return places

    def _passage_of(self, span: Span) -> tuple[str, int]:
        return span.document, self.corpus.units_in(span)[0].passage

    def retrieve(self, question: str, k: int = DEFAULT_HITS, *, after: str | None = None) -> Retrieved:
        """Everything that composing needs; each of the question's readings is embedded once.

        `after` is what was asked before, where the question follows up on it.
        """
        asked = self.asked(question)
        vectors = self.embeddings.questions(asked)
        scores = self._scores(asked, vectors)
        if after is not None and self.corpus.facts:
            scores = self._following(question, scores, after)
        return Retrieved(tuple(self.rank(asked[0], vectors[0], k)), scores, self._of_halves(question, scores))

    def _of_halves(self, question: str, scores: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """The scores of each half of a double question: the first stands alone, the second leans on the whole."""
        parts = [self.spelling.mended(half) for half in halves(question) or ()]
        if not parts:
            return ()
        vectors = self.embeddings.questions(parts)
        first, second = (self.questions.scores(v, half, self.analyzer) for v, half in zip(vectors, parts, strict=True))
        return first, (1 - OWN_WORDS) * scores + OWN_WORDS * second

    def _following(self, question: str, scores: NDArray[np.float32], after: str) -> NDArray[np.float32]:
        """The scores of a follow-up: its own words count by themselves too; what was answered is hardly asked again."""
        own = question.removeprefix(f"{after.rstrip(' ?.!')}: ")
        if own != question:
            readings_of_own = self.asked(own)
            alone = self._scores(readings_of_own, self.embeddings.questions(readings_of_own))
            scores = (1 - OWN_WORDS) * scores + OWN_WORDS * alone
        earlier = self.asked(after)
        answered = self._scores(earlier, self.embeddings.questions(earlier))[: len(self.corpus.facts)]
        scores[int(np.argmax(answered))] -= ASKED_BEFORE
        return scores

    def asked(self, question: str) -> list[str]:
        """The readings of a question, their spelling mended."""
        return [self.spelling.mended(reading) for reading in readings(question)]

    def _scores(self, asked: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """How well each curated entry fits: the mean over the readings of a question."""
        scored = [self.questions.scores(v, reading, self.analyzer) for v, reading in zip(vectors, asked, strict=True)]
        mean: NDArray[np.float32] = np.mean(scored, axis=0, dtype=np.float32)
        return mean

    def as_langchain(self, hit: Hit) -> LangChainDocument:
        """A hit as LangChain knows it: the quote as content, its place and score as metadata."""
        span = hit.span
        place = {"document": span.document, "start": span.start, "end": span.end, "section": hit.section}
        return LangChainDocument(page_content=self.corpus.text(span), metadata=place | {"score": hit.score})

    def rank(self, question: str, vector: NDArray[np.float32], k: int = DEFAULT_HITS) -> list[Hit]:
        """The `k` best places, best first, at most one a passage; `vector` is the question's."""
        found = self._fuse(question, vector, max(1, -(-k // DEFAULT_HITS)))
        best = sorted(found.items(), key=lambda item: (-item[1].score, item[0]))[:k]
        hits = []
        for (document, number), place in best:
            span = place.sentence or self._first_sentence(document, number)
            hits.append(Hit(span, self.corpus.section_at(span), round(place.score, 4)))
        return hits

    def _fuse(self, question: str, vector: NDArray[np.float32], times: int) -> dict[tuple[str, int], _Found]:
        asked = vector.tolist()
        rankings = {size: self.store.query(size, asked, k * times) for size, k in CANDIDATES.items()}
        floors = {size: min((score for _, score in found), default=0.0) for size, found in rankings.items()}
        sentences: dict[tuple[str, int], float] = {}
        places: dict[tuple[str, int], Span] = {}
        for row, score in rankings["sentence"]:
            key = _key(row)
            sentences[key] = max(score, sentences.get(key, score))
            if key not in places and row.metadata["kind"] != "heading":
                places[key] = Span(row.metadata["document"], row.metadata["start"], row.metadata["end"])
        passages = {_key(row): score for row, score in rankings["passage"]}
        documents = {row.metadata["document"]: score for row, score in rankings["document"]}
        lexical = self._lexical(question)
        found = {}
        for key in {*sentences, *passages, *lexical}:
            dense = (
                sentences.get(key, floors["sentence"])
                + passages.get(key, floors["passage"])
                + documents.get(key[0], floors["document"])
            ) / 3
            found[key] = _Found(dense + LEXICAL_WEIGHT * lexical.get(key, 0.0), places.get(key))
        return found

    def _lexical(self, question: str) -> dict[tuple[str, int], float]:
        """Share of the best BM25 score, 0..1, of the passages that lead that ranking."""
        scores = self.lexical.scores(question)
        if not len(scores) or scores.max() <= 0:
            return {}
        best = np.argsort(-scores, kind="stable")[:LEXICAL_CANDIDATES]
        top = float(scores[best[0]])
        listed: Sequence[int] = [int(i) for i in best if scores[i] > 0]
        return {
            (self.corpus.passages[i].document, self.corpus.passages[i].number): float(scores[i]) / top for i in listed
        }

    def _first_sentence(self, document: str, number: int) -> Span:
        units = [unit for unit in self.corpus.units_of(document) if unit.passage == number]
        chosen = next((unit for unit in units if unit.kind != "heading"), units[0])
        return Span(document, chosen.start, chosen.end)


def _key(row: LangChainDocument) -> tuple[str, int]:
    return row.metadata["document"], row.metadata["passage"]
