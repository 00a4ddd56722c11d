"""Stretches of work told together: which of them share a role, and which only say where somebody is employed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.eligibility.facts import Experience

_EMPLOYED_AND = re.compile(
    r"\b(?:in loondienst|in (?:vaste )?dienst|employed|on the payroll)\b[^.?!;]*\b(?:en|and)\b[^.?!;]*\b(?:zzp\w*|zzp.er|zelfstandig\w*|freelance\w*|self-employed|on my own)"
)


def with_shared_roles(
    items: list[Experience], bare: Sequence[bool], low: str, counting: Collection[str]
) -> list[Experience]:
    """The stretches with the roles that they share; `bare` are those of which nothing but the time is said."""
    shared = _with_shared_role(items, bare)
    return _self_employed_in(shared, counting) if _EMPLOYED_AND.search(low) else shared


def _with_shared_role(items: list[Experience], bare: Sequence[bool]) -> list[Experience]:
    """Give a stretch of which only the time is said the role of the next: "van 2019 tot 2020 en van 2021 tot 2022 als …"."""
    shared = list(items)
    for index in range(len(items) - 2, -1, -1):
        following = shared[index + 1]
        if (
            bare[index]
            and items[index].role is None
            and items[index].end
            and following.role
            and not following.after_others
        ):
            shared[index] = replace(items[index], role=following.role)
    return shared


def _self_employed_in(items: list[Experience], counting: Collection[str]) -> list[Experience]:
    """Give a stretch of which only how it was worked is said the role before: "twee jaar coach in loondienst en twee als zzp'er"."""
    shared = list(items)
    for index in range(1, len(items)):
        before, item = shared[index - 1], items[index]
        plain = item.role is None and item.circumstances and all(name in counting for name in item.circumstances)
        if plain and _timed(item) and before.role is not None:
            shared[index] = replace(item, role=before.role)
    return shared


def without_employers(items: list[Experience], employers: Sequence[bool]) -> list[Experience]:
    """Leave out how long somebody is somewhere, where it is said since when in which role: "sinds 2016 bij …, sinds 2025 als …"."""
    kept = []
    if any(item.role is not None and item.after_others and not _timed(item) for item in items):
        return items  # the role of before may have been there as well
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        same_place = (
            following is not None and following.role is not None and following.still and not following.after_others
        )
        if not (employers[index] and item.role is None and item.end is None and not item.circumstances and same_place):
            kept.append(item)
    return kept


def _timed(item: Experience) -> bool:
    return item.start is not None or item.end is not None or item.lasting is not None
