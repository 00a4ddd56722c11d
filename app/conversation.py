"""A follow-up made whole: "En outplacement?" after "Wat is loopbaanbegeleiding?" asks "Wat is outplacement?".

Deterministic, and shown to the asker: what was resolved stands in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.folding import folded

FOLLOW_UP_WORDS = 9  # a longer question carries its own subject

_OPENING = re.compile(r"^(?:en|maar|and|but|of|or|ook|also|hoezo|dus|so|what about|how about|hoe zit het met|wat met)\b", re.I)
_POINTING = re.compile(
    r"\b(?:dat|die|dit|deze|daar\w*|hier\w*|ervan|ervoor|erin|erbij|ermee|hij|zij|ze|hun|hem|haar|zo'n|dan|toen|daarna"
    r"|it|its|they|them|that|those|these|then|there|he|she)\b",
    re.I,
)
_ELLIPSIS = re.compile(
    r"^(?:en|and|maar|but|of|or)?\s*(?:wat is|what about|how about|hoe zit het met|wat met|bij|voor|for|in|van|of)?\s*"
    r"(?P<subject>[^?.!]{2,60})[?.!]*$",
    re.I,
)


class FollowUps:
    """Makes follow-ups whole with the terms that a corpus knows (the canonical terms and variants of its glossary)."""

    def __init__(self, terms: Iterable[str]) -> None:
        known = sorted({folded(term) for term in terms}, key=len, reverse=True)
        self._terms = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)", re.I) if known else None

    def resolve(self, turns: Sequence[str]) -> str | None:
        """The last turn as a question that stands alone, or None where it does already.

        `turns` are the asker's messages, oldest first.
        """
        if len(turns) < 2:
            return None
        last = turns[-1].strip()
        before = self._subject_turn(turns[:-1])
        if not before or not self._depends(last):
            return None
        return self._substituted(before, last) or f"{before.rstrip(' ?.!')}: {last}"

    def _depends(self, question: str) -> bool:
        words = question.split()
        if len(words) > FOLLOW_UP_WORDS:
            return False
        if _OPENING.search(question):
            return True
        return bool(_POINTING.search(question)) and not self._term(question)

    def _subject_turn(self, turns: Sequence[str]) -> str:
        """The newest turn that carries its own subject, itself made whole."""
        whole = turns[0].strip()
        for index in range(1, len(turns)):
            whole = self.resolve([whole, turns[index]]) or turns[index].strip()
        return whole

    def _substituted(self, before: str, last: str) -> str | None:
        """`before` with its one known term replaced by the one that `last` consists of."""
        ellipsis = _ELLIPSIS.match(last)
        new = self._term(ellipsis.group("subject")) if ellipsis else None
        old = self._term(before)
        if not ellipsis or not new or not old or len(ellipsis.group("subject").split()) > len(new.split()) + 1:
            return None
        return re.sub(re.escape(old), new, before, count=1, flags=re.I)

    def _term(self, text: str) -> str | None:
        found = self._terms.search(text) if self._terms else None
        return found.group() if found else None
