"""Runs the cases through the assistant and counts, per kind, what came out right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.chain import Assistant
from app.schema import Answer
from eval.cases import Case
from eval.metrics import is_refused, is_right, wilson


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, its answer, and whether it is right."""

    case: Case
    answer: Answer
    right: bool


def run(assistant: Assistant, cases: Sequence[Case]) -> list[Judged]:
    """Answer and judge every case, in order."""
    judged = []
    for case in cases:
        answer = assistant.answer(case.question, turns=case.turns[:-1], id=case.id)
        judged.append(Judged(case, answer, is_right(case, answer)))
    return judged


def table(judged: Sequence[Judged]) -> list[tuple[str, int, int, float, float, float]]:
    """Rows (kind, right, cases, share, low, high), the answerable kinds together first, refusals after."""
    groups: dict[str, list[bool]] = {}
    for item in judged:
        if item.case.answerable:
            groups.setdefault("answerable: fully right", []).append(item.right)
            groups.setdefault("answerable: refused", []).append(is_refused(item.answer))
        groups.setdefault(f"{item.case.kind}: right", []).append(item.right)
    rows = []
    for name, values in groups.items():
        counted = Counter(values)
        k, n = counted[True], len(values)
        rows.append((name, k, n, k / n, *wilson(k, n)))
    return rows
