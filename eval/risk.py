"""Risk and coverage: how often the answers are wrong when only the surest ones are given.

After El-Yaniv and Wiener, "On the foundations of noise-free selective classification" (JMLR 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.chain import Assistant
from eval.cases import Case
from eval.metrics import is_right
from eval.signals import margin, never_refusing


@dataclass(frozen=True)
class Curve:
    """`risk[i]` is the share of wrong ones among the answers when the surest `coverage[i]` of the cases are answered.

    `area` is the mean risk over all coverages (AURC), `chosen` the coverage at the threshold in use.
    """

    name: str
    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    area: float
    chosen: float


def risk_coverage(name: str, margins: Sequence[float], wrong: Sequence[bool], threshold: float = 0.0) -> Curve:
    """The curve of cases whose margins and errors are known; equal margins are answered in the order given."""
    order = np.argsort(-np.asarray(margins), kind="stable")
    errors = np.asarray(wrong, dtype=float)[order]
    counted = np.arange(1, len(errors) + 1)
    risk = errors.cumsum() / counted
    return Curve(
        name,
        tuple((counted / len(errors)).round(4).tolist()),
        tuple(risk.round(4).tolist()),
        float(risk.mean()) if len(risk) else 0.0,
        float(np.mean(np.asarray(margins) >= threshold)) if len(errors) else 0.0,
    )


def of_assistant(assistant: Assistant, cases: Sequence[Case], name: str = "this program") -> Curve:
    """The assistant's curve: every case answered with the best there is, ordered by the margin it decides by."""
    judged = [case for case in cases if case.kind != "eligibility"]
    open_to_all = never_refusing(assistant)
    wrong = []
    for case in judged:
        answer = open_to_all.answer(case.question, turns=case.turns[:-1], as_of=case.as_of)
        wrong.append(not is_right(case, answer))
    return risk_coverage(name, [margin(assistant, case) for case in judged], wrong)
