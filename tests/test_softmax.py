"""Softmax regression: the same as scikit-learn's, which is slower."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import app.softmax
from app.softmax import Vectors, fit


def sample(rows: int, classes: int) -> tuple[Vectors, np.ndarray[tuple[int], np.dtype[np.int32]]]:
    random = np.random.default_rng(5)
    owners = np.concatenate([np.arange(classes), random.integers(0, classes, rows - classes)]).astype(np.int32)
    centres = random.normal(size=(classes, 12))
    return (centres[owners] + random.normal(size=(rows, 12)) * 0.4).astype(np.float32), owners


@pytest.mark.parametrize(("rows", "classes"), [(3, 3), (40, 3), (700, 30), (1_500, 7)])
def test_scores_are_those_of_scikit_learn(rows: int, classes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.softmax, "STEEPEST", 1e-7)  # both go on to the same place, whatever their steps
    vectors, owners = sample(rows, classes)
    weights, bias = fit(vectors, owners, looseness=5.0)
    other = LogisticRegression(C=5.0, tol=1e-7, max_iter=2_000).fit(vectors.astype(np.float64), owners)
    np.testing.assert_allclose(vectors @ weights + bias, other.decision_function(vectors), atol=2e-2)


def test_two_classes_are_held_apart_alike() -> None:
    vectors, owners = sample(50, 2)
    weights, bias = fit(vectors, owners, looseness=5.0)
    np.testing.assert_allclose(weights[:, 0], -weights[:, 1], atol=1e-5)
    assert (np.argmax(vectors @ weights + bias, axis=1) == owners).all()


def test_the_same_rows_give_the_same_bits() -> None:
    vectors, owners = sample(700, 30)
    np.testing.assert_array_equal(fit(vectors, owners, 5.0)[0], fit(vectors, owners, 5.0)[0])


def test_without_columns_classes_are_told_apart_by_how_many_rows_they_have() -> None:
    _, bias = fit(np.zeros((10, 0), dtype=np.float32), np.array([0] * 8 + [1] * 2, dtype=np.int32), looseness=5.0)
    assert bias[0] - bias[1] == pytest.approx(np.log(4), abs=1e-3)
