"""Softmax regression: rows and the class of each -> weights that give every class a score.

The same that scikit-learn's LogisticRegression minimizes, by the same method (L-BFGS from zero), in a third of its
time: in float32, by several threads, in blocks that stay in a core's own cache (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

SHARES = 4
"""Of the rows, each summed up by itself and then in order: so that the weights are the same on any number of cores."""

BLOCK = 256  # rows: times a thousand classes a megabyte, which is what a core's own cache holds

STEEPEST = (
    1e-4  # the largest slope at which it stops, as in scikit-learn; answerability.json was fitted to what it gives
)
MOST_STEPS = 300  # it settles in about forty


def fit(rows: Vectors, classes: NDArray[np.int32], looseness: float) -> tuple[Vectors, Vectors]:
    """Weights (columns of `rows`, classes) and bias (classes,) for classes 0..m-1, of which each has a row.

    `looseness` is the C of scikit-learn: the larger, the less large weights are held back; the bias never is.
    """
    from scipy.optimize import minimize

    shape = (rows.shape[1] + 1, int(classes.max()) + 1)
    shares = list(zip(np.array_split(rows, SHARES), np.array_split(classes, SHARES), strict=True))
    held_back = 1 / (looseness * len(rows))
    with ThreadPoolExecutor(SHARES) as threads:

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            weights = flat.reshape(shape)
            total, slope = _summed(threads, shares, weights.astype(np.float32))
            slope /= len(rows)
            slope[:-1] += held_back * weights[:-1]
            penalty = held_back / 2 * float(np.vdot(weights[:-1], weights[:-1]))
            return total / len(rows) + penalty, slope.ravel()

        options = {"maxiter": MOST_STEPS, "maxls": 50, "gtol": STEEPEST, "ftol": 64 * np.finfo(float).eps}
        found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options=options)
    weights = found.x.reshape(shape).astype(np.float32)
    return np.ascontiguousarray(weights[:-1]), weights[-1].copy()


def _summed(
    threads: Executor, shares: Sequence[tuple[Vectors, NDArray[np.int32]]], weights: Vectors
) -> tuple[float, NDArray[np.float64]]:
    """The loss of all rows, and its slope at the weights (their last line is the bias)."""
    losses, slopes = zip(*threads.map(lambda share: _share(share[0], share[1], weights), shares), strict=True)
    return sum(losses), np.sum(slopes, axis=0)


def _share(rows: Vectors, classes: NDArray[np.int32], weights: Vectors) -> tuple[float, NDArray[np.float64]]:
    """The same of some of the rows.

    The loss and the slope of the bias are summed in float64: the slopes of all classes' biases cancel out, nothing else
    holds them, and rounded to float32 they led the search elsewhere (21 of 667 cases to another answer).
    """
    loss, slope, of_bias = 0.0, np.zeros_like(weights[:-1]), np.zeros(weights.shape[1])
    for start in range(0, len(rows), BLOCK):
        block, own = rows[start : start + BLOCK], classes[start : start + BLOCK]
        places = np.arange(len(block))
        scores = block @ weights[:-1]
        scores += weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        of_own = scores[places, own]
        np.exp(scores, out=scores)
        odds = scores.sum(axis=1, keepdims=True)
        loss += float((np.log(odds[:, 0], dtype=np.float64) - of_own).sum())
        scores /= odds
        scores[places, own] -= 1
        slope += block.T @ scores
        of_bias += scores.sum(axis=0, dtype=np.float64)
    return loss, np.vstack([slope, of_bias])
