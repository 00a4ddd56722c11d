"""The corpus as an index holds it: texts, their pieces, and the curated questions, in one value and one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.errors import IndexUnusableError
from app.schema import Claim, Document, Fact, Passage, Span, Unanswered, Unit

FILE = "corpus.json"


@dataclass(frozen=True)
class Corpus:
    """Everything that was read from a corpus folder; offsets refer to `documents[…].text`."""

    documents: dict[str, Document]
    units: tuple[Unit, ...]
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    glossary: dict[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()

    @property
    def entries(self) -> tuple[Fact | Unanswered, ...]:
        """The curated entries in the order in which they are numbered: facts first."""
        return (*self.facts, *self.unanswered)

    def text(self, span: Span) -> str:
        """What a span says, as stored."""
        return self.documents[span.document].text[span.start : span.end]

    @cached_property
    def _units_of_document(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {identity: [] for identity in self.documents}
        for unit in self.units:
            found[unit.document].append(unit)
        return found

    def units_of(self, document: str) -> list[Unit]:
        """The units of a document in reading order."""
        return self._units_of_document[document]

    def units_in(self, span: Span) -> list[Unit]:
        """The units that a span touches."""
        return [unit for unit in self.units_of(span.document) if unit.start < span.end and span.start < unit.end]

    @cached_property
    def unquoted(self) -> tuple[Unit, ...]:
        """The sentences that no fact quotes: of what they say the curated questions know nothing."""
        quoted: dict[str, list[Span]] = {}
        for fact in self.facts:
            for span in fact.evidence:
                quoted.setdefault(span.document, []).append(span)
        return tuple(
            unit
            for unit in self.units
            if unit.kind != "heading"
            and not any(unit.start < span.end and span.start < unit.end for span in quoted.get(unit.document, ()))
        )

    def section_at(self, span: Span) -> str:
        """The heading that a span stands under."""
        touched = self.units_in(span)
        return touched[0].section if touched else self.documents[span.document].title

    def sections(self, document: str) -> list[tuple[str, int, int]]:
        """The sections of a document as (heading, start, end), in reading order, without gaps."""
        starts: list[tuple[str, int]] = []
        for unit in self.units_of(document):
            if not starts or (unit.kind == "heading" and unit.section != starts[-1][0]):
                starts.append((unit.section, 0 if not starts else unit.start))
        ends = [start for _, start in starts[1:]] + [len(self.documents[document].text)]
        return [(heading, start, end) for (heading, start), end in zip(starts, ends, strict=True)]


_ADAPTER: TypeAdapter[Corpus] = TypeAdapter(Corpus)


def save(corpus: Corpus, folder: Path) -> None:
    """Write the corpus into a folder."""
    (folder / FILE).write_bytes(_ADAPTER.dump_json(corpus))


def load(folder: Path) -> Corpus:
    """Read a corpus that `save` wrote.

    Raises:
        IndexUnusableError: the file is missing or not what was written.
    """
    try:
        return _ADAPTER.validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexUnusableError(
            f"{folder / FILE} can't be read ({type(error).__name__}). Run `make ingest`."
        ) from None
