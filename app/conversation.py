"""A follow-up made whole: "En outplacement?" after "Wat is loopbaanbegeleiding?" asks "Wat is outplacement?".

Deterministic, and shown to the asker: what was resolved stands in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.folding import folded

FOLLOW_UP_WORDS = 10  # a longer question carries its own subject
BARE_WORDS = 3  # "Waarom eigenlijk?" has no subject at all, unless it is a term
HEADING_WORDS = 3  # a longer heading is a question or a sentence, not a term

_OPENING = re.compile(
    r"^(?:en|maar|and|but|of|or|ook|also|hoezo|dus|so|what about|how about|hoe zit het met|wat met)\b", re.I
)
_POINTING = re.compile(r"\b(?:dat|die|dit|deze|hij|hun|hem|haar|dan|toen|it|its|that|those|these|then|there)\b", re.I)
_POINTING_BACK = re.compile(
    r"\b(?:daar(?:van|bij|voor|mee|na|in|aan|over|door|toe)?|hier(?:van|bij|voor|mee|in)|er(?:van|voor|in|bij|mee)|zij|ze"
    r"|zo'n|zulke?|dat ook|die ook|they|them|their)\b",
    re.I,
)
"""These hardly ever open a subject of their own; those of _POINTING do where a question names a known term as well."""

_COMPARING = re.compile(r"\bverschil met\b(?!.*\b(?:en|and)\b)|\bdiffer\w* (?:from|with)\b(?!.*\band\b)", re.I)
"""One side of a comparison; the other is what was asked about before."""

_PLACING = r"bij|voor|onder|for|in|van|of"
_ELLIPSIS = re.compile(
    r"^(?:en|and|maar|but|of|or)?\s*"
    r"(?:wat is|what about|how about|hoe zit het met|wat met|(?:geldt|is) dat ook (?:zo )?(?:voor|bij)"
    rf"|(?P<placing>{_PLACING}))?\s*"
    r"(?P<subject>[^?.!]{2,60})[?.!]*$",
    re.I,
)
_PLACED = re.compile(rf"\b(?:{_PLACING})\s+(?:(?:de|het|een|the|an?)\s+)?$", re.I)
"""What stands before a term that "en voor ...?" can take the place of: "voor jongeren" replaces no subject."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_JUST_A_YEAR = re.compile(rf"^(?:(?:en|and)\s+)?(?:(?:in|per|vanaf|sinds|since)\s+)?({_YEAR.pattern})[?.!]*$", re.I)

_ASKED_FOR = (
    r"(?:(?:door|van|met|voor|aan|bij|uit|sinds|vanaf|tot|by|from|with|for|since|until)\s+)?"
    r"(?:wie|wanneer|waar|who|whom|when|where|hoe ?(?:lang|vaak)|how (?:long|often))"
)
_JUST_ASKED_FOR = re.compile(
    rf"^(?:(?:en|and|maar|but)\s+)?(?P<asked>{_ASKED_FOR})"
    r"(?:\s+(?:dan|eigenlijk|precies|ongeveer|then|exactly|(?:is|was|gebeurde|gebeurt|did|does) (?:dat|that)"
    r"|(?:doen|deden) (?:ze|zij) dat|(?:do|did) they do (?:that|it)))*[\s?.!]*$",
    re.I,
)
"""Nothing but what is asked for: of the same as before. "Waarom?" isn't among them, for it asks about the whole."""

_ASKING = re.compile(
    rf"^(?:(?:en|and)\s+)?(?:(?:{_ASKED_FOR}|wat|what|waarom|why)\b"
    r"|(?=(?:is|zijn|was|waren|wordt|worden|werd|werden|kan|kun|mag|moet|heeft|hebben|are|were|can|may|must|has|have"
    r"|does|do|did)\b))\s*",
    re.I,
)


class FollowUps:
    """Makes follow-ups whole with the terms that a corpus knows: its headings, and the spellings of its glossary."""

    def __init__(self, terms: Iterable[str], headings: Iterable[str] = ()) -> None:
        self._headings = {folded(heading) for heading in headings if len(heading.split()) <= HEADING_WORDS}
        terms = {*terms, *self._headings}
        known = sorted({folded(term) for term in terms}, key=len, reverse=True)
        self._terms = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)", re.I) if known else None

    def resolve(self, turns: Sequence[str]) -> str | None:
        """The last turn as a question that stands alone, or None where it does already.

        `turns` are the asker's messages, oldest first.
        """
        if len(turns) < 2:
            return None
        last = turns[-1].strip()
        before = self.subject_of(turns[:-1])
        if not before or not self._depends(last):
            return None
        whole = _other_year(before, last) or self._substituted(before, last) or _otherwise_asked(before, last)
        return whole or f"{before.rstrip(' ?.!')}: {last}"

    def _depends(self, question: str) -> bool:
        words = question.split()
        if len(words) > FOLLOW_UP_WORDS:
            return False
        if _OPENING.search(question) or _POINTING_BACK.search(question) or _COMPARING.search(question):
            return True
        leans = len(words) <= BARE_WORDS or _POINTING.search(question) is not None
        return leans and not self._terms_in(question)

    def subject_of(self, turns: Sequence[str]) -> str:
        """What was asked last in these turns, made whole; empty where there are none."""
        whole = turns[0].strip() if turns else ""
        for index in range(1, len(turns)):
            whole = self.resolve([whole, turns[index]]) or turns[index].strip()
        return whole

    def _substituted(self, before: str, last: str) -> str | None:
        """`before` with one known term replaced by the one that `last` consists of.

        The term that gives way is one of the same kind (both are headings, such as the task areas), else the last one.
        """
        ellipsis = _ELLIPSIS.match(last)
        subject = ellipsis.group("subject") if ellipsis else ""
        new, old = self._terms_in(subject), self._terms_in(before)
        if len(new) != 1 or not old or len(subject.split()) > len(new[0].split()) + 1:
            return None
        alike = [term for term in old if (folded(term) in self._headings) == (folded(new[0]) in self._headings)]
        gone = (alike or old)[-1]
        place = before.rindex(gone)
        if ellipsis and ellipsis.group("placing") and not _PLACED.search(before[:place]):
            return None
        return before[:place] + new[0] + before[place + len(gone) :]

    def _terms_in(self, text: str) -> list[str]:
        return self._terms.findall(text) if self._terms else []


def _other_year(before: str, last: str) -> str | None:
    """`before` with its only year replaced by the one that `last` consists of."""
    new = _JUST_A_YEAR.match(last)
    return _YEAR.sub(new.group(1), before) if new and len(_YEAR.findall(before)) == 1 else None


def _otherwise_asked(before: str, last: str) -> str | None:
    """`before` with what it asks for replaced by what `last` does: "Wanneer is het opgericht?", "Door wie?"."""
    new, asking = _JUST_ASKED_FOR.match(last), _ASKING.match(before)
    if not new or not asking:
        return None
    asked, rest = new.group("asked"), before[asking.end() :]
    return f"{asked[0].upper()}{asked[1:]} {rest[:1].lower()}{rest[1:]}"
