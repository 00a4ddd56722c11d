"""Altered questions, altered texts, mutants, parts left out: each alteration on words whose outcome is plain."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.chain import Assistant
from app.corpus import Corpus
from app.embedding import SentenceEmbeddings
from app.errors import InputError
from app.schema import Span
from eval import faithfulness, mutants, robustness
from eval.ablate import CONTROL, VARIANTS, as_markdown, changes, variants
from eval.altered import beside, opened, other_names, other_numbers, other_years, rewritten, without
from eval.baselines import by_meaning, by_words, fitted_threshold, opening, quoting, refusal
from eval.caching import CachedEmbeddings
from eval.cases import Case, load_cases
from eval.distractors import distractors
from eval.fit import design, fits_on, solve
from eval.run import assistant_system, run
from eval.signals import margin
from eval.words import corpus_names, next_in, shifted_number
from tests.beekeepers import MARK, Q_COSTS, Q_VALIDITY, VALIDITY, write_text
from tests.conftest import Place

PLACE = Span("mark", MARK.index(VALIDITY), MARK.index(VALIDITY) + len(VALIDITY))
LOT = random.Random(1)


@pytest.fixture(scope="module")
def cached(embeddings: SentenceEmbeddings) -> CachedEmbeddings:
    return CachedEmbeddings(embeddings)


@pytest.fixture(scope="module")
def cases(bees: Corpus, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """Families that all lie on dev, so that something can be fitted on them."""
    content = "split: dev\ncases:\n" + "".join(
        f'  - {{id: {name}, family: {name}, kind: {kind}, question: "{question}"{more}}}\n'
        for name, kind, question, more in (
            ("c1", "fact", Q_VALIDITY, f', evidence: [["{VALIDITY}"]], nuggets: ["vijf|negen"]'),
            ("c2", "near_miss", Q_COSTS, ""),
        )
    )
    return load_cases(write_text(tmp_path_factory.mktemp("cases") / "bees.yaml", content), bees)


# --- words


@pytest.mark.parametrize(("digits", "other"), [("3", "4"), ("9", "1"), ("15.000", "25.000"), ("17024", "27024")])
def test_a_number_becomes_another_in_the_same_spelling(digits: str, other: str) -> None:
    assert shifted_number(digits) == other


def test_the_word_after_the_last_is_the_first() -> None:
    assert [next_in(("a", "b"), word) for word in ("a", "B")] == ["b", "a"]


def test_names_are_acronyms_and_words_with_a_capital_in_a_sentence(bees: Corpus) -> None:
    assert {"EI", "BIJ", "EU", "Honingraat", "Erkend", "Imker"} <= set(corpus_names(bees))
    assert "In" not in corpus_names(bees)


# --- questions put otherwise


@pytest.mark.parametrize(
    ("alteration", "question", "altered"),
    [
        (robustness.no_diacritics, "Wat is reïntegratie?", "Wat is reintegratie?"),
        (robustness.no_punctuation, 'Zo\'n e-mail, ja: "wat" (nu)?', "Zo'n e-mail ja wat nu"),
        (robustness.upper_case, "wat is dat?", "WAT IS DAT?"),
    ],
)
def test_what_an_alteration_does(alteration: robustness.Alteration, question: str, altered: str) -> None:
    assert alteration(question, LOT) == altered


def test_a_typo_is_one_letter_in_one_word_of_six() -> None:
    question = "Hoeveel imkers houden er bijen"
    mistyped = robustness.typos(question, random.Random(3))
    assert sum(a != b for a, b in zip(question.split(), mistyped.split(), strict=True)) <= 1
    assert robustness.typos("Wat is dat nu", LOT) == "Wat is dat nu"


def test_padding_speaks_the_questions_language() -> None:
    assert robustness.polite("What is the price?", LOT).startswith("Good afternoon")
    assert robustness.with_a_story("Wat is de prijs?", LOT).endswith("Wat is de prijs?")


def test_the_same_case_is_altered_alike_every_time(cases: list[Case]) -> None:
    for name, alteration in robustness.ALTERATIONS.items():
        assert robustness.altered(cases[0], name, alteration) == robustness.altered(cases[0], name, alteration)


def test_answers_that_stay_the_same_are_counted(assistant: Assistant, cases: list[Case]) -> None:
    rows, _ = robustness.measure(assistant, cases)
    counted = {row.name: (row.k, row.n) for row in rows}
    assert counted["upper case: same answer"] == (2, 2)
    assert counted["no diacritics: same answer"] == (0, 0)


# --- altered texts


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("3 jaar", "7 jaar"),
        ("Drie jaar, drie keer", "Zeven jaar, zeven keer"),
        ("ongeveer 15.000", "ongeveer 25.000"),
        ("in 2016 of 44%", "in 2016 of 54%"),
        ("een jaar", "een jaar"),
    ],
)
def test_numbers_become_others_alike_in_digits_and_words(text: str, other: str) -> None:
    assert other_numbers(text) == other


def test_years_become_others() -> None:
    assert other_years("In 1987 en 2003, norm 301") == "In 1990 en 2006, norm 301"


def test_names_become_invented_ones_and_each_its_own(bees: Corpus) -> None:
    rewrite = other_names(bees)
    invented = [rewrite(name) for name in corpus_names(bees)]
    assert len(set(invented)) == len(invented)
    assert set(invented).isdisjoint(corpus_names(bees))


def test_an_altered_corpus_is_answered_with_its_own_words(built: Place, cached: CachedEmbeddings) -> None:
    with opened(lambda folder: rewritten(built.corpus, folder, other_numbers), built.settings(), cached) as altered:
        answer = altered.answer(Q_VALIDITY)
    assert "negen jaar" in answer.text
    assert "vijf jaar" not in answer.text


def test_a_deleted_sentence_is_quoted_no_more(built: Place, bees: Corpus, cached: CachedEmbeddings) -> None:
    with opened(lambda folder: without(built.corpus, folder, bees, [PLACE]), built.settings(), cached) as altered:
        assert "validity" not in {fact.id for fact in altered.corpus.facts}
        assert VALIDITY not in altered.answer(Q_VALIDITY).text


def test_texts_beside_are_part_of_the_corpus(built: Place, cached: CachedEmbeddings) -> None:
    texts = distractors(2)
    with opened(lambda folder: beside(built.corpus, folder, texts), built.settings(), cached) as altered:
        assert len(altered.documents) == 3 + 2
        assert VALIDITY in altered.answer(Q_VALIDITY).text


def test_distractors_are_the_same_for_the_same_seed() -> None:
    assert distractors(5) == distractors(5) != distractors(5, seed=1)
    assert len(set(distractors(200).values())) == 200


def test_following_is_counted_over_the_cases_that_come_out_right(
    assistant: Assistant, built: Place, cached: CachedEmbeddings, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faithfulness, "DISTRACTORS", 2)
    rows, _ = faithfulness.measure(faithfulness.Probe.of(assistant, cases, built.settings(), cached))
    counted = {row.name: (row.k, row.n) for row in rows}
    assert counted["other numbers: the answer follows"] == (1, 1)
    assert counted["other years: the answer follows"] == (0, 0)
    assert counted["sentence deleted: refused, or nothing said of it"] == (1, 1)
    assert counted["2 texts beside: same answer"][1] == 2


# --- mutants


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("number", "Het keurmerk is geldig voor zes jaar."),
        ("negation", "Het keurmerk is niet geldig voor vijf jaar."),
        ("direction", "Het keurmerk is geldig na vijf jaar."),
    ],
)
def test_a_mutant_is_the_sentence_with_one_word_changed(bees: Corpus, kind: str, changed: str) -> None:
    assert mutants.Mutant(kind, changed) in list(mutants.mutants(VALIDITY, mutants.rules_of(bees)))


def test_every_mutant_is_rejected_and_every_true_statement_let_through(bees: Corpus) -> None:
    rows, through = mutants.measure(bees, [fact.evidence for fact in bees.facts])
    assert through == []
    assert len(rows) >= 6
    assert all(row.k == row.n > 0 for row in rows)


# --- parts left out, and simpler systems


def test_every_part_can_be_left_out(assistant: Assistant, cases: list[Case]) -> None:
    runs = [(name, run(assistant_system(part), cases, assistant.corpus)) for name, part in variants(assistant, cases)]
    assert [name for name, _ in runs] == list(VARIANTS)
    table = as_markdown(changes(runs)).splitlines()
    assert table[2].startswith(f"| {CONTROL} | 2/2 (+0, p 1.000) |")
    assert len(table) == 2 + len(VARIANTS)


def test_a_part_that_is_none_is_refused(assistant: Assistant, cases: list[Case]) -> None:
    with pytest.raises(InputError, match="no part 'nothing at all'"):
        list(variants(assistant, cases, ["nothing at all"]))


def test_a_signal_left_out_weighs_nothing(assistant: Assistant, cases: list[Case]) -> None:
    learnt = design(assistant, fits_on(cases))
    weights = solve(learnt, without=["coverage"])
    assert weights.coefficients[4] == 0.0
    assert weights.coefficients[0] != 0.0


def test_held_out_entries_are_not_learnt_from(assistant: Assistant, cases: list[Case], bees: Corpus) -> None:
    fewer = design(assistant, cases, held_out=["count"])
    count = next(fact for fact in bees.facts if fact.id == "count")
    assert len(design(assistant, cases).signals) - len(fewer.signals) == len(count.wordings)


def test_what_is_refused_has_a_margin_below_zero(assistant: Assistant, cases: list[Case]) -> None:
    assert [margin(assistant, case) >= 0 for case in cases] == [True, False]


def test_simpler_systems_quote_their_best_place(assistant: Assistant, bees: Corpus, cases: list[Case]) -> None:
    for search in (by_words(bees), by_meaning(assistant)):
        answer = quoting(search, bees)(cases[0])
        assert [citation.quote for citation in answer.citations] == [VALIDITY]
    assert len(quoting(opening(assistant), bees, 2)(cases[0]).citations) == 2
    assert refusal(cases[0]).outcome == "not_in_corpus"


def test_a_threshold_is_fitted_to_what_it_makes_right(bees: Corpus, cases: list[Case]) -> None:
    search = by_words(bees)
    threshold = fitted_threshold(search, bees, cases)
    answers = [quoting(search, bees, threshold=threshold)(case).outcome for case in cases]
    assert answers[0] == "answered"
    assert quoting(search, bees, threshold=1e9)(cases[0]).outcome == "not_in_corpus"


def test_what_was_embedded_is_remembered(embeddings: SentenceEmbeddings) -> None:
    class Counting(SentenceEmbeddings):
        asked = 0

        def questions(self, texts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            Counting.asked += len(texts)
            return super().questions(texts)

    cached = CachedEmbeddings(Counting(embeddings._model, embeddings.identity))
    first = cached.questions(["a", "b", "a"])
    assert Counting.asked == 2
    assert (cached.questions(["b", "a"]) == first[[1, 0]]).all()
    assert Counting.asked == 2
    assert cached.questions([]).shape == (0, cached.dimensions)
    assert cached.embed_query("a") == embeddings.embed_query("a")


def test_a_run_tells_its_progress(assistant: Assistant, cases: list[Case]) -> None:
    told: list[int] = []
    run(assistant_system(assistant), cases, assistant.corpus, lambda: told.append(1))
    assert len(told) == len(cases)


def test_the_altered_copy_leaves_the_source_alone(built: Place, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in built.corpus.rglob("*") if path.is_file()}
    rewritten(built.corpus, tmp_path / "copy", other_numbers)
    assert {path.name: path.read_bytes() for path in built.corpus.rglob("*") if path.is_file()} == before
