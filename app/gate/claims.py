"""A statement cut into claims, each beside the sentences of its quotes that it is about; and why one is rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.gate.words import Reader, Wording, joined, overlapping
from app.schema import Language


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a statement is rejected; `contradicts` where the quotes say otherwise, not just nothing."""

    text: str
    contradicts: bool = True


@dataclass(frozen=True)
class Claim:
    """One sentence of a statement beside the sentences of the quotes that it is about."""

    said: Wording
    about: tuple[Wording, ...]
    language: Language

    @property
    def quoted(self) -> str:
        """Those sentences as one text."""
        return joined(wording.text for wording in self.about)


def claims(statement: str, quotes: Sequence[str], language: Language, reader: Reader) -> list[Claim]:
    """The sentences of a statement, each with what it is about."""
    sentences = [sentence for quote in quotes for sentence in reader.sentences(quote)]
    said = reader.sentences(statement)
    return [Claim(one, tuple(overlapping(one, sentences)), language) for one in said]
