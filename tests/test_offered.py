"""What a visitor is offered to ask, of the real texts: questions that they answer, and first those of a candidate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.chain import Assistant
from app.corpus import Corpus
from app.eligibility.checker import EligibilityChecker
from app.eligibility.rules import load_rules
from ingest.build import read_corpus


@pytest.fixture(scope="module")
def corpus(real_corpus: Path) -> Corpus:
    return read_corpus(real_corpus)[0]


@pytest.fixture(scope="module")
def checker(real_corpus: Path, corpus: Corpus) -> EligibilityChecker:
    return EligibilityChecker.of(load_rules(real_corpus / "rules.yaml", corpus.documents))


def test_no_question_that_is_offered_asks_for_a_decision(corpus: Corpus, checker: EligibilityChecker) -> None:
    offered = [questions[0] for fact in corpus.facts for questions in (fact.questions, fact.questions_en) if questions]
    assert [question for question in offered if checker.kind_of(question, ())] == []


def test_the_examples_begin_with_what_the_rules_turn_on(
    assistant: Assistant, corpus: Corpus, checker: EligibilityChecker
) -> None:
    shown = replace(assistant, corpus=corpus, checker=checker).examples("nl")
    criteria = checker.rules.criteria
    facts = {fact.questions[0]: fact for fact in corpus.facts}
    assert len(set(shown)) == 6
    for question, criterion in zip(shown, criteria.values(), strict=False):
        assert any(
            span.document == criterion.document and span.start < criterion.end and criterion.start < span.end
            for span in facts[question].evidence
        ), question
