"""Do the texts answer this? What the signals mean, and which way they pull; the weights themselves are data."""

from __future__ import annotations

import math

import pytest

from app.answerability import FEATURES, Vocabulary, Weights, features, fitted_weights, misfit, nearest_unanswered
from app.corpus import Corpus
from app.lexical import Analyzer
from tests.beekeepers import Q_VALIDITY


@pytest.fixture(scope="module")
def evidence(bees: Corpus) -> list[str]:
    return ["\n".join(bees.text(span) for span in fact.evidence) for fact in bees.facts]


@pytest.fixture(scope="module")
def vocabulary(bees: Corpus, evidence: list[str]) -> Vocabulary:
    texts = [document.text for document in bees.documents.values()]
    return Vocabulary(texts, bees.facts, evidence, Analyzer(bees.glossary))


def fact_number(bees: Corpus, name: str) -> int:
    return next(i for i, fact in enumerate(bees.facts) if fact.id == name)


# --- words


@pytest.mark.parametrize(
    "question",
    [
        "Hoe lang is het keurmerk geldig?",
        "kleding zonder wol",  # in the texts, though no question asks for it
        "imkerervaring",  # a compound of known words
        "ervarring met eigen volken",  # a misspelling
        "karnica",  # a spelling of the glossary
        "",
    ],
)
def test_nothing_in_this_question_is_unknown(vocabulary: Vocabulary, question: str) -> None:
    assert vocabulary.unknown(question) == []
    assert vocabulary.unknown_share(question) == 0.0


@pytest.mark.parametrize("word", ["motorfiets", "Amsterdam", "hypotheek"])
def test_a_word_that_no_text_knows_is_unknown(vocabulary: Vocabulary, word: str) -> None:
    assert len(vocabulary.unknown(f"Heeft de vereniging een {word}?")) == 1


def test_the_more_of_a_question_is_unknown_the_larger_its_share(vocabulary: Vocabulary) -> None:
    shares = [
        vocabulary.unknown_share(question)
        for question in ("het keurmerk", "het keurmerk en hypotheek", "hypotheek en motorfiets", "hypotheek motorfiets")
    ]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0


def test_a_rare_word_covers_more_than_a_common_one(bees: Corpus, vocabulary: Vocabulary) -> None:
    carnica = fact_number(bees, "carnica")
    assert vocabulary.coverage("carnica voorjaar", carnica) > vocabulary.coverage("de voorjaar", carnica)


def test_a_question_made_of_a_facts_own_words_is_covered_wholly(bees: Corpus, vocabulary: Vocabulary) -> None:
    assert vocabulary.coverage(Q_VALIDITY, fact_number(bees, "validity")) == pytest.approx(1.0)


def test_a_question_without_words_is_covered_by_nothing(vocabulary: Vocabulary) -> None:
    assert vocabulary.coverage("?!", 0) == 0.0


def test_a_vocabulary_of_nothing_knows_nothing() -> None:
    empty = Vocabulary([], [], [], Analyzer({}))
    assert empty.unknown("keurmerk") == ["keurmerk"]


# --- signals


def test_there_is_one_signal_per_feature(bees: Corpus, evidence: list[str], vocabulary: Vocabulary) -> None:
    scores = [0.0] * (len(bees.facts) + len(bees.unanswered))
    signals = features(Q_VALIDITY, scores, evidence, vocabulary)
    assert len(signals) == len(FEATURES)
    assert all(math.isfinite(signal) for signal in signals)


def test_signals_are_the_best_answerable_and_the_best_unanswerable_entry(
    bees: Corpus, evidence: list[str], vocabulary: Vocabulary
) -> None:
    scores = [0.1] * len(bees.facts) + [0.2] * len(bees.unanswered)
    scores[3], scores[-1], scores[-2] = 1.5, 0.9, 0.7
    signals = dict(zip(FEATURES, features(Q_VALIDITY, scores, evidence, vocabulary), strict=True))
    assert (signals["fact"], signals["unanswered"]) == (1.5, 0.9)
    assert signals["neighbours"] == pytest.approx((0.9 + 0.7 + 0.2) / 3)


def test_without_unanswerable_entries_none_can_fit(bees: Corpus, evidence: list[str], vocabulary: Vocabulary) -> None:
    signals = features(Q_VALIDITY, [1.0] * len(bees.facts), evidence, vocabulary)
    assert dict(zip(FEATURES, signals, strict=True))["unanswered"] == -2.0


@pytest.mark.parametrize(
    ("question", "evidence", "misses"),
    [
        ("Hoeveel imkers zijn er?", "Er zijn 15.000 imkers.", False),
        ("Hoeveel imkers zijn er?", "Er zijn vijf imkers.", False),
        ("Hoeveel imkers zijn er?", "Er zijn imkers.", True),
        ("Hoeveel imkers waren er?", "De vereniging is van 1987.", True),  # a year is no amount
        ("Wanneer werd zij opgericht?", "Zij werd in 1987 opgericht.", False),
        ("Wanneer werd zij opgericht?", "Zij werd opgericht door een imker.", True),
        ("Wat kost de toets?", "De toets duurt lang.", True),
        ("Wat doet een imker?", "Hij slingert honing.", False),
    ],
)
def test_evidence_that_lacks_the_kind_of_thing_asked_for_misses(question: str, evidence: str, misses: bool) -> None:
    assert misfit(question, evidence) == float(misses)


def test_a_miss_of_the_best_facts_evidence_is_a_signal(
    bees: Corpus, evidence: list[str], vocabulary: Vocabulary
) -> None:
    scores = [0.0] * len(bees.facts)
    scores[fact_number(bees, "black-bee")] = 2.0
    signals = features("Hoeveel zwarte bijen zijn er?", scores, evidence, vocabulary)
    assert dict(zip(FEATURES, signals, strict=True))["misfit"] == 1.0


def test_the_entry_that_says_why_not_is_the_one_that_fits_best(bees: Corpus) -> None:
    scores = [2.0] * len(bees.facts) + [0.1, 0.7, 0.3]
    nearest = nearest_unanswered(scores, len(bees.facts), bees.unanswered)
    assert nearest is not None
    assert nearest.id == "weather"


def test_without_unanswerable_entries_nothing_says_why_not(bees: Corpus) -> None:
    assert nearest_unanswered([1.0], 1, ()) is None


# --- weights


def test_the_margin_is_the_weighted_sum_over_the_threshold() -> None:
    weights = Weights(coefficients=(2.0, -1.0), intercept=0.5, threshold=1.0)
    assert weights.margin((1.0, 0.25)) == pytest.approx(2.0 - 0.25 + 0.5 - 1.0)


@pytest.mark.parametrize(("feature", "sign"), [("fact", 1), ("unanswered", -1), ("unknown", -1), ("coverage", 1)])
def test_the_fitted_weights_pull_the_way_that_the_signal_means(feature: str, sign: int) -> None:
    assert fitted_weights().coefficients[FEATURES.index(feature)] * sign > 0


def test_shared_is_the_share_of_rare_words_that_a_text_uses(vocabulary: Vocabulary) -> None:
    question = "Wat kost een kom tomatensoep?"
    assert vocabulary.shared(question, question) == pytest.approx(1.0)
    assert vocabulary.shared(question, "tomatensoep") > vocabulary.shared(question, "wat") > 0.0
    assert vocabulary.shared("?", question) == 0.0
