"""Text compared without its accidents: white space, quotation marks, dashes and case, with the way back to offsets."""

from __future__ import annotations

import unicodedata

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_FOLDED = _SAME | dict.fromkeys(map(ord, _INVISIBLE))


def fold(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the offset in `text` it came from.

    Runs of white space (non-breaking ones too) become one space, typographic quotation marks and dashes their plain
    form, letters their case-folded form; invisible joiners go. Leading and trailing white space is dropped.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character in _INVISIBLE:
            continue
        if character.isspace():
            if folded and folded[-1] != " ":
                folded.append(" ")
                offsets.append(offset)
            continue
        for part in character.translate(_SAME).casefold():
            folded.append(part)
            offsets.append(offset)
    while folded and folded[-1] == " ":
        folded.pop()
        offsets.pop()
    return "".join(folded), offsets


def folded(text: str) -> str:
    """The folded form of `text` alone, as `fold` gives it but quicker: offsets cost a step for every letter."""
    return " ".join(text.translate(_FOLDED).casefold().split())


def find_quote(text: str, quote: str) -> list[tuple[int, int]]:
    """All places (start, end) in `text` that equal `quote` after folding; empty where there is none.

    An exact match is looked for first: it is quicker and keeps the quote's own extent.
    """
    places: list[tuple[int, int]] = []
    wanted = quote.strip()
    if not wanted:
        return places
    start = text.find(wanted)
    while start >= 0:
        places.append((start, start + len(wanted)))
        start = text.find(wanted, start + 1)
    if places:
        return places
    needle = folded(quote)
    if not needle or needle not in folded(text):  # most texts don't hold it, and offsets take twenty times as long
        return places
    haystack, offsets = fold(text)
    start = haystack.find(needle)
    while start >= 0:
        places.append((offsets[start], offsets[start + len(needle) - 1] + 1))
        start = haystack.find(needle, start + 1)
    return places


def without_marks(text: str) -> str:
    """`text` without diacritics ("reïntegratie" -> "reintegratie"), for lexical search."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
