"""Two runs over the same cases: what changed, and whether that can be chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.intervals import mcnemar
from eval.run import Record


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two runs over the same `n` cases: how many were right in each, in one only, and McNemar's p."""

    name: str
    n: int
    first: int
    second: int
    only_first: int
    only_second: int
    p: float


def compare(first: Sequence[Record], second: Sequence[Record]) -> list[Change]:
    """The changes over the cases that both runs have: all, the answerable, the unanswerable, and per kind."""
    other = {record.id: record for record in second}
    pairs = [(record, other[record.id]) for record in first if record.id in other]
    groups: dict[str, Callable[[Record], bool]] = {
        "all: right": lambda r: True,
        "answerable: fully right": lambda r: r.answerable,
        "unanswerable: refused": lambda r: r.must_refuse,
    }
    for kind in dict.fromkeys(record.kind for record, _ in pairs):
        groups[f"{kind}: right"] = lambda r, kind=kind: r.kind == kind  # type: ignore[misc]
    return [_change(name, [(a.right, b.right) for a, b in pairs if belongs(a)]) for name, belongs in groups.items()]


def _change(name: str, pairs: Sequence[tuple[bool, bool]]) -> Change:
    only_first = sum(a and not b for a, b in pairs)
    only_second = sum(b and not a for a, b in pairs)
    first, second = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    return Change(name, len(pairs), first, second, only_first, only_second, mcnemar(only_first, only_second))
