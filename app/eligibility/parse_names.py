"""The names in which people speak of the certificate, its title and its field, put into the reader's patterns.

A pattern holds a slot where a name may stand, and rules.yaml says which names: the reader itself knows none.

    «title»       the title and its abbreviations
    «ours»        who issues the certificate, and what it is called after
    «elsewhere»   others, whose certificates are not meant
    «field»       words of the field of work
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_NONE = "(?!)"  # matches nowhere: a rule set without such names
_SLOT = re.compile(r"«(title|ours|elsewhere|field)»")


@dataclass(frozen=True, slots=True)
class Names:
    """Words in the comparable form (`Message.low`); `*` at an end stands for any ending, a space for a hyphen too."""

    title: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    field: tuple[str, ...] = ()

    def search(self, pattern: str, low: str) -> re.Match[str] | None:
        """`re.search` with the names put into the pattern's slots."""
        return _compiled(pattern, self).search(low)

    def finditer(self, pattern: str, low: str) -> Iterator[re.Match[str]]:
        """`re.finditer` likewise."""
        return _compiled(pattern, self).finditer(low)


@lru_cache(maxsize=1024)
def _compiled(pattern: str, names: Names) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(lambda slot: _any_of(getattr(names, slot[1])), pattern))


def _any_of(words: Iterable[str]) -> str:
    spelled = sorted((_spelled(word) for word in words), key=len, reverse=True)
    return f"(?:{'|'.join(spelled)})" if spelled else _NONE


def _spelled(word: str) -> str:
    stem = r"[ -]?".join(re.escape(part) for part in word.removesuffix("*").split())
    return stem + (r"[\w-]*" if word.endswith("*") else "")


NO_NAMES = Names()
