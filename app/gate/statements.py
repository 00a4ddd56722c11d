"""Does a statement say no more than its quotes? Deterministic checks first; then closeness, which can only reject.

statement + quotes ─> claims ─> numbers, names, negation, modality, limits, direction, places ─┐
                                                                                                ├─> Judgement
                                  closeness (cosine of the embeddings, shared words) ──────────┘
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.corpus import Corpus
from app.gate.claims import Reason, claims
from app.gate.meaning import check, is_verbatim
from app.gate.names import Names
from app.gate.words import Reader, Wording, joined
from app.lexical import Analyzer
from app.schema import Language

StatementVerdict = Literal["supported", "contradicted", "unsupported"]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

COVER_WEIGHT: dict[Language, float] = {"nl": 0.25, "en": 0.05}
"""What the share of content words that a statement has in common with its quotes counts beside the cosine."""

THRESHOLD: dict[Language, float] = {"nl": 1.13, "en": 0.88}
"""Least cosine + weighted cover. On paraphrases and inventions about dev cases: 1 in 20 Dutch and 1 in 10 English
paraphrases lie below, and about 9 in 10 inventions that the checks of numbers and names can't see
(docs/decisions/010-statements-behind-the-gate.md)."""

CLAUSE_COVER = 0.2
"""Least share of a Dutch clause's content words that its quotes have: a clause of other words is from elsewhere."""

ENOUGH_COVER = 0.5  # without a model: the share that stands in for closeness

CLAUSE_WORDS = 3  # content words from which a clause is looked at by itself

MOST_CHARACTERS = 1_000
"""A longer statement is no statement: it is rejected unread, so that a flood costs nothing."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a statement with every reason against it; none where it is supported."""

    verdict: StatementVerdict
    reasons: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON value."""
        return {"verdict": self.verdict, "reasons": list(self.reasons)}


@dataclass(frozen=True)
class StatementGate:
    """Judges statements by the names and terms of one corpus. Stateless."""

    reader: Reader
    names: Names
    embed: Embed | None = field(default=None, repr=False)

    @classmethod
    def of(cls, corpus: Corpus, analyzer: Analyzer, embed: Embed | None = None) -> StatementGate:
        """A gate for a corpus; without `embed` (texts -> unit rows) closeness is judged by shared words alone."""
        return cls(Reader(analyzer), Names.of(corpus, analyzer), embed)

    def judge(self, statement: str, quotes: Sequence[str], language: Language) -> Judgement:
        """Whether a statement, in a language, stands on quotes that are proven already."""
        if not any(letter.isalnum() for letter in statement):
            return Judgement("unsupported", ("the statement says nothing",))
        if len(statement) > MOST_CHARACTERS:
            return Judgement("unsupported", (f"the statement is longer than {MOST_CHARACTERS} characters",))
        if not quotes:
            return Judgement("unsupported", ("no quote stands behind it",))
        if is_verbatim(statement, quotes, self.reader):
            return Judgement("supported")
        found = [
            reason
            for claim in claims(statement, quotes, language, self.reader)
            for reason in check(claim, self.names, self.reader)
        ]
        if not found:
            found = self._far(statement, quotes, language)
        if not found:
            return Judgement("supported")
        verdict: StatementVerdict = "contradicted" if any(reason.contradicts for reason in found) else "unsupported"
        return Judgement(verdict, tuple(dict.fromkeys(reason.text for reason in found)))

    def _far(self, statement: str, quotes: Sequence[str], language: Language) -> list[Reason]:
        whole, quoted = self.reader.read(statement), self.reader.read(joined(quotes))
        closeness = self.closeness(whole, quoted, quotes, language)
        if closeness < THRESHOLD[language]:
            return [Reason(f"the statement is not close to its quotes ({closeness:.2f})", contradicts=False)]
        if language == "nl":
            clauses = [one for one in self.reader.clauses(statement) if len(one.distinct) >= CLAUSE_WORDS]
            for clause in (*clauses, *self.reader.sentences(statement)):
                if clause.cover(quoted) < CLAUSE_COVER:
                    return [Reason(f"no words of {clause.text!r} are in the quote", contradicts=False)]
        return []

    def closeness(self, statement: Wording, quoted: Wording, quotes: Sequence[str], language: Language) -> float:
        """Cosine with the nearest of the quotes, or all of them together, plus what shared words are worth."""
        cover = statement.cover(quoted)
        if self.embed is None:
            return THRESHOLD[language] if cover >= ENOUGH_COVER else 0.0
        texts = [statement.text, *quotes, *([joined(quotes)] if len(quotes) > 1 else [])]
        vectors = self.embed(texts)
        return float((vectors[1:] @ vectors[0]).max()) + COVER_WEIGHT[language] * cover
