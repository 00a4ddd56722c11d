"""Do the texts answer this question? A calibrated yes or no over a few signals.

With curated questions the signals are how well the best answerable and the best unanswerable entries fit, whether the
evidence holds the kind of thing that is asked for, and what the question names that the texts and their questions never
mention: the most telling sign of a neighbouring question. A logistic regression weighs them; its coefficients are data
(answerability.json), fitted by `python -m eval fit` on the curated questions and the dev cases, never on test cases.

Without curated questions the best passage decides alone.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from app.lexical import Analyzer
from app.schema import Fact, Unanswered

FEATURES = ("fact", "unanswered", "neighbours", "unknown", "coverage", "misfit")

NEIGHBOURS = 3
"""As many of the unanswered entries that fit best are averaged: a question beside a stated fact lies near several of
them, a question for the fact near one at the most. Of dev's near misses 0.916 are refused with it, 0.886 without,
where the threshold is set on other families (five-fold); 2 did alike, 5 and 8 refused fewer."""

PASSAGE_THRESHOLD = 0.88
"""Score of the best passage below which a folder without curated questions gives no answer. On 60 Dutch FAQ texts all
of their own 60 questions pass (lowest 0.887), and 0.90 of 60 questions about another subject are refused."""

_NUMBER_WORD = (
    r"een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|honderd|duizend|helft|meeste|elke|iedere|jaarlijks"
)
_NO_YEAR = r"(?<![\d.])(?!(?:19|20)\d\d\b)\d"
_EXPECTED = tuple(
    (re.compile(asked, re.I), re.compile(needed, re.I))
    for asked, needed in (
        (
            r"\b(?:hoeveel|hoe vaak|hoe ?lang|hoe oud|hoe groot|percentage|procent|aantal|gemiddelde?"
            r"|how (?:many|much|long|often|old|large))\b",
            rf"{_NO_YEAR}|\b(?:{_NUMBER_WORD})\b",
        ),
        (
            r"\b(?:wanneer|welk jaar|welke datum|hoe laat|sinds|when|what year|which year)\b",
            rf"\b(?:19|20)\d\d\b|\b(?:{_NUMBER_WORD}) jaar|\d+ jaar|\bbij\b|\bnu\b|\btoen\b",
        ),
        (
            r"\b(?:kost(?:en|te)?|prijs|prijzen|tarie(?:f|ven)|euro|betaal\w*|betalen|duur(?:der)?|vergoeding|cost|price|fees?|pay)\b",
            r"€|\beuro|\bkost|\bprijs|\btarie|\bbetaal|\bfinanci",
        ),
        (
            r"\b(?:gevestigd|adres|woonplaats|vestigingsplaats|welke (?:stad|plaats)|locaties?|telefoon\w*|e-?mail\w*"
            r"|website|located|address|phone|city)\b",
            r"\b(?:gevestigd|adres|stad|telefoon|e-?mail|website|kantoor)",
        ),
        (
            r"\b(?:hoe heet(?:te|ten)?|namen|naam van|voornaam|directeur|bestuursleden|woordvoerder"
            r"|what (?:is|was) the name)\b",
            r"\bnaam\b|\(\w+\)|\btitel\b",
        ),
    )
)
"""What a question asks for, and what a text must hold to answer it: an amount, a time, money, a place, a name."""

NO_ENTRY = -2.0  # how well an unanswered entry fits where there is none: worse than any does
SHORTEST_NAMING_WORD = 4  # shorter ones are function words or abbreviations, and too near to one another to compare
NEAR_ENOUGH = 84  # of 100 (rapidfuzz ratio): one or two letters off in a word of ten is a misspelling of it
SHORTEST_PART = 4  # of a compound: "werk|ervaring"


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over FEATURES: a question is answerable where the weighted sum exceeds the threshold."""

    coefficients: tuple[float, ...]
    intercept: float
    threshold: float

    def margin(self, features: Sequence[float]) -> float:
        """How far a question is on the answerable side; below 0 it is refused."""
        total = sum(weight * value for weight, value in zip(self.coefficients, features, strict=True))
        return total + self.intercept - self.threshold


@lru_cache(maxsize=1)
def fitted_weights() -> Weights:
    """The coefficients that come with the program."""
    stored = json.loads(files("app").joinpath("answerability.json").read_text(encoding="utf-8"))
    fitted = stored["coefficients"]  # a signal that was never fitted counts nothing
    coefficients = tuple(float(fitted.get(name, 0.0)) for name in FEATURES)
    return Weights(coefficients, float(stored["intercept"]), float(stored["threshold"]))


class Vocabulary:
    """The words that the texts and the questions they answer are made of, and who uses each."""

    def __init__(
        self, texts: Iterable[str], facts: Sequence[Fact], evidence: Sequence[str], analyzer: Analyzer
    ) -> None:
        """`evidence` is the cited text of each fact, in the order of `facts`."""
        self._analyzer = analyzer
        self._of_fact: list[frozenset[str]] = []
        self._used: dict[str, int] = {}
        for fact, quoted in zip(facts, evidence, strict=True):
            stems = frozenset(analyzer.stems("\n".join((*fact.wordings, quoted))))
            self._of_fact.append(stems)
            for stem in stems:
                self._used[stem] = self._used.get(stem, 0) + 1
        self._known = set(self._used)
        for text in texts:
            self._known.update(analyzer.stems(text))
        self._comparable = sorted(word for word in self._known if len(word) > SHORTEST_NAMING_WORD)

    def unknown(self, question: str) -> list[str]:
        """The words of a question that nothing here knows, not as a compound of known words nor misspelt."""
        stems = dict.fromkeys(self._analyzer.stems(question))
        return [stem for stem in stems if not self._knows(stem)]

    def coverage(self, question: str, fact: int) -> float:
        """The share of the question's words, weighted by rarity, that this fact's questions and evidence use."""
        weights = self._weighted(question)
        total = sum(weights.values())
        of_fact = self._of_fact[fact]
        return sum(weight for stem, weight in weights.items() if stem in of_fact) / total if total else 0.0

    def shared(self, question: str, text: str) -> float:
        """The share of the question's words, weighted by rarity, that a text uses."""
        weights = self._weighted(question)
        total = sum(weights.values())
        used = set(self._analyzer.stems(text))
        return sum(weight for stem, weight in weights.items() if stem in used) / total if total else 0.0

    def unknown_share(self, question: str) -> float:
        """The share of the question's words, weighted by rarity, that nothing here knows."""
        weights = self._weighted(question)
        total = sum(weights.values())
        return sum(weights[stem] for stem in self.unknown(question)) / total if total else 0.0

    def _weighted(self, question: str) -> dict[str, float]:
        """The question's words and the rarity of each, in the question's order: sums are the same in every run."""
        return {stem: self._rarity(stem) for stem in self._analyzer.stems(question)}

    def _rarity(self, stem: str) -> float:
        return math.log(1 + len(self._of_fact) / (1 + self._used.get(stem, 0)))

    def _knows(self, stem: str) -> bool:
        if stem in self._known or len(stem) < SHORTEST_NAMING_WORD:
            return True
        if any(
            stem[:cut] in self._known and (stem[cut:] in self._known or stem[cut:].removeprefix("s") in self._known)
            for cut in range(SHORTEST_PART, len(stem) - SHORTEST_PART + 1)
        ):
            return True
        from rapidfuzz import fuzz, process

        return process.extractOne(stem, self._comparable, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH) is not None


def misfit(question: str, evidence: str) -> float:
    """1 where the question asks for a kind of thing (an amount, a time, ...) that the evidence doesn't hold, else 0."""
    return float(any(asked.search(question) and not needed.search(evidence) for asked, needed in _EXPECTED))


def features(
    question: str, scores: Sequence[float], evidence: Sequence[str], vocabulary: Vocabulary
) -> tuple[float, ...]:
    """The signals in the order of FEATURES.

    `scores` has one entry per curated Fact and then per Unanswered, `evidence` the cited text of each Fact.
    """
    facts = len(evidence)
    best = max(range(facts), key=lambda i: scores[i])
    unanswered = sorted(scores[facts:], reverse=True)[:NEIGHBOURS] or [NO_ENTRY]
    return (
        float(scores[best]),
        float(unanswered[0]),
        float(sum(unanswered) / len(unanswered)),
        vocabulary.unknown_share(question),
        vocabulary.coverage(question, best),
        misfit(question, evidence[best]),
    )


def nearest_unanswered(scores: Sequence[float], facts: int, unanswered: Sequence[Unanswered]) -> Unanswered | None:
    """The entry that says why the texts don't answer; None where there are no such entries."""
    if not unanswered:
        return None
    return unanswered[max(range(len(unanswered)), key=lambda i: scores[facts + i])]
