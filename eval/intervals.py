"""How sure a figure is: intervals of shares and means, and tests between two of them. All of it is scipy's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import binomtest, bootstrap

LEVEL = 0.95
RESAMPLES = 2_000  # a percentile interval moves by less than 0.002 between seeds then
SEED = 20191


def wilson(k: int, n: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share k/n (E. B. Wilson, 1927); (0, 1) where n is 0."""
    if n == 0:
        return 0.0, 1.0
    interval = binomtest(k, n).proportion_ci(confidence_level=LEVEL, method="wilson")
    return float(interval.low), float(interval.high)


def family_bootstrap(
    families: Sequence[str], numerators: Sequence[float], denominators: Sequence[float] | None = None
) -> tuple[float, float]:
    """95% percentile interval of sum(numerators) / sum(denominators) by resampling families; by default of the mean.

    Paraphrases of one question aren't independent, so whole families are drawn. Under two families there is nothing to
    resample: the figure itself, twice. A resample in which the denominators are all 0 counts as 0.
    """
    below = [1.0] * len(families) if denominators is None else denominators
    names = sorted(set(families))
    rows = {name: np.zeros(2) for name in names}
    for family, above, under in zip(families, numerators, below, strict=True):
        rows[family] += (above, under)
    table = np.array([rows[name] for name in names]).reshape(-1, 2)
    if len(names) < 2:
        value = float(_ratio(table[:, 0], table[:, 1])) if names else 0.0
        return value, value
    found = bootstrap(
        (table[:, 0], table[:, 1]),
        _ratio,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided p of McNemar's test (1947): of the cases that only one run got right, is the split chance?"""
    pairs = only_first + only_second
    return float(binomtest(only_first, pairs, 0.5).pvalue) if pairs else 1.0


def chance_of_so_few(k: int, n: int, k_before: int, n_before: int) -> float:
    """The chance of k or fewer of n at the rate that was measured before (exact binomial, one-sided).

    The rate is taken as (k + 1/2) / (n + 1): a row without a miss hasn't proved that it can't miss.
    """
    return float(binomtest(k, n, (k_before + 0.5) / (n_before + 1), alternative="less").pvalue) if n else 1.0


def _ratio(numerators: Any, denominators: Any, axis: int = -1) -> Any:
    above, under = np.sum(numerators, axis=axis), np.sum(denominators, axis=axis)
    return np.divide(above, under, out=np.zeros_like(np.asarray(above, dtype=float)), where=np.asarray(under) > 0)
