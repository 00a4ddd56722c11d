"""What retrieval found -> a Draft: answer with these spans, or refuse with this reason, or ask back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.answerability import PASSAGE_THRESHOLD, Vocabulary, Weights, features, nearest_unanswered
from app.answering import phrases
from app.answering.extractive import BUDGET, from_facts, from_passage, merged_lists
from app.answering.unquoted import Unquoted
from app.corpus import Corpus
from app.retrieval import Retrieved
from app.schema import Draft, Fact, Language, Span

CLOSE = 2.0
"""Facts whose log-odds lie within this of the best one's are cited too, budget permitting: two readings of one question
are better both shown than one guessed. On the dev cases fully right: 0.848 at 0, 0.864 at 1, 0.868 at 2 and at 3."""

BREADTH_PENALTY = 1.5
"""Off the log-odds of a fact whose evidence is longer than a single fact's budget: a narrow question also resembles the
overview that holds its answer. Dev cases: 0.888 at 0.7, 0.904 at 1.5."""

COMPARED_CLOSE, COMPARED_READINGS = 4.0, 3
"""A comparison needs several facts where no curated one holds both sides: further readings of it are its other side.
Comparisons of dev right: 31 of 37 where they lie within 3.0, 33 within 4.0 and within 5.0."""

_COMPARES = re.compile(
    r"\b(?:verschil\w*|scheelt|hetzelfde|tegenover|vergelijk\w*|vergeleken|versus|vs|ten opzichte van|anders dan"
    r"|differ\w*|compar\w*|the same as)\b",
    re.I,
)

_NO_SUBJECT = frozenset(
    "wat wie waar wanneer waarom waarvoor hoe hoezo hoelang hoeveel welke welk en maar dan dus dat dit die deze het er"
    " is zijn was mag kan kun moet lang vaak veel nu ook nog wel toch daar ermee daarmee daarover je jij u ik me men"
    " of om uitleggen vertellen zeggen weten graag wil what who whom where when why how which and but then so that"
    " this it is are was may can could must do does long often much many about you i me explain tell one more".split()
)
"""Words that ask without saying what about: a question of nothing else has lost its conversation, or never had one."""

READINGS = 2  # of one question at the most: a third one was right for 3 in 100 questions and clutters all others
NEARBY = 4.5
"""Log-odds of a fact from which on it is offered beside a refusal: below, it had little to do with what was asked."""

SUGGESTIONS = 3  # as many as fit a phone's screen without scrolling
CHOICES = 3


@dataclass(frozen=True)
class Composer:
    """Decides and composes, from the corpus and its curated questions; keeps nothing of a question."""

    corpus: Corpus
    vocabulary: Vocabulary
    weights: Weights

    @cached_property
    def evidence(self) -> list[str]:
        """The cited text of each fact, in the order of the corpus."""
        return ["\n".join(self.corpus.text(span) for span in fact.evidence) for fact in self.corpus.facts]

    @cached_property
    def _penalties(self) -> NDArray[np.float32]:
        broad = [sum(span.end - span.start for span in fact.evidence) > BUDGET["fact"] for fact in self.corpus.facts]
        return BREADTH_PENALTY * np.array(broad, dtype=np.float32)

    @cached_property
    def _unquoted(self) -> Unquoted:
        return Unquoted(self.corpus, self.vocabulary)

    def compose(self, question: str, language: Language, found: Retrieved) -> Draft:
        """The draft of an answer to a question that stands alone."""
        if not self.corpus.facts:
            return self._from_passages(language, found)
        fits = found.scores[: len(self.corpus.facts)] - self._penalties
        order = np.argsort(-fits, kind="stable")
        if _names_nothing(question):
            about = [self.corpus.facts[i] for i in order[:CHOICES]]
            return Draft("clarify", reason=phrases.CLARIFY[language], choices=self._questions(about, language))
        signals = features(question, found.scores.tolist(), self.evidence, self.vocabulary)
        refused = self.weights.margin(signals) < 0
        instead = self._unquoted.instead(question, found, None if refused else int(order[0]))
        if instead or refused:
            return Draft("answered", instead) if instead else self._refusal(language, found)
        best = [self.corpus.facts[i] for i in order[: READINGS + SUGGESTIONS + 1]]
        scores = fits[order]
        if self._is_ambiguous(question, scores):
            return Draft("clarify", reason=phrases.CLARIFY[language], choices=self._questions(best[:CHOICES], language))
        compares = _COMPARES.search(question) is not None
        readings, close = (COMPARED_READINGS, COMPARED_CLOSE) if compares else (READINGS, CLOSE)
        cited = [fact for fact, score in zip(best[:readings], scores, strict=False) if score >= scores[0] - close]
        cited = self._of_each_half(found.halves) or cited
        beside = self._unquoted.beside(question, found, int(order[0]))
        if beside:  # what else is said of the first reading comes before a second one
            cited = best[:1]
        spans = from_facts(cited, BUDGET["comparison" if compares or found.halves else "fact"])
        return Draft(
            "answered", (*self._whole_lists(spans), *beside), suggestions=self._questions(best[len(cited) :], language)
        )

    def _of_each_half(self, halves: Sequence[NDArray[np.float32]]) -> list[Fact]:
        """The best fact of each of two questions that are asked at once, unless an unanswered entry fits better."""
        facts = len(self.corpus.facts)
        answered = [scores for scores in halves if scores[:facts].max() >= scores[facts:].max(initial=-np.inf)]
        best = [int(np.argmax(scores[:facts] - self._penalties)) for scores in answered]
        return [self.corpus.facts[i] for i in dict.fromkeys(best)]

    def _is_ambiguous(self, question: str, scores: NDArray[np.float32]) -> bool:
        """One word that several facts fit alike is a topic, not a question; question words alone have none."""
        return len(question.split()) == 1 and len(scores) > CHOICES and scores[0] - scores[CHOICES - 1] < CLOSE

    def _from_passages(self, language: Language, found: Retrieved) -> Draft:
        if not found.hits or found.hits[0].score < PASSAGE_THRESHOLD:
            return Draft("not_in_corpus", reason=phrases.NOT_IN_CORPUS[language])
        return Draft("answered", from_passage(self.corpus, found.hits[0], found.hits[1:]))

    def _refusal(self, language: Language, found: Retrieved) -> Draft:
        facts = len(self.corpus.facts)
        nearest = nearest_unanswered(found.scores.tolist(), facts, self.corpus.unanswered)
        fits_better = nearest is not None and float(found.scores[facts:].max()) > float(found.scores[:facts].max())
        if nearest is None or not fits_better:
            about = self._questions(self._nearest(found), language)
            return Draft("not_in_corpus", reason=phrases.NOT_IN_CORPUS[language], suggestions=about)
        reason = nearest.reason(language)
        if nearest.kind == "near":
            nearby = [fact for fact in self.corpus.facts if fact.id in nearest.nearby] or self._nearest(found)
            return Draft("not_in_corpus", reason=reason, suggestions=self._questions(nearby, language))
        return Draft("out_of_scope", reason=reason)

    def _nearest(self, found: Retrieved) -> list[Fact]:
        """What the texts do say that comes nearest to a question they don't answer, best first."""
        scores = found.scores[: len(self.corpus.facts)]
        best = sorted(range(len(scores)), key=lambda number: -float(scores[number]))[:SUGGESTIONS]
        return [self.corpus.facts[number] for number in best if float(scores[number]) >= NEARBY]

    def _questions(self, facts: Sequence[Fact], language: Language) -> tuple[str, ...]:
        asked = [(fact.questions_en if language == "en" and fact.questions_en else fact.questions)[0] for fact in facts]
        return tuple(dict.fromkeys(asked))[:SUGGESTIONS]

    def _whole_lists(self, statements: Sequence[tuple[Span, ...]]) -> tuple[tuple[Span, ...], ...]:
        spans = [span for statement in statements for span in statement]
        return tuple((span,) for span in merged_lists(self.corpus, spans))


def _names_nothing(question: str) -> bool:
    """Whether a question says nothing of what it is about: "En hoe lang dan?"."""
    words = re.findall(r"[^\W\d_]+", question.lower())
    return bool(words) and not re.search(r"\d", question) and _NO_SUBJECT.issuperset(words)
