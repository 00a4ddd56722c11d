"""Evaluation cases: questions with what a right answer must cite and say, read from eval/cases/*.yaml.

A case belongs to dev or test by the hash of its family, so that paraphrases of one question never stand on both sides.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.corpus import Corpus
from app.errors import InputError
from app.folding import find_quote, folded
from app.schema import Span

Kind = Literal[
    "fact",
    "list",
    "comparison",
    "noisy",
    "english",
    "keywords",
    "follow-up",
    "near_miss",
    "off_topic",
    "false_premise",
    "injection",
]
Split = Literal["dev", "test"]
FOLDER = Path(__file__).parent / "cases"


class QuoteEntry(BaseModel):
    """A quote with what tells it from an equal one elsewhere."""

    model_config = ConfigDict(extra="forbid")
    quote: str
    document: str = ""
    section: str = ""


class CaseEntry(BaseModel):
    """A case as it stands in the file."""

    model_config = ConfigDict(extra="forbid")
    id: str
    family: str
    kind: Kind
    question: str = ""
    turns: list[str] = []
    evidence: list[list[str | QuoteEntry]] = []
    nuggets: list[str] = []
    forbidden: list[str] = []
    expected: Literal["refused", ""] = Field(default="")

    @model_validator(mode="after")
    def _asks_something(self) -> CaseEntry:
        if bool(self.question) == bool(self.turns):
            raise ValueError("give either a question or turns")
        return self


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its evidence resolved: alternatives, each a set of spans that must all be cited."""

    id: str
    family: str
    kind: Kind
    turns: tuple[str, ...]
    evidence: tuple[tuple[Span, ...], ...]
    nuggets: tuple[str, ...]
    forbidden: tuple[str, ...]

    @property
    def question(self) -> str:
        """The question that is judged: the last turn."""
        return self.turns[-1]

    @property
    def answerable(self) -> bool:
        """Whether the texts answer it."""
        return bool(self.evidence) and self.kind != "false_premise"

    @property
    def split(self) -> Split:
        """Dev or test, by the hash of the family."""
        return "dev" if hashlib.sha256(self.family.encode()).digest()[-1] % 2 else "test"


def load_cases(path: Path, corpus: Corpus) -> list[Case]:
    """Read a file of cases.

    Raises:
        InputError: not YAML, an unknown key, or a quote that isn't in the corpus at exactly one place.
    """
    try:
        entries = [CaseEntry.model_validate(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]
    except (yaml.YAMLError, ValidationError) as error:
        raise InputError(f"{path}: {str(error).splitlines()[0]}. Mend that case.") from None
    return [
        Case(
            id=entry.id,
            family=entry.family,
            kind=entry.kind,
            turns=tuple(entry.turns or [entry.question]),
            evidence=tuple(tuple(_locate(quote, corpus, entry.id) for quote in quotes) for quotes in entry.evidence),
            nuggets=tuple(entry.nuggets),
            forbidden=tuple(entry.forbidden),
        )
        for entry in entries
    ]


def _locate(quote: str | QuoteEntry, corpus: Corpus, case: str) -> Span:
    entry = quote if isinstance(quote, QuoteEntry) else QuoteEntry(quote=quote)
    places = [
        Span(document.id, start, end)
        for document in corpus.documents.values()
        if entry.document in ("", document.id)
        for start, end in find_quote(document.text, entry.quote)
    ]
    if entry.section:
        places = [place for place in places if folded(corpus.section_at(place)) == folded(entry.section)]
    if len(places) != 1:
        raise InputError(f"case {case}: the quote {entry.quote[:60]!r} stands in {len(places)} places, not in one")
    return places[0]
