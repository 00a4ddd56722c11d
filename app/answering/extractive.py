"""The extractive composer: an answer made of verbatim sentences of the corpus, so that nothing can be invented."""

from __future__ import annotations

from collections.abc import Sequence

from app.corpus import Corpus
from app.schema import Fact, FactKind, Hit, Span, Unit

BUDGET: dict[FactKind, int] = {"fact": 500, "list": 1_200, "comparison": 1_200, "history": 1_200}
"""Characters that an answer may cite, so that the asker needn't search in it (contract)."""

NEAR_SENTENCES = 3  # of a passage that has no curated question: the best one and what belongs to it
PRONOUN_LED = frozenset(
    "deze dit dat die hij zij ze het hierbij hierdoor daarbij daardoor daarmee daarna tevens ook maar of dan zo".split()
)
"""A sentence that opens so leans on the one before, which is then cited with it."""


def from_facts(facts: Sequence[Fact], budget: int) -> tuple[tuple[Span, ...], ...]:
    """The evidence of the facts a question asks for, best first, one statement per span; repeated spans once.

    Facts after the first are taken while all that is cited fits the budget, in characters.
    """
    chosen: list[Span] = list(facts[0].evidence)
    for fact in facts[1:]:
        more = [span for span in fact.evidence if not any(_overlap(span, other) for other in chosen)]
        if sum(span.end - span.start for span in (*chosen, *more)) <= budget:
            chosen += more
    return tuple((span,) for span in chosen)


def from_passage(corpus: Corpus, hit: Hit, others: Sequence[Hit]) -> tuple[tuple[Span, ...], ...]:
    """The sentences around a hit that belong together: a list whole, else the sentence with what it leans on.

    `others` are further hits; one that stands in the same section and fits the budget is added.
    """
    chosen = _belonging(corpus, hit.span)
    for other in others:
        more = [span for span in _belonging(corpus, other.span) if span not in chosen]
        same_place = other.span.document == hit.span.document and other.section == hit.section
        if same_place and len(chosen) < NEAR_SENTENCES and _length([*chosen, *more]) <= BUDGET["fact"]:
            chosen += more
    return tuple((span,) for span in sorted(chosen, key=lambda span: span.start))


def merged_lists(corpus: Corpus, spans: Sequence[Span]) -> list[Span]:
    """Join spans that are neighbours in one list (lead-in and bullets) into one span; the rest stays as it is."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.document == span.document and last.end <= span.start and _same_list(corpus, last, span):
            joined[-1] = Span(span.document, last.start, span.end)
        else:
            joined.append(span)
    return joined


def _belonging(corpus: Corpus, span: Span) -> list[Span]:
    units = corpus.units_of(span.document)
    index = next(i for i, unit in enumerate(units) if unit.start <= span.start < unit.end)
    unit = units[index]
    if unit.group >= 0:
        group = [_span(other) for other in units if other.group == unit.group]
        if _length(group) <= BUDGET["list"]:
            return merged_lists(corpus, group)
    first = corpus.text(_span(unit)).split(maxsplit=1)[0].strip(",.;:").lower()
    before = units[index - 1] if index else None
    if before and first in PRONOUN_LED and before.kind == "sentence" and before.passage == unit.passage:
        return [_span(before), _span(unit)]
    return [_span(unit)]


def _same_list(corpus: Corpus, a: Span, b: Span) -> bool:
    units = corpus.units_of(a.document)
    last = max((i for i, unit in enumerate(units) if unit.start < a.end), default=-1)
    following = units[last + 1] if last + 1 < len(units) else None
    return (
        following is not None
        and following.start <= b.start < following.end
        and following.kind == "bullet"
        and units[last].group == following.group >= 0
    )


def _overlap(a: Span, b: Span) -> bool:
    return a.document == b.document and a.start < b.end and b.start < a.end


def _span(unit: Unit) -> Span:
    return Span(unit.document, unit.start, unit.end)


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)
