"""No evaluation question stands in the question bank: what is measured must not have been learnt by heart."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from app.corpus import Corpus
from app.folding import folded, without_marks
from eval.cases import Case, load_all
from ingest.build import read_corpus

TOO_ALIKE = 0.8
"""Jaccard similarity of two questions' runs of three letters: above it one is the other with a word moved or misspelt."""


def normalised(question: str) -> str:
    """A question without case, marks, punctuation and doubled blanks."""
    return " ".join(re.findall(r"\w+", without_marks(folded(question))))


def too_alike(asked: list[str], known: list[str]) -> list[tuple[int, int]]:
    """Pairs of positions whose questions are equal or share most of their runs of three letters."""
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(3, 3), binary=True, dtype=np.int32)
    bank = vectorizer.fit_transform(map(normalised, [*known, *asked]))
    rows, bank = bank[len(known) :], bank[: len(known)]
    common = (rows @ bank.T).tocoo()  # only the pairs that share anything
    sizes, bank_sizes = np.asarray(rows.sum(axis=1)).ravel(), np.asarray(bank.sum(axis=1)).ravel()
    alike = common.data / (sizes[common.row] + bank_sizes[common.col] - common.data)
    return [(int(common.row[i]), int(common.col[i])) for i in np.flatnonzero(alike >= TOO_ALIKE)]


@pytest.fixture(scope="module")
def corpus(real_corpus: Path) -> Corpus:
    return read_corpus(real_corpus)[0]


@pytest.fixture(scope="module")
def cases(corpus: Corpus) -> list[Case]:
    """All but the cases that the rules decide: these don't come near the bank."""
    return [case for case in load_all(corpus) if case.kind != "eligibility"]


def test_no_evaluation_question_stands_in_the_bank(corpus: Corpus, cases: list[Case]) -> None:
    known = [question for entry in corpus.entries for question in entry.wordings]
    asked = [(case.id, turn) for case in cases for turn in case.turns[-1:]]
    pairs = too_alike([turn for _, turn in asked], known)
    offenders = [f"{asked[i][0]}: {asked[i][1]!r} is near {known[j]!r}" for i, j in pairs]
    assert offenders == []


@pytest.mark.parametrize(
    ("asked", "known", "alike"),
    [
        ("Hoe lang is het geldig?", "hoe lang is het  geldig", True),
        ("Hoe lang is het certificaat geldig?", "Hoe lang is het certificaat dan geldig?", True),
        ("Hoe lang is het geldig?", "Wat kost het?", False),
    ],
)
def test_questions_that_are_too_alike_are_seen(asked: str, known: str, alike: bool) -> None:
    assert bool(too_alike([asked], [known])) == alike
