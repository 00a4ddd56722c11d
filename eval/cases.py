"""Evaluation cases: questions with what a right answer must cite and say, read from eval/cases/*.yaml.

A case belongs to dev or test by the hash of its family, so that paraphrases of one question never stand on both sides.
A file may settle that for all its cases: `{split: test, cases: [...]}` instead of the bare list.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.corpus import Corpus
from app.errors import InputError
from app.folding import find_quote, folded
from app.schema import Span
from ingest.load import explain

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
    "eligibility",
]
Split = Literal["dev", "test"]
Verdict = Literal["eligible", "not_yet", "not_eligible", "due", "unknown"]
FOLDER = Path(__file__).parent / "cases"

AS_OF = date(2026, 11, 22)
"""The day on which every case is asked unless it names another, so that a report can be made again."""


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
    verdict: Verdict | list[Verdict] = []
    as_of: date = AS_OF

    @model_validator(mode="after")
    def _asks_something(self) -> CaseEntry:
        if bool(self.question) == bool(self.turns):
            raise ValueError("give either a question or turns")
        if (self.kind == "eligibility") != bool(self.verdict):
            raise ValueError("an eligibility case, and no other, expects a verdict")
        return self

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts that are right: one, or several where the question may be read in more than one way."""
        return (self.verdict,) if isinstance(self.verdict, str) else tuple(self.verdict)


class CasesFile(BaseModel):
    """A file of cases; a bare list means that each family's hash decides its side."""

    model_config = ConfigDict(extra="forbid")
    split: Split | None = None
    cases: list[CaseEntry]


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
    verdicts: tuple[Verdict, ...] = ()
    as_of: date = AS_OF
    source: str = ""
    held: Split | None = None

    @property
    def question(self) -> str:
        """The question that is judged: the last turn."""
        return self.turns[-1]

    @property
    def answerable(self) -> bool:
        """Whether the texts answer it."""
        return bool(self.evidence) and self.kind not in ("false_premise", "eligibility")

    @property
    def must_refuse(self) -> bool:
        """Whether anything but a refusal is wrong."""
        return not self.evidence and self.kind not in ("false_premise", "eligibility")

    @property
    def split(self) -> Split:
        """Dev or test: as its file says, else by the hash of the family."""
        if self.held:
            return self.held
        return "dev" if hashlib.sha256(self.family.encode()).digest()[-1] % 2 else "test"


def load_all(corpus: Corpus, folder: Path = FOLDER) -> list[Case]:
    """The cases of every file in the folder, by file name.

    Raises:
        InputError: what `load_cases` raises, or an id that stands twice.
    """
    cases = [case for path in sorted(folder.glob("*.yaml")) for case in load_cases(path, corpus)]
    names = [case.id for case in cases]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise InputError(f"{folder}: the case {twice!r} stands there twice. Give each its own id.")
    return cases


def load_cases(path: Path, corpus: Corpus) -> list[Case]:
    """Read a file of cases.

    Raises:
        InputError: not YAML, an unknown key, or a quote that isn't in the corpus at exactly one place.
    """
    try:
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        file = CasesFile.model_validate({"cases": tree} if isinstance(tree, list) else tree)
    except ValidationError as error:
        raise InputError(f"{path}: {explain(error)}") from None
    except yaml.YAMLError as error:
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
            verdicts=entry.verdicts,
            as_of=entry.as_of,
            source=path.stem,
            held=file.split,
        )
        for entry in file.cases
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
