"""Is a quote in the corpus, and where? Exact after folding; likeness only says which place it was made from.

verified      the words stand there           wrong_source   they stand in another text or passage than said
stitched      made of several places          altered        a place with single words changed, left out or added
not_found     no place is like it             uncheckable    nothing in it to look for
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from app.corpus import Corpus
from app.folding import fold, folded
from app.schema import Span

QuoteVerdict = Literal["verified", "wrong_source", "stitched", "altered", "not_found", "uncheckable"]

MOST_CHARACTERS = 5_000
"""A longer "quote" is a document; comparing it word by word would take seconds."""

LIKE = 0.6
"""Share of equal words, in order, from which a place counts as what a quote was made from. It only names a place."""

FEW_CHANGES = 0.25
"""Changed words per word of the quote up to which it is one place altered rather than several places stitched."""

SHORTEST_PIECE = 3  # words: shorter runs stand everywhere
NEAREST_UNITS = 3  # a quote may run over so many sentences and still be compared with one place
CANDIDATES = 12  # places that are compared word by word, of those that share most words

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.|…)\s*")
_WRAPPED = re.compile(r"^[\s\"'“”„‘’«»]+|[\s\"'“”„‘’«»]+$")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict on a quote: where it stands (`spans`, several where stitched), or what it is nearest to."""

    verdict: QuoteVerdict
    spans: tuple[Span, ...] = ()
    nearest: Span | None = None
    difference: str = ""


@dataclass(frozen=True)
class _Folded:
    """A text folded once, with the way back."""

    id: str
    text: str
    offsets: list[int]

    @cached_property
    def words(self) -> list[re.Match[str]]:
        """Its words with their places."""
        return list(_WORD.finditer(self.text))

    @cached_property
    def spaced(self) -> str:
        """Its words alone, a blank around each: what runs of words are looked for in."""
        return f" {' '.join(word.group() for word in self.words)} "


@dataclass(frozen=True)
class QuoteFinder:
    """Looks quotes up in one corpus; folds each text once."""

    corpus: Corpus

    @cached_property
    def _texts(self) -> list[_Folded]:
        return [_Folded(name, *fold(document.text)) for name, document in self.corpus.documents.items()]

    @cached_property
    def _words_of_units(self) -> list[tuple[Span, list[str]]]:
        return [
            (
                Span(unit.document, unit.start, unit.end),
                _words(self.corpus.documents[unit.document].text[unit.start : unit.end]),
            )
            for unit in self.corpus.units
        ]

    def find(self, quote: str, *, within: Sequence[Span] = ()) -> Found:
        """The verdict on a quote; `within` are the places it is said to stand in (everywhere, if none are given)."""
        wanted = _WRAPPED.sub("", unicodedata.normalize("NFC", quote))
        if len(quote) > MOST_CHARACTERS or not _words(wanted):
            return Found("uncheckable")
        places = self.places(wanted)
        if places:
            inside = [place for place in places if not within or any(_holds(span, place) for span in within)]
            return Found("verified", (inside[0],)) if inside else Found("wrong_source", (places[0],))
        pieces = [piece for piece in _ELLIPSIS.split(wanted) if _words(piece)]
        if len(pieces) > 1:
            found = [self.places(piece) for piece in pieces]
            if all(found):
                return Found("stitched", tuple(one[0] for one in found))
        return self._unlike(wanted)

    def places(self, quote: str) -> list[Span]:
        """Every place that equals a quote after folding and cuts no word in two, in the corpus's order."""
        needle = folded(quote)
        found: list[Span] = []
        for text in self._texts:
            start = text.text.find(needle) if needle else -1
            while start >= 0:
                end = start + len(needle)
                if _is_whole(text.text, start, end):
                    found.append(Span(text.id, text.offsets[start], text.offsets[end - 1] + 1))
                start = text.text.find(needle, start + 1)
        return found

    def _unlike(self, quote: str) -> Found:
        """The verdict on a quote that stands nowhere as it is."""
        words = _words(quote)
        nearest = self._nearest(words)
        if nearest is not None:
            span, ratio, changes = nearest
            if changes <= max(1.0, FEW_CHANGES * len(words)) and ratio >= LIKE:
                return Found("altered", nearest=span, difference=self.difference(words, span))
        pieces = self._pieces(words)
        if pieces:
            return Found("stitched", tuple(pieces))
        if nearest is not None and nearest[1] >= LIKE:
            return Found("altered", nearest=nearest[0], difference=self.difference(words, nearest[0]))
        return Found("not_found", nearest=nearest[0] if nearest and nearest[1] >= LIKE / 2 else None)

    def _nearest(self, words: list[str]) -> tuple[Span, float, int] | None:
        """The place most like these words: the place, its likeness (0..1), and how many words are changed."""
        wanted = set(words)
        shared = [(len(wanted.intersection(there)), index) for index, (_, there) in enumerate(self._words_of_units)]
        best: tuple[Span, float, int] | None = None
        for count, index in sorted(shared, key=lambda pair: (-pair[0], pair[1]))[:CANDIDATES]:
            if not count:
                break
            for span, there in self._runs(index):
                matcher = SequenceMatcher(None, words, there, autojunk=False)
                blocks = [block for block in matcher.get_matching_blocks() if block.size]
                if not blocks:
                    continue
                first, last = blocks[0], blocks[-1]
                start, end = (
                    max(0, first.b - first.a),
                    min(len(there), last.b + last.size + len(words) - last.a - last.size),
                )
                matched = sum(block.size for block in blocks)
                ratio = 2 * matched / (len(words) + end - start)
                changes = max(len(words), end - start) - matched
                if best is None or ratio > best[1]:
                    best = (span, ratio, changes)
        return best

    def _runs(self, index: int) -> Iterator[tuple[Span, list[str]]]:
        """A unit alone, and with the ones after it."""
        first, words = self._words_of_units[index]
        for more in range(NEAREST_UNITS):
            if more:
                if index + more >= len(self._words_of_units):
                    return
                last, added = self._words_of_units[index + more]
                if last.document != first.document:
                    return
                words = [*words, *added]
                yield Span(first.document, first.start, last.end), words
            else:
                yield first, words

    def _pieces(self, words: list[str]) -> list[Span]:
        """The longest runs of words, each standing somewhere, that make up a quote; empty where they don't."""
        found: list[Span] = []
        at = 0
        while at < len(words):
            end = at + SHORTEST_PIECE
            span = self._run_of(words[at:end]) if end <= len(words) else None
            if span is None:
                return []
            while end < len(words):
                longer = self._run_of(words[at : end + 1])
                if longer is None:
                    break
                span, end = longer, end + 1
            found.append(span)
            at = end
        return found if len(found) > 1 else []

    def _run_of(self, words: list[str]) -> Span | None:
        needle = f" {' '.join(words)} "
        for text in self._texts:
            start = text.spaced.find(needle)
            if start >= 0:
                first = text.spaced.count(" ", 0, start)
                begin, end = text.words[first].start(), text.words[first + len(words) - 1].end()
                return Span(text.id, text.offsets[begin], text.offsets[end - 1] + 1)
        return None

    def difference(self, words: list[str], span: Span) -> str:
        """How words differ from a place: 'the quote says "vijf", the source "drie"'."""
        there = _words(self.corpus.text(span))
        matcher = SequenceMatcher(None, words, there, autojunk=False)
        told = []
        opcodes = matcher.get_opcodes()
        for number, (op, a, b, c, d) in enumerate(opcodes):
            outer = number in (0, len(opcodes) - 1)
            said, source = " ".join(words[a:b]), " ".join(there[c:d])
            if op == "replace":
                told.append(f'the quote says "{said}", the source "{source}"')
            elif op == "delete":
                told.append(f'the quote adds "{said}"')
            elif op == "insert" and not outer:  # a quote may begin and end within a sentence
                told.append(f'the quote leaves out "{source}"')
        return "; ".join(told) or "the quote cuts a word or its punctuation differs"


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a place begins and ends between words."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (before or after)


def _holds(span: Span, place: Span) -> bool:
    return span.document == place.document and span.start <= place.start and place.end <= span.end
