"""The lines that a chat model writes -> what it proposes to say. Tolerant: what can't be read is nothing said.

P1,P3 | words of one // words of the other | statement
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.answering.prompts import NOT_ANSWERED

LONGEST_LINE = 3_000  # characters; the rest of a longer one is thrown away unread
MOST_QUOTES = 4  # pieces of WORDS in one line

_IDS = re.compile(r"\bP?\s?(\d{1,3})\b", re.I)
_LEADING_IDS = re.compile(r"^\W*(?:IDS?\s*:?\s*)?((?:P\s?\d{1,3}[\s,;&+]*)+):?\s*", re.I)
_BULLET = re.compile(r"^\s*(?:[-*•>]+|\d{1,2}[.)])\s+|^\s*(?:STATEMENT|LINE)\s*\d*\s*[:.]\s*", re.I)
_REFUSED = re.compile(rf"^\W*(?:{NOT_ANSWERED}|NEE|NIET BEANTWOORD|NOT ANSWERED)\W*$", re.I)
_LABEL = re.compile(r"^\s*(?:IDS?|WORDS|STATEMENT)\s*:\s*", re.I)
_LABELS = re.compile(r"\b(IDS?|WORDS|STATEMENT)\b\W{0,3}?:\s*")
_BEFORE_LABELS = " \t-*•>#`_.0123456789()"
_TRAILING_MARKS = re.compile(r"(?:\s*[\[(](?:P?\d{1,3}[\s,;]*)+[\])])+\s*(?=[.!?]?\s*$)", re.I)
_WRAPPING = " \t\"'“”„‘’«»`*_"


@dataclass(frozen=True, slots=True)
class Proposed:
    """One statement with the ids and the words it is said to rest on, as the model gave them."""

    ids: tuple[str, ...]
    quotes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The model says that the passages don't answer."""


def whole_lines(pieces: Iterable[str]) -> Iterator[str]:
    """Text as it streams in, cut into lines; the last one counts too. A flood without line ends is cut short."""
    kept = ""
    for piece in pieces:
        kept += piece
        *done, kept = kept.split("\n")
        yield from (line[:LONGEST_LINE] for line in done)
        if len(kept) > LONGEST_LINE:
            kept = kept[:LONGEST_LINE]
    if kept:
        yield kept


def entries(lines: Iterable[str]) -> Iterator[str]:
    """Lines, with what a model has put after labels ("IDS: … WORDS: … STATEMENT: …", often a line each) as one."""
    held: dict[str, str] = {}
    for line in lines:
        before, *labelled = _LABELS.split(line)
        if "|" in line or not labelled or before.strip(_BEFORE_LABELS):
            yield line
            continue
        for label, value in zip(labelled[::2], labelled[1::2], strict=True):
            name = label.upper().rstrip("S")
            if name == "ID":
                held = {}
            held[name] = " // ".join(filter(None, (held.get(name, ""), value.strip()))) if name == "WORD" else value
            if name == "STATEMENT":
                yield " | ".join(held.get(one, "") for one in ("ID", "WORD", "STATEMENT"))


def read_line(line: str) -> Proposed | Refused | None:
    """What a line proposes; None where it proposes nothing that can be read."""
    if _REFUSED.match(line):
        return Refused()
    bare = _BULLET.sub("", line.strip().strip("`")).strip()
    if bare.startswith("{"):
        return _from_json(bare)
    cells = [cell.strip() for cell in re.split(r"\s*(?:\||¦|\t)\s*", bare.strip("|"))]
    cells = [cell for cell in cells if cell]
    if len(cells) < 2:
        return None  # a passage copied after its id too: the verbatim answer chooses better
    if len(cells) == 2:
        leading = _LEADING_IDS.match(cells[0])
        cells = [leading[1], cells[0][leading.end() :], cells[1]] if leading else ["", *cells]
    ids, *words, text = cells
    return _proposed(_IDS.findall(ids), " // ".join(words), text)


def _proposed(ids: Iterable[object], words: str, text: str) -> Proposed | None:
    said = _TRAILING_MARKS.sub("", _LABEL.sub("", text)).strip(_WRAPPING)
    quotes = [_LABEL.sub("", part).strip(_WRAPPING) for part in re.split(r"\s*//+\s*", words)]
    quotes = [quote for quote in quotes if quote][:MOST_QUOTES]
    if not said or (quotes and said.upper() == "STATEMENT"):
        return None
    return Proposed(tuple(f"P{int(str(one))}" for one in ids), tuple(quotes), said)


def _from_json(line: str) -> Proposed | None:
    """A model that insists on JSON: {"ids": …, "words": …, "statement": …} on one line."""
    try:
        given = json.loads(line.rstrip(","))
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or not isinstance(given.get("statement"), str):
        return None
    words = given.get("words", "")
    quoted = " // ".join(map(str, words)) if isinstance(words, list) else str(words)
    return _proposed(_IDS.findall(str(given.get("ids", ""))), quoted, given["statement"])
