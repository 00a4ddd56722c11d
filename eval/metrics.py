"""What an answer is worth: pure functions from a case and an answer to a judgement."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from app.answering.extractive import BUDGET
from app.folding import folded
from app.schema import Answer, Span
from eval.cases import Case

REFUSALS = ("not_in_corpus", "out_of_scope", "clarify")
COVERED = 0.6
"""Share of a gold quote that a citation must hold to count as citing it: a bullet cited without its bullet sign, or a
sentence without its last clause, still is that place."""

WIDE_KINDS = ("list", "comparison")  # these may cite up to the wide budget


def is_refused(answer: Answer) -> bool:
    """Whether the answer says, in one way or another, that the texts don't."""
    return answer.outcome in REFUSALS


def cites(answer: Answer, quotes: Sequence[Span]) -> bool:
    """Whether every one of these places is cited."""
    cited = [Span(c.document, c.start, c.end) for c in answer.citations]
    return all(any(_share(gold, span) >= COVERED for span in cited) for gold in quotes)


def cited_characters(answer: Answer) -> int:
    """How much the reader is given to read."""
    return sum(citation.end - citation.start for citation in answer.citations)


def has_nuggets(case: Case, answer: Answer) -> bool:
    """Whether the answer says what was asked, and nothing that it mustn't."""
    text = folded(answer.text)
    return all(re.search(nugget, text, re.I) for nugget in case.nuggets) and not any(
        re.search(wrong, text, re.I) for wrong in case.forbidden
    )


def fully_right(case: Case, answer: Answer) -> bool:
    """The headline: states the asked fact, cites every needed place, and no more than needed."""
    wide = case.kind in WIDE_KINDS or sum(span.end - span.start for span in case.evidence[0]) > BUDGET["fact"]
    return (
        answer.outcome == "answered"
        and any(cites(answer, quotes) for quotes in case.evidence)
        and has_nuggets(case, answer)
        and cited_characters(answer) <= (BUDGET["list"] if wide else BUDGET["fact"])
    )


def is_right(case: Case, answer: Answer) -> bool:
    """Right for its kind: fully right, refused, or a false premise that is corrected or refused."""
    if case.kind == "false_premise":
        return is_refused(answer) or (has_nuggets(case, answer) and any(cites(answer, q) for q in case.evidence))
    return fully_right(case, answer) if case.answerable else is_refused(answer)


def wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95% interval of a proportion k/n (E. B. Wilson, 1927); (0, 1) where n is 0."""
    if n == 0:
        return 0.0, 1.0
    p = k / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def _share(gold: Span, span: Span) -> float:
    if gold.document != span.document:
        return 0.0
    return max(0, min(gold.end, span.end) - max(gold.start, span.start)) / (gold.end - gold.start)
