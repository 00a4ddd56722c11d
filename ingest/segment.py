"""Document -> units and passages, each with its place in the stored text.

    lines -> blocks (heading | bullet | paragraph) -> units (heading | sentence | lead_in | bullet) -> passages

Nothing is rewritten: a unit is a span, and `text[start:end]` is what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from app.schema import Document, Passage, Unit

PASSAGE_CHARACTERS = 900
"""A passage closes before it grows past this: in trials on Dutch FAQ texts 500 to 1,000 characters ranked best."""

HEADING_WORDS = 10
HEADING_CHARACTERS = 100
"""A line on its own without a closing mark and this short is a heading; longer ones were sentences that lack a stop."""

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

_BULLET = re.compile(r"[•◦▪‣·*–—-](?:\s+|$)|\d{1,2}[.)]\s+|[a-z]\)\s+")
_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_KEY_VALUE = re.compile(r"[^:?]{1,40}:\s+\S")  # "Hoofdstad: Oranjestad" tells something, so it is no heading
_TITLE_BEFORE_NAME = re.compile(r"(?:\b(?:dhr|mevr|mw|dr|drs|prof|ing|ir|mr|ds|fam|sr|jr)|\b[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    after_blank: bool


@dataclass(frozen=True, slots=True)
class _Block:
    kind: Literal["heading", "bullet", "paragraph"]
    start: int
    end: int


def segment(document: Document) -> tuple[tuple[Unit, ...], tuple[Passage, ...]]:
    """Cut a document into its units and passages, both in reading order.

    The title line and headings are units too: they can be cited where a curated answer needs them.
    """
    blocks = list(_blocks(document.text))
    units: list[Unit] = []
    passages: list[Passage] = []
    section, group, groups = document.title, -1, 0
    lead_in: int | None = None  # the last unit of this section that ends in a colon
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            section, lead_in, group = document.text[block.start : block.end], None, -1
        if block.kind == "bullet":
            if group < 0:
                group, groups = groups, groups + 1
                if lead_in is not None:
                    units[lead_in] = replace(units[lead_in], kind="lead_in", group=group)
                    lead_in = None
        else:
            group = -1
        number = _passage_for(passages, block, blocks[index - 1] if index else None, section, document)
        for start, end in _spans(document.text, block):
            kind = "sentence" if block.kind == "paragraph" else block.kind
            units.append(Unit(document.id, start, end, kind, section, number, group))
            if block.kind == "paragraph" and document.text[end - 1] == ":":
                lead_in = len(units) - 1
    return tuple(units), tuple(passages)


def _passage_for(
    passages: list[Passage], block: _Block, before: _Block | None, section: str, document: Document
) -> int:
    """Extend the open passage by this block, or open a new one; returns its number."""
    current = passages[-1] if passages else None
    fits = current is not None and block.end - current.start <= PASSAGE_CHARACTERS
    after_heading = before is not None and before.kind == "heading"
    same = current is not None and block.kind != "heading" and (current.section == section or after_heading)
    if current is not None and same and (fits or after_heading):
        passages[-1] = replace(current, end=block.end)
        return current.number
    number = len(passages)
    passages.append(Passage(document.id, number, section, block.start, block.end))
    return number


def _blocks(text: str) -> Iterator[_Block]:
    lines = list(_lines(text))
    wrapped = _is_hard_wrapped(lines)
    marker: int | None = None  # a bullet sign that stands alone: the next line is its text
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        bullet = _BULLET.match(line.text)
        if bullet and bullet.end() == len(line.text):
            marker = line.start
            continue
        if marker is not None and line.after_blank and not _next_is_bullet(lines, index):
            marker = None  # a sign without text; what follows a blank line is no item of this list
        if marker is not None:
            yield _Block("bullet", line.start, line.end)
            marker = None
        elif _is_heading(line, lines[index] if index < len(lines) else None, wrapped):
            mark = _MARKDOWN_HEADING.match(line.text)
            yield _Block("heading", line.start + (mark.end() if mark else 0), line.end)
        else:
            end = line.end
            while index < len(lines) and _continues(lines[index], wrapped):
                end = lines[index].end
                index += 1
            skip = bullet.end() if bullet and not _NUMBER.match(line.text) else 0
            yield _Block("bullet" if bullet else "paragraph", line.start + skip, end)


def _next_is_bullet(lines: list[_Line], index: int) -> bool:
    """Whether a line after this one begins with a bullet sign: then a blank line stands between sign and text."""
    return index >= len(lines) or bool(_BULLET.match(lines[index].text))


def _lines(text: str) -> Iterator[_Line]:
    blank = True
    for match in re.finditer(r"[^\r\n]+", text):
        gap = text[max(0, match.start() - 4) : match.start()]
        blank = blank or len(re.findall(r"\r\n|\n|\r", gap)) > 1
        stripped = match.group().strip()
        if not stripped.strip(INVISIBLE):
            blank = True
            continue
        start = match.start() + match.group().index(stripped)
        yield _Line(start, start + len(stripped), stripped, blank)
        blank = False


def _is_heading(line: _Line, following: _Line | None, wrapped: bool) -> bool:
    text = line.text
    if _MARKDOWN_HEADING.match(text):
        return True
    if not line.after_blank or following is None or len(text) > HEADING_CHARACTERS or text[-1] in ".,;:!":
        return False
    if wrapped and not following.after_blank and following.text[0].islower():
        return False  # the first line of a paragraph that goes on
    if text[-1] == "?":
        return not re.search(r"[.?!] ", _NUMBER.sub("", text, count=1))
    if _BULLET.match(text) and not _NUMBER.match(text):
        return False
    if _NUMBER.match(text):  # "6. Opzegtermijn" above its text, not an item of a numbered list
        return not _NUMBER.match(following.text) and not following.after_blank
    return len(text.split()) <= HEADING_WORDS and not _KEY_VALUE.match(text)


def _is_hard_wrapped(lines: list[_Line]) -> bool:
    """Whether paragraphs run over several lines: then a line that begins in lower case goes on the one before."""
    if not lines or max(len(line.text) for line in lines) > 120:
        return False
    pairs = [(a, b) for a, b in pairwise(lines) if not b.after_blank]
    running = sum(1 for a, b in pairs if b.text[0].islower() and a.text[-1] not in ".?!:;")
    return len(pairs) >= 3 and running * 3 >= len(pairs)


def _continues(line: _Line, wrapped: bool) -> bool:
    return wrapped and not line.after_blank and not _BULLET.match(line.text) and not _MARKDOWN_HEADING.match(line.text)


def _spans(text: str, block: _Block) -> Iterable[tuple[int, int]]:
    """The sentences of a paragraph; a heading or a bullet is one span (its sentences explain one another)."""
    if block.kind != "paragraph":
        return [(block.start, block.end)]
    return [(block.start + start, block.start + end) for start, end in split_sentences(text[block.start : block.end])]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Sentence spans of a paragraph. syntok decides; it is put right after a title or an initial ("dhr. De Vries")."""
    from syntok import segmenter  # 60 ms to import: only ingest needs it

    starts = [sentence[0].offset for paragraph in segmenter.analyze(text) for sentence in paragraph if sentence] or [0]
    spans: list[tuple[int, int]] = []
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:stop]
        end = start + len(piece.rstrip())
        if end <= start:
            continue
        if spans and _TITLE_BEFORE_NAME.search(text[spans[-1][0] : spans[-1][1]]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
