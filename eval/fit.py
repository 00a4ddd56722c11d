"""Fits the coefficients of app/answerability.json: `python -m eval fit`.

Learns from the curated questions, each judged with itself left out, and from the dev cases; the threshold is the
quantile of the answerable dev cases that keeps all but MISSED of them. Test cases are never read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from app.answerability import FEATURES, Vocabulary, features
from app.chain import Assistant
from app.lexical import Analyzer
from eval.cases import Case

MISSED = 0.06
"""Share of answerable dev cases that the threshold gives up."""

DEV_WEIGHT = 20.0  # of a dev case: twenty times fewer than the curated questions, and the only ones truly unseen
FOLDS = 5


def fit(assistant: Assistant, dev: Sequence[Case], target: Path) -> dict[str, object]:
    """Fit, write the coefficients to `target`, and return what was written."""
    curated = list(_curated(assistant))
    cases = [(_signals(assistant, case.question), case.answerable) for case in dev]
    rows = np.array([signals for signals, _ in curated + cases])
    labels = np.array([label for _, label in curated + cases])
    weights = np.array([1.0] * len(curated) + [DEV_WEIGHT] * len(cases))
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    model.fit(rows, labels, logisticregression__sample_weight=weights)
    scaler, regression = model[0], model[1]
    coefficients = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - (scaler.mean_ * coefficients).sum())
    margins = np.array([sum(np.array(signals) * coefficients) + intercept for signals, label in cases if label])
    digest = hashlib.sha256("\n".join(sorted(case.id + case.question for case in dev)).encode()).hexdigest()
    written: dict[str, object] = {
        "coefficients": {name: round(float(c), 4) for name, c in zip(FEATURES, coefficients, strict=True)},
        "intercept": round(intercept, 4),
        "threshold": round(float(np.quantile(margins, MISSED)), 4),
        "fitted_on": {"curated": len(curated), "dev": len(cases), "dev_sha256": digest},
    }
    target.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return written


def _signals(assistant: Assistant, question: str) -> tuple[float, ...]:
    found = assistant.retriever.retrieve(question)
    composer = assistant.composer
    return features(question, found.scores.tolist(), composer.evidence, found.hits[0].score, composer.vocabulary)


def _curated(assistant: Assistant) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Every curated question with itself left out: of its entry's vectors, and of a fold of the vocabulary."""
    corpus, index = assistant.corpus, assistant.retriever.questions
    wordings = [(owner, question) for owner, entry in enumerate(corpus.entries) for question in entry.wordings]
    vocabularies = [_vocabulary_without(assistant, fold) for fold in range(FOLDS)]
    vectors = assistant.retriever.embeddings.questions([question for _, question in wordings])
    for row, ((owner, question), vector) in enumerate(zip(wordings, vectors, strict=True)):
        scores = index.scores(vector, without=row).tolist()
        hits = assistant.retriever.rank(question, vector, 1)
        vocabulary = vocabularies[row % FOLDS]
        signals = features(question, scores, assistant.composer.evidence, hits[0].score, vocabulary)
        yield signals, owner < len(corpus.facts)


def _vocabulary_without(assistant: Assistant, fold: int) -> Vocabulary:
    corpus = assistant.corpus
    facts, row = [], 0
    for fact in corpus.facts:
        kept = tuple(question for i, question in enumerate(fact.wordings, row) if i % FOLDS != fold)
        row += len(fact.wordings)
        facts.append(replace(fact, questions=kept, questions_en=()))
    texts = [document.text for document in corpus.documents.values()]
    return Vocabulary(texts, facts, assistant.composer.evidence, Analyzer(corpus.glossary))
