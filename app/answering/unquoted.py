"""What the texts say beside the curated facts: a text that was added, or a paragraph, speaks from the day it is there.

Two ways lead from a question to a sentence that no fact quotes:

    speaking   the sentence, read as if it were a question, means the same curated entry as the question does
    naming     the passage uses nearly all words of the question: for what no curated entry is about

How alike a question and a passage look decides nothing by itself: of 272 dev questions that the texts leave open, 68
found a passage of PASSAGE_THRESHOLD or better in 13 added texts, which answer some 25 of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.answerability import PASSAGE_THRESHOLD, Vocabulary
from app.answering.extractive import BUDGET, from_passage
from app.corpus import Corpus
from app.lexical import Analyzer
from app.questions import shares
from app.retrieval import Retrieved
from app.schema import Hit, Span

SAME_ENTRY = 0.3
"""Probability that a question and a sentence mean the same curated entry, from which on the sentence answers it. Of
574 dev questions beside 13 added texts (fees, enrolment, complaints, swimming) 37 reached it, 6 of them asking for
something else; 13 more at 0.15, 6 of them so. Beside 200 unrelated texts none came above 0.17."""

SAID_WITH_IT = 0.15
"""The same for further sentences of a text that speaks of it: half as sure is enough where the subject is."""

NAMED = 0.8
"""Share of the question's words, weighted by rarity, that a passage must use to be what the question names. Of the dev
questions that the texts leave open, one reached it in the 13 added texts, rightly; the best of the others had 0.76."""

NAME_WORDS = 2  # of a heading that is a name; longer ones are sentences or questions

Statements = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Unquoted:
    """Finds the sentences beside the curated facts that answer a question."""

    corpus: Corpus
    vocabulary: Vocabulary

    def instead(self, question: str, found: Retrieved, fact: int | None) -> Statements:
        """What answers a question that no fact does, or that a passage names in words that the best `fact` doesn't use.

        Of each text that speaks of it, the best sentence and what belongs to that one.
        """
        named = self._per_document(self._naming(question, found.hits))
        if fact is None:
            spoken = self._per_document(self._speaking(question, shares(found.scores)))
            about_it = not named or any(hits[0].span.document == named[0][0].span.document for hits in spoken)
            chosen = spoken if about_it else named
        else:
            chosen = named if named and self.vocabulary.coverage(question, fact) < NAMED else []
        return self._fitting([from_passage(self.corpus, hits[0], hits[1:]) for hits in chosen], 0)

    def beside(self, question: str, found: Retrieved, fact: int) -> Statements:
        """What other sentences say of what the `fact` says that is about to be quoted, as far as the budget goes."""
        meant = shares(found.scores)
        meant[fact] = 1.0  # the answer says so
        spoken = self._per_document(self._speaking(question, meant))
        quoted = sum(span.end - span.start for span in self.corpus.facts[fact].evidence)
        return self._fitting([from_passage(self.corpus, hits[0], ()) for hits in spoken], quoted)

    @cached_property
    def _claims(self) -> NDArray[np.float32]:
        """Sentence by entry: the probability that it speaks of it.

        A fact that is asked for as a part of a wider one is claimed with it: what contradicts one of three conditions
        contradicts the list of them.
        """
        claimed = np.zeros((len(self.corpus.claims), len(self.corpus.entries)), dtype=np.float32)
        for row, claim in enumerate(self.corpus.claims):
            for entry, share in claim.entries:
                claimed[row, entry] = share
        facts = self.corpus.facts
        places = [frozenset(fact.evidence) for fact in facts]
        parts = [[n for n, place in enumerate(places) if place < whole] for whole in places]
        wider = claimed.copy()
        for entry, within in enumerate(parts):
            if within:
                wider[:, entry] = np.maximum(claimed[:, entry], claimed[:, within].max(axis=1))
        return wider

    def _speaking(self, question: str, meant: NDArray[np.float32]) -> list[Hit]:
        """The sentences that mean what the question means, best first, with what else their texts say of it.

        `meant` is the probability of each entry to be what is asked for.
        """
        if not self.corpus.claims:
            return []
        same = self._claims @ meant
        hits = [
            Hit(self.corpus.claims[i].span, self.corpus.section_at(self.corpus.claims[i].span), float(same[i]))
            for i in np.argsort(-same, kind="stable")
            if same[i] >= SAID_WITH_IT
        ]
        hits = [hit for hit in hits if not self._is_about_another(question, hit)]
        speaking = {hit.span.document for hit in hits if hit.score >= SAME_ENTRY}
        return [hit for hit in hits if hit.span.document in speaking]

    def _is_about_another(self, question: str, hit: Hit) -> bool:
        """Whether the question names a section's subject and the sentence another one: few entries tell these apart."""
        asked = self._subjects_in(question)
        told = self._subjects_in(f"{hit.section}\n{self.corpus.text(hit.span)}")
        return bool(asked and told) and not asked & told

    @cached_property
    def _analyzer(self) -> Analyzer:
        return Analyzer(self.corpus.glossary)

    @cached_property
    def _subjects(self) -> frozenset[str]:
        """The short headings that facts stand under: what the curated texts divide their subject into."""
        titles = {document.title for document in self.corpus.documents.values()}
        headings = {self.corpus.section_at(span) for fact in self.corpus.facts for span in fact.evidence} - titles
        return frozenset(
            self._analyzer.canonical(heading) for heading in headings if len(heading.split()) <= NAME_WORDS
        )

    def _subjects_in(self, text: str) -> set[str]:
        plain = self._analyzer.canonical(text)
        return {subject for subject in self._subjects if subject in plain}

    def _naming(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits that no fact quotes and whose passages use the question's words, best first."""
        return [
            hit
            for hit in hits
            if hit.score >= PASSAGE_THRESHOLD
            and (hit.span.document, hit.span.start) in self._starts
            and self.vocabulary.shared(question, self._passage(hit)) >= NAMED
        ]

    @cached_property
    def _starts(self) -> frozenset[tuple[str, int]]:
        return frozenset((unit.document, unit.start) for unit in self.corpus.unquoted)

    def _passage(self, hit: Hit) -> str:
        """The passage of a hit under its headings."""
        document = hit.span.document
        number = self.corpus.units_in(hit.span)[0].passage
        passage = next(p for p in self.corpus.passages if (p.document, p.number) == (document, number))
        words = self.corpus.text(Span(document, passage.start, passage.end))
        return "\n".join((self.corpus.documents[document].title, hit.section, words))

    @staticmethod
    def _per_document(hits: Sequence[Hit]) -> list[list[Hit]]:
        """The hits of each text, the text with the best one first."""
        found: dict[str, list[Hit]] = {}
        for hit in hits:
            found.setdefault(hit.span.document, []).append(hit)
        return list(found.values())

    @staticmethod
    def _fitting(answers: Sequence[Statements], used: int) -> Statements:
        """As many of the answers as the budget holds, one at least: two texts that disagree are both quoted."""
        chosen: list[tuple[Span, ...]] = []
        for answer in answers:
            if not chosen or used + _length((*chosen, *answer)) <= BUDGET["fact"]:
                chosen += answer
        return tuple(chosen)


def _length(statements: Sequence[tuple[Span, ...]]) -> int:
    return sum(span.end - span.start for statement in statements for span in statement)
