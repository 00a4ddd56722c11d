"""Strong Kleene logic, and what a criterion comes to: its status, and why where it is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.eligibility.rules_file import QuestionId, ReservationId

Status = Literal["met", "not_met", "unknown"]
Reason = Literal["input_missing", "input_ambiguous", "source_silent"]


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something that isn't known, by its path in the facts; without a question where asking doesn't help.

    `said` is what a question repeats of the asker's words: a role, or what wasn't understood.
    """

    path: str
    reason: Reason
    question: QuestionId | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a criterion comes to. `reason` stands with unknown only; `missing` are the facts that would decide it."""

    status: Status
    reason: Reason | None = None
    missing: tuple[Unsure, ...] = ()
    notes: frozenset[ReservationId] = field(default_factory=frozenset)
    day: date | None = None


def every(statuses: Iterable[Status]) -> Status:
    """Kleene's AND: not met as soon as one is not met, met only where all are."""
    found = set(statuses)
    if "not_met" in found:
        return "not_met"
    return "unknown" if "unknown" in found else "met"


def some(statuses: Iterable[Status]) -> Status:
    """Kleene's OR: met as soon as one is met, not met only where none can be."""
    found = set(statuses)
    if "met" in found:
        return "met"
    return "unknown" if "unknown" in found else "not_met"
