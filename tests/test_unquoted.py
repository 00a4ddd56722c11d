"""A text that is added speaks at once: it answers what was refused, stands beside what it contradicts, and no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.answering import phrases
from app.answering.unquoted import Unquoted
from app.bootstrap import build_assistant
from app.chain import Assistant
from app.corpus import Corpus
from app.embedding import SentenceEmbeddings
from app.retrieval import Retrieved
from app.schema import Answer, Claim
from ingest.build import Report, build
from ingest.load import accept
from ingest.unquoted import contradicted, heard
from tests import beekeepers
from tests.beekeepers import (
    BLACK,
    CARNICA,
    COUNT,
    EXPERIENCE,
    FOUNDED,
    HOURS,
    MERGED,
    Q_BREEDS,
    Q_COSTS,
    Q_COUNT,
    Q_GREETING,
    Q_HOURS,
    Q_ORIGIN,
    Q_VALIDITY,
    Q_VALIDITY_EN,
    Q_WEATHER,
    VALIDITY,
    WHY_NOT_COSTS,
    write_text,
)
from tests.conftest import Place
from tests.letters import IDENTITY

PRICE = "Een toets bij de vereniging kost 60 euro."
PREPAID = "De prijs van de toets wordt vooraf betaald."
OTHER_PRICE = "De toets bij de vereniging kost 85 euro."
OTHER_VALIDITY = "Het keurmerk is geldig voor zes jaar."
SOUP = "Een kom tomatensoep kost 7 euro en wordt warm opgediend met brood."
DOGS = "Honden zijn welkom in de kantine, mits aangelijnd."

FEES = f"Kosten van de toets\n\n{PRICE} {PREPAID}\n"
NEWER = f"Geldigheid van het keurmerk\n\n{OTHER_VALIDITY}\n"
ELSEWHERE = {"texts/soep.txt": f"Soep van de dag\n\n{SOUP}\n", "texts/honden.txt": f"Honden\n\n{DOGS}\n"}


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def opened(folder: Path, added: dict[str, str], embeddings: SentenceEmbeddings) -> tuple[Assistant, Report]:
    """The beekeepers' assistant with texts put beside theirs, no questions added."""
    place = Place(beekeepers.write_corpus(folder / "corpus"), folder / "data")
    for name, text in added.items():
        write_text(place.corpus / name, text)
    accept(place.corpus)
    report = build(place.corpus, place.data, IDENTITY, embeddings)
    return build_assistant(place.settings(), embeddings), report


@pytest.fixture(scope="module")
def fees(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> tuple[Assistant, Report]:
    return opened(tmp_path_factory.mktemp("fees"), {"texts/kosten.txt": FEES}, embeddings)


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Assistant:
    return opened(tmp_path_factory.mktemp("newer"), {"texts/geldig.txt": NEWER}, embeddings)[0]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> tuple[Assistant, Report]:
    return opened(tmp_path_factory.mktemp("elsewhere"), ELSEWHERE, embeddings)


# --- what was refused is answered


@pytest.mark.parametrize("question", [Q_COSTS, "Wat is de prijs van een toets?", "Hoe duur is de toets?"])
def test_a_text_that_is_added_answers_what_the_curated_questions_refuse(
    fees: tuple[Assistant, Report], assistant: Assistant, question: str
) -> None:
    assert assistant.answer(question).outcome == "not_in_corpus"
    answer = fees[0].answer(question)
    assert answer.outcome == "answered"
    assert quotes(answer) == [PRICE, PREPAID]
    assert {citation.file for citation in answer.citations} == {"texts/kosten.txt"}


def test_ingest_names_the_entry_that_a_text_contradicts_and_the_sentence_that_does(
    fees: tuple[Assistant, Report],
) -> None:
    (warning,) = fees[1].warnings
    assert "costs says that the texts don't answer" in warning
    assert "texts/kosten.txt" in warning
    assert PRICE in warning


def test_two_texts_that_answer_what_was_refused_are_both_quoted(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    added = {"texts/kosten.txt": FEES, "texts/prijs.txt": f"Prijs van de toets\n\n{OTHER_PRICE}\n"}
    assistant, _ = opened(tmp_path, added, embeddings)
    answer = assistant.answer(Q_COSTS)
    assert {PRICE, OTHER_PRICE} <= set(quotes(answer))


def test_what_no_curated_entry_is_about_is_answered_where_a_passage_uses_its_words(
    elsewhere: tuple[Assistant, Report],
) -> None:
    assert quotes(elsewhere[0].answer("Wat kost een kom tomatensoep?")) == [SOUP]
    assert quotes(elsewhere[0].answer("Zijn honden welkom in de kantine?")) == [DOGS]


# --- what was answered stays, and what the new text doesn't say is still refused


@pytest.mark.parametrize(
    ("question", "cited"),
    [(Q_COUNT, [COUNT]), (Q_HOURS, [HOURS]), (Q_BREEDS, [BLACK, CARNICA]), (Q_ORIGIN, [FOUNDED, MERGED])],
)
def test_other_answers_stay(
    fees: tuple[Assistant, Report], elsewhere: tuple[Assistant, Report], question: str, cited: list[str]
) -> None:
    assert quotes(fees[0].answer(question)) == cited
    assert quotes(elsewhere[0].answer(question)) == cited


@pytest.mark.parametrize("question", [Q_WEATHER, Q_GREETING, "Wie won de voetbalwedstrijd van gisteren?"])
def test_what_a_new_text_does_not_say_is_still_refused(fees: tuple[Assistant, Report], question: str) -> None:
    assert fees[0].answer(question).outcome == "out_of_scope"


def test_a_text_on_something_else_answers_no_refused_question_and_brings_no_warning(
    elsewhere: tuple[Assistant, Report],
) -> None:
    answer = elsewhere[0].answer(Q_COSTS)
    assert (answer.outcome, answer.text) == ("not_in_corpus", WHY_NOT_COSTS)
    assert elsewhere[1].warnings == []


# --- two texts that contradict each other


@pytest.mark.parametrize("question", [Q_VALIDITY, Q_VALIDITY_EN, "Na hoeveel tijd verloopt het keurmerk?"])
def test_a_sentence_that_says_another_thing_stands_beside_the_fact(newer: Assistant, question: str) -> None:
    assert quotes(newer.answer(question)) == [VALIDITY, OTHER_VALIDITY]


def test_the_dates_of_texts_that_are_quoted_together_are_told(newer: Assistant) -> None:
    undated = phrases.UNDATED
    assert f"Geldigheid van het keurmerk ({undated['nl']})" in newer.answer(Q_VALIDITY).note
    assert f"{beekeepers.MARK_TITLE} (ongedateerd)" in newer.answer(Q_VALIDITY).note
    assert f"Geldigheid van het keurmerk ({undated['en']})" in newer.answer(Q_VALIDITY, language="en").note


def test_an_answer_from_one_text_needs_no_dates(newer: Assistant) -> None:
    assert "Datum van" not in newer.answer(Q_COUNT).note


def test_a_part_of_a_wider_fact_is_contradicted_with_it(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    place = Place(beekeepers.write_corpus(tmp_path / "corpus"), tmp_path / "data")
    terms = f"""facts:
  - id: terms
    kind: list
    evidence: [{{quote: "{EXPERIENCE}"}}, {{quote: "{VALIDITY}"}}]
    questions: ["Welke termijnen gelden er allemaal?", "alle termijnen op een rij", "Som alle termijnen op."]
"""
    write_text(place.corpus / "questions.yaml", beekeepers.QUESTIONS.replace("facts:\n", terms, 1))
    write_text(place.corpus / "texts/geldig.txt", NEWER)
    accept(place.corpus)
    build(place.corpus, place.data, IDENTITY, embeddings)
    answer = build_assistant(place.settings(), embeddings).answer("Welke termijnen gelden er allemaal?")
    assert quotes(answer) == [EXPERIENCE, VALIDITY, OTHER_VALIDITY]


def test_two_facts_of_one_question_are_both_quoted_with_their_dates(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    place = Place(beekeepers.write_corpus(tmp_path / "corpus"), tmp_path / "data")
    asked = f'["{Q_VALIDITY}", "geldigheid keurmerk", "Na hoeveel tijd verloopt het keurmerk?"]'
    also = f'facts:\n  - id: newer\n    evidence: [{{quote: "{OTHER_VALIDITY}"}}]\n    questions: {asked}\n'
    write_text(place.corpus / "questions.yaml", beekeepers.QUESTIONS.replace("facts:\n", also, 1))
    write_text(place.corpus / "texts/geldig.txt", NEWER)
    accept(place.corpus)
    build(place.corpus, place.data, IDENTITY, embeddings)
    answer = build_assistant(place.settings(), embeddings).answer(Q_VALIDITY)
    assert set(quotes(answer)) == {VALIDITY, OTHER_VALIDITY}
    assert "Datum van de geciteerde teksten" in answer.note


def test_what_is_said_of_one_subject_is_not_set_beside_another(assistant: Assistant) -> None:
    """Both breeds are headings; here a sentence on the one claims, wrongly, the definition of the other."""
    bees = assistant.corpus
    carnica, black = (next(fact for fact in bees.facts if fact.id == name) for name in ("carnica", "black-bee"))
    asked = bees.facts.index(black)
    told = Unquoted(replace(bees, claims=(Claim(carnica.evidence[0], ((asked, 1.0),)),)), assistant.composer.vocabulary)
    scores = np.zeros(len(bees.entries), dtype=np.float32)
    scores[asked] = 10
    found = Retrieved((), scores)
    assert told.beside("Hoe ziet dat ras eruit?", found, asked) == ((carnica.evidence[0],),)
    assert told.beside("Wat verstaat men onder carnica of de zwarte bij?", found, asked) == ((carnica.evidence[0],),)
    assert told.beside("Wat verstaat men onder de zwarte bijen?", found, asked) == ()


# --- what is heard


def vectors(*rows: tuple[float, float]) -> NDArray[np.float32]:
    return np.array(rows, dtype=np.float32)


def test_a_text_is_heard_where_it_lies_on_the_subject(bees: Corpus) -> None:
    owners = list(range(len(bees.entries)))
    kinds = [entry.kind for entry in bees.entries]
    asked = vectors(*[(0.0, 1.0) if kind in ("off_topic", "small_talk") else (1.0, 0.0) for kind in kinds])
    many = owners * 20  # so many that what they leave out of a text that they quote counts as new
    on, off = (0.9, 0.1), (0.1, 0.9)
    assert heard(bees, many, np.tile(asked, (20, 1)), vectors(on, off, on)) == {"mark", "visit"}
    assert heard(bees, owners, asked, vectors(on, off, on)) == frozenset()


def test_nothing_is_heard_where_nothing_says_what_is_off_the_subject(bees: Corpus) -> None:
    ours = [n for n, entry in enumerate(bees.entries) if entry.kind not in ("off_topic", "small_talk")]
    assert heard(bees, ours, vectors(*[(1.0, 0.0)] * len(ours)), vectors((1, 0), (1, 0), (1, 0))) == frozenset()
    assert heard(bees, [], np.zeros((0, 2), dtype=np.float32), vectors((1, 0), (1, 0), (1, 0))) == frozenset()


def test_without_claims_nothing_is_contradicted(bees: Corpus) -> None:
    assert contradicted(bees) == []


def test_unquoted_are_the_sentences_that_no_fact_quotes(bees: Corpus) -> None:
    said = [bees.documents[unit.document].text[unit.start : unit.end] for unit in bees.unquoted]
    assert beekeepers.TITLE_EARNED in said
    assert not {COUNT, VALIDITY, HOURS, *beekeepers.TASKS} & set(said)
