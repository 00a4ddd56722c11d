"""What may stand in corpus/rules.yaml: pydantic models that refuse a typo; `rules.py` gives them meaning."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.schema import Language

CriterionId = Literal["experience", "field", "certificate", "validity", "renewal"]
Treatment = Literal["counts", "source_silent"]
ReservationId = Literal[
    "source", "superseded", "undated", "hypothetical", "only-mentioned", "part-time", "self-employed", "overlap",
    "breaks", "several-periods", "leap-day", "last-day", "last-valid-day", "some-areas", "other-role", "voluntary",
    "internship", "abroad", "mixed-work", "as-stated", "stated-overlap", "goes-on", "plan", "uncertain-date",
    "several-certificates", "stated-expiry", "end-by-rule", "late-renewal",
]  # fmt: skip
QuestionId = Literal[
    "experience", "role", "career_advice", "start", "end", "still", "lasting", "interruption", "overlap",
    "certificate", "certificate_date", "certificate_conflict", "unread",
]  # fmt: skip

MOST_YEARS = 50  # a term beyond this is a typing error; it also keeps all arithmetic inside the calendar


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """A sentence in both languages."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def text(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.en if language == "en" else self.nl


class WordLists(_Strict):
    """Words in both languages."""

    nl: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class QuoteEntry(_Strict):
    """A verbatim quote and the document it stands in."""

    document: str
    quote: str = Field(min_length=1)


class ParameterEntry(_Strict):
    """A number of years that the quote states."""

    name: str
    years: int = Field(ge=1, le=MOST_YEARS)


class CriterionEntry(QuoteEntry):
    """One criterion with its source."""

    id: CriterionId
    parameter: ParameterEntry | None = None
    also: tuple[QuoteEntry, ...] = ()
    explanation: Words
    met: Words
    not_met: Words
    unknown: Words


class CountedRole(_Strict):
    """Work that counts; `general` where it is the whole field and not one area of it."""

    id: str
    stands_as: str = Field(min_length=1)
    general: bool = False
    words: tuple[str, ...] = Field(min_length=1)


class SilentRole(_Strict):
    """Work of which the texts don't say whether it counts."""

    id: str
    reservation: ReservationId
    words: tuple[str, ...] = Field(min_length=1)


class RolesEntry(_Strict):
    """The role lists."""

    endings: WordLists
    qualifiers: tuple[str, ...]
    counted: tuple[CountedRole, ...] = Field(min_length=1)
    source_silent: tuple[SilentRole, ...] = ()


class NamesEntry(_Strict):
    """How people name the certificate, its title and its field, and others that they may mean instead.

    `*` at an end stands for any ending; a space for a hyphen, or nothing, too.
    """

    title: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    field: tuple[str, ...] = ()


class CircumstanceEntry(_Strict):
    """Something told about the work that the texts don't mention."""

    id: str
    treatment: Treatment
    reservation: ReservationId
    words: WordLists


class ReservationEntry(Words):
    """What the texts leave open, and how it is treated."""

    id: ReservationId


class PolicyEntry(_Strict):
    """How the checker treats what the texts leave open."""

    longest_working_life_years: int = Field(ge=1, le=100)
    roles: RolesEntry
    names: NamesEntry
    circumstances: tuple[CircumstanceEntry, ...]
    reservations: tuple[ReservationEntry, ...]
    questions: dict[QuestionId, Words]


class RulesFile(_Strict):
    """The whole rules.yaml."""

    version: str = Field(min_length=1)
    valid_from: date
    valid_to: date | None
    criteria: tuple[CriterionEntry, ...]
    policy: PolicyEntry
