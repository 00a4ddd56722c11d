"""Dutch words by which texts and questions are altered, and the names that a corpus is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.corpus import Corpus

NUMBER_WORDS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien")
"""From 2 on: "een" is an article more often than a number."""

MONTHS = tuple("januari februari maart april mei juni juli augustus september oktober november december".split())

_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")
_WITHIN = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")


def corpus_names(corpus: Corpus) -> list[str]:
    """Acronyms, and words with a capital that follow a small letter: what the texts name, in alphabetical order."""
    text = "\n".join(document.text for document in corpus.documents.values())
    return sorted({*_ACRONYM.findall(text), *_WITHIN.findall(text)})


def next_in(words: Sequence[str], word: str) -> str:
    """The word after this one, the first after the last; letters are compared without case."""
    known = [one.lower() for one in words]
    return words[(known.index(word.lower()) + 1) % len(words)]


def shifted_number(digits: str) -> str:
    """Another number in the same spelling: its first digit is the next one, 9 becomes 1."""
    return str(int(digits[0]) % 9 + 1) + digits[1:]
