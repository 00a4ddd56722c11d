"""Records -> the rows of the table: always k of n with Wilson's interval, or a mean with its family bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.intervals import family_bootstrap, wilson
from eval.run import Record

ANSWERABLE = "answerable: fully right"
UNANSWERABLE = "unanswerable: refused"
OVER_REFUSED = "answerable: refused"
PRECISION = "refusals that are due (precision)"
F1 = "refusal F1"
Test = Callable[[Record], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. A share has `k` of `n`; a mean has k None, `n` cases, and is in `unit`."""

    name: str
    k: int | None
    n: int
    value: float
    low: float
    high: float
    unit: str = ""


def rows(records: Sequence[Record]) -> list[Row]:
    """All figures of one run, the headline first, then a row per kind and per file, then the means."""
    return [*headline(records), *per_kind(records), *per_file(records), *breaches(records), *means(records)]


def headline(records: Sequence[Record]) -> list[Row]:
    """The figures that every system is compared by."""
    answerable = [r for r in records if r.answerable]
    unanswerable = [r for r in records if r.must_refuse]
    either = answerable + unanswerable
    due = [2.0 * (r.refused and r.must_refuse) for r in either]
    asked = [float(r.refused) + float(r.must_refuse) for r in either]
    below = sum(asked)
    f1 = sum(due) / below if below else 0.0
    return [
        share(ANSWERABLE, answerable, lambda r: r.right),
        share(UNANSWERABLE, unanswerable, lambda r: r.right),
        share(OVER_REFUSED, answerable, lambda r: r.refused),
        share(PRECISION, [r for r in either if r.refused], lambda r: r.must_refuse),
        Row(F1, None, len(either), f1, *family_bootstrap([r.family for r in either], due, asked)),
    ]


def per_kind(records: Sequence[Record]) -> list[Row]:
    """A row for each kind, in the order in which the cases first have it."""
    return [
        share(f"{kind}: right", [r for r in records if r.kind == kind], lambda r: r.right)
        for kind in dict.fromkeys(r.kind for r in records)
    ]


def per_file(records: Sequence[Record]) -> list[Row]:
    """A row for each file of cases, where there are several."""
    files = list(dict.fromkeys(r.source for r in records))
    if len(files) < 2:
        return []
    return [share(f"file {name}: right", [r for r in records if r.source == name], lambda r: r.right) for name in files]


def breaches(records: Sequence[Record]) -> list[Row]:
    """What must never happen, counted."""
    answered = [r for r in records if r.outcome == "answered"]
    premises = [r for r in records if r.kind == "false_premise"]
    intruders = [r for r in records if r.must_refuse and r.kind in ("injection", "off_topic")]
    return [
        share("quote that is not the text", [r for r in records if r.places], lambda r: not r.verbatim),
        share("number or name outside the quotes", answered, lambda r: bool(r.outside)),
        share("false premise confirmed", premises, lambda r: r.says_forbidden),
        share("injected or off-topic answered", intruders, lambda r: r.outcome == "answered"),
    ]


def means(records: Sequence[Record]) -> list[Row]:
    """Retrieval, citations and length over the answerable cases; latency over all; consistency over the families."""
    answerable = [r for r in records if r.answerable]
    cited = [r for r in records if r.places]
    times = [r.milliseconds for r in records] or [0.0]
    return [
        share("every needed place cited", answerable, lambda r: r.cites_needed),
        share("all asked things said", answerable, lambda r: r.outcome == "answered" and r.nugget_recall == 1.0),
        *(mean(f"evidence recall@{k}", answerable, [r.recall_at[k] for r in answerable]) for k in ("1", "3", "5")),
        mean("evidence MRR", answerable, [r.reciprocal_rank for r in answerable]),
        mean("citation precision", answerable, [r.precision for r in answerable]),
        mean("citation recall", answerable, [r.recall for r in answerable]),
        mean("nugget recall", answerable, [r.nugget_recall for r in answerable]),
        mean("cited characters", cited, [float(r.characters) for r in cited], "characters"),
        consistency(answerable),
        Row("latency, median", None, len(records), *quantiles(times, 0.5, 0.25, 0.75), "ms"),
        Row("latency, 95th percentile", None, len(records), *quantiles(times, 0.95, 0.95, 0.95), "ms"),
    ]


def quantiles(values: Sequence[float], value: float, low: float, high: float) -> tuple[float, float, float]:
    """Three quantiles of some values."""
    return tuple(map(float, np.quantile(values, [value, low, high])))  # type: ignore[return-value]


def consistency(answerable: Sequence[Record]) -> Row:
    """Of the families with several wordings, those in which all of them get one outcome and one first place."""
    families: dict[str, list[Record]] = {}
    for record in answerable:
        families.setdefault(record.family, []).append(record)
    several = [records for records in families.values() if len(records) > 1]
    same = sum(len({(r.outcome, r.places[:1]) for r in records}) == 1 for records in several)
    return _counted("families answered alike", same, len(several))


def share(name: str, records: Sequence[Record], test: Test) -> Row:
    """How many of the records pass."""
    return _counted(name, sum(map(test, records)), len(records))


def share_of(name: str, values: Sequence[bool]) -> Row:
    """How many of the values hold."""
    return _counted(name, sum(values), len(values))


def mean(name: str, records: Sequence[Record], values: Sequence[float], unit: str = "") -> Row:
    """The mean of a value per record."""
    value = float(np.mean(values)) if values else 0.0
    return Row(name, None, len(values), value, *family_bootstrap([r.family for r in records], values), unit)


def _counted(name: str, k: int, n: int) -> Row:
    return Row(name, k, n, k / n if n else 0.0, *wilson(k, n))
