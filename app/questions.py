"""Question against question: which curated entry does a question ask for?

Vectors of short questions differ more by wording than by what is asked. The curated wordings of one entry show what
mere wording does, so the space is whitened by their within-entry covariance (WCCN: Hatch, Kajarekar and Stolcke,
"Within-class covariance normalization for SVM-based speaker recognition", 2006), shrunk towards the identity.

An entry is a Fact or an Unanswered; entries are numbered, facts first. A few thousand questions are one exact matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

FILE = "questions.npz"

SHRINKAGE = 0.6
"""Share of the identity in the covariance. Five-fold on the curated questions: entry right for 0.59 at 0.1, 0.60 at
0.3, 0.61 at 0.6, falling from 0.8 on; without whitening 0.51."""

NEAREST = 3
"""Wordings of an entry whose similarity is averaged: 1, 2, 3, 4, 5 gave 0.62, 0.65, 0.68, 0.68, 0.67."""

ENOUGH_TO_WHITEN = 200  # questions: with fewer than about half the dimensions, the covariance is mostly noise


@dataclass(frozen=True)
class QuestionIndex:
    """The curated questions as vectors.

    `mean` (d,), `whitening` (d, d): question vector -> (v - mean) @ whitening, made unit length.
    `vectors` (n, d) so treated, sorted by `owners` (n,), the entry each belongs to.
    `prototypes` (m, d): the unit mean of each entry's vectors.
    """

    mean: Vectors
    whitening: Vectors
    vectors: Vectors
    owners: NDArray[np.int32]
    prototypes: Vectors

    @classmethod
    def build(cls, vectors: Vectors, owners: Sequence[int]) -> QuestionIndex:
        """From one row per question (unit length) and the entry each belongs to (0..m-1, every one present)."""
        order = np.argsort(np.asarray(owners, dtype=np.int32), kind="stable")
        sorted_owners = np.asarray(owners, dtype=np.int32)[order]
        rows = np.asarray(vectors, dtype=np.float32)[order]
        mean = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], dtype=np.float32)
        whitening = _whitening(rows, sorted_owners)
        treated = _unit((rows - mean) @ whitening)
        count = int(sorted_owners.max()) + 1 if len(sorted_owners) else 0
        prototypes = _unit(
            np.stack([treated[sorted_owners == owner].mean(axis=0) for owner in range(count)])
            if count
            else np.zeros((0, rows.shape[1]), dtype=np.float32)
        )
        return cls(mean, whitening, treated, sorted_owners, prototypes)

    def scores(self, vector: Vectors, without: int | None = None) -> Vectors:
        """For every entry how well the question fits it, -2..2: mean of its nearest wordings plus its prototype.

        `without` leaves one row out (its position in `vectors`), for fitting on the curated questions themselves.
        """
        if not len(self.owners):
            return np.zeros(0, dtype=np.float32)
        centred: Vectors = np.asarray(vector - self.mean, dtype=np.float32)
        treated = _unit((centred @ self.whitening)[None, :])[0]
        similarities = self.vectors @ treated
        prototypes = self.prototypes @ treated
        if without is not None:
            similarities[without] = -1.0
            owner = self.owners[without]
            own = (self.owners == owner) & (np.arange(len(self.owners)) != without)
            if own.any():
                prototypes[owner] = float(_unit(self.vectors[own].mean(axis=0)[None, :])[0] @ treated)
        fits: Vectors = self._nearest_mean(similarities) + prototypes
        return fits

    def _nearest_mean(self, similarities: Vectors) -> Vectors:
        starts = np.searchsorted(self.owners, np.arange(len(self.prototypes)))
        sizes = np.diff(np.append(starts, len(self.owners)))
        padded = np.full((len(starts), int(sizes.max())), -np.inf, dtype=np.float32)
        padded[self.owners, np.arange(len(self.owners)) - starts[self.owners]] = similarities
        k = min(NEAREST, padded.shape[1])
        nearest = -np.partition(-padded, k - 1, axis=1)[:, :k]
        real = np.isfinite(nearest)
        means: Vectors = np.where(real, nearest, 0).sum(axis=1) / np.maximum(real.sum(axis=1), 1)
        return means

    def save(self, folder: Path) -> None:
        """Write the matrix into a folder."""
        np.savez(
            folder / FILE,
            mean=self.mean,
            whitening=self.whitening,
            vectors=self.vectors,
            owners=self.owners,
            prototypes=self.prototypes,
        )

    @classmethod
    def load(cls, folder: Path) -> QuestionIndex:
        """Read what `save` wrote; the index's seal has already proved it whole."""
        with np.load(folder / FILE, allow_pickle=False) as stored:
            return cls(**{name: stored[name] for name in ("mean", "whitening", "vectors", "owners", "prototypes")})


def _whitening(rows: Vectors, owners: NDArray[np.int32]) -> Vectors:
    dimensions = rows.shape[1]
    identity = np.eye(dimensions, dtype=np.float32)
    if len(rows) < ENOUGH_TO_WHITEN:
        return identity
    within = np.zeros((dimensions, dimensions), dtype=np.float64)
    for owner in np.unique(owners):
        centred = rows[owners == owner] - rows[owners == owner].mean(axis=0)
        within += centred.T @ centred
    within /= len(rows)
    scale = np.trace(within) / dimensions
    shrunk = (1 - SHRINKAGE) * within + SHRINKAGE * scale * identity
    whitening: Vectors = np.linalg.cholesky(np.linalg.inv(shrunk)).astype(np.float32)
    return whitening


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)
    return unit
