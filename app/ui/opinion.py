"""What a visitor thinks of an answer. Who serves the page may take it (`on_feedback`); without a taker nothing asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.schema import Answer


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion, with a reason or without ("").

    `consented`: the visitor agreed that question and answer are kept; without it neither may be.
    """

    question: str
    answer: Answer
    helpful: bool
    reason: str = ""
    consented: bool = False


OnFeedback = Callable[[Opinion], None]
