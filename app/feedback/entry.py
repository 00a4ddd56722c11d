"""One row of the feedback, and what the screen needs of who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from app.schema import Answer, Language, Outcome

Thumbs = Literal["up", "down"]
Kind = Literal["answer", "opinion"]

REFUSED: frozenset[Outcome] = frozenset(("not_in_corpus", "out_of_scope"))
MAX_REASON_CHARACTERS = 500
"""Of a reason: some sentences. A longer one is cut."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that an answer cited: which text, under which heading, from where to where."""

    document: str
    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept. `answer`: one for every answer, without a word of the visitor. `opinion`: what a visitor sent.

    `on` is a day without the time, so that a row can't be laid beside another log. `question` and `reason` are masked;
    `question` is empty unless the visitor agreed.
    """

    kind: Kind
    on: date
    language: Language
    outcome: Outcome
    model: str
    places: tuple[Place, ...] = ()
    thumbs: Thumbs | None = None
    reason: str = ""
    question: str = ""


def places_of(answer: Answer) -> tuple[Place, ...]:
    """The places that an answer cites."""
    return tuple(Place(cited.document, cited.section, cited.start, cited.end) for cited in answer.citations)


class FeedbackLike(Protocol):
    """Takes what visitors ask and think. Called from several threads at once; never fails an answer."""

    def record(self, answer: Answer, *, thumbs: Thumbs | None = None, reason: str = "", consent: bool = False) -> bool:
        """Keep an answer, or an opinion of it; whether it has been kept.

        Without `thumbs`, `reason` and `consent` it is counted as an answer that was given: the service does that for
        every one. With any of them it is an opinion, which the screen sends: `reason` is the visitor's own words, and
        `consent` says that the visitor agreed to the question's being kept.
        """
        ...
