"""What whoever serves the page may add to it; nothing of it is there by default."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.figures import Figures
from app.ui.opinion import OnFeedback


@dataclass(frozen=True, slots=True)
class Options:
    """`on_feedback` takes what visitors think of answers; `figures` are those of the last evaluation."""

    on_feedback: OnFeedback | None = None
    figures: Figures | None = None


NOTHING = Options()
