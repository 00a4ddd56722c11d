"""What the assistant knows is what its corpus says: change the real texts, and the answers change with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from app.bootstrap import build_assistant
from app.chain import Assistant
from app.embedding import SentenceEmbeddings
from ingest.build import Report, build
from ingest.load import accept
from tests.beekeepers import write_text
from tests.conftest import Place
from tests.letters import IDENTITY

OLD, NEW = "3 jaar", "7 jaar"
WORDINGS = 4  # of each entry of the bank: enough to find it by its first one, and trained in a tenth of the time


def question_for(assistant: Assistant, words: str) -> str:
    """The first curated question whose only evidence is a sentence with these words."""
    corpus = assistant.corpus
    return next(
        fact.questions[0] for fact in corpus.facts if len(fact.evidence) == 1 and words in corpus.text(fact.evidence[0])
    )


def shorten(questions: Path) -> None:
    """Leave the first few wordings of each entry."""
    bank = yaml.safe_load(questions.read_text(encoding="utf-8"))
    for entry in (*bank["facts"], *bank["unanswered"]):
        entry["questions"] = entry["questions"][:WORDINGS]
        entry.pop("questions_en", None)
    write_text(questions, yaml.safe_dump(bank, allow_unicode=True, sort_keys=False))


def edited(real_corpus: Path, folder: Path, *, with_questions: bool) -> Place:
    """A copy of the real corpus in which every "3 jaar" has become "7 jaar", the edit accepted."""
    place = Place(folder / "corpus", folder / "data")
    shutil.copytree(real_corpus, place.corpus)
    (place.corpus / "rules.yaml").unlink(missing_ok=True)  # rules are held to their quotes by tests of their own
    files = [*place.corpus.glob("texts/*.txt"), *([place.corpus / "questions.yaml"] if with_questions else [])]
    changed = 0
    for path in files:
        content = path.read_bytes().decode("utf-8")
        changed += content.count(OLD)
        path.chmod(0o644)
        write_text(path, content.replace(OLD, NEW))
    assert changed > 0
    shorten(place.corpus / "questions.yaml")
    assert accept(place.corpus)
    return place


@pytest.fixture(scope="module")
def rewritten(
    real_corpus: Path, tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings
) -> tuple[Assistant, Report]:
    """The assistant over the edited corpus, its quotes rewritten too."""
    place = edited(real_corpus, tmp_path_factory.mktemp("rewritten"), with_questions=True)
    report = build(place.corpus, place.data, IDENTITY, embeddings)
    return build_assistant(place.settings(), embeddings), report


@pytest.fixture(scope="module")
def left_behind(
    real_corpus: Path, tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings
) -> tuple[Assistant, Report]:
    """The assistant over the edited corpus, its quotes still those of the old texts."""
    place = edited(real_corpus, tmp_path_factory.mktemp("left"), with_questions=False)
    report = build(place.corpus, place.data, IDENTITY, embeddings)
    return build_assistant(place.settings(), embeddings), report


def test_an_edit_with_its_quotes_rewritten_is_answered_with_the_new_words(rewritten: tuple[Assistant, Report]) -> None:
    assistant, report = rewritten
    answer = assistant.answer(question_for(assistant, "7 jaar werkervaring"))
    assert report.warnings == []
    assert answer.outcome == "answered"
    assert "tenminste 7 jaar werkervaring" in answer.text
    assert any("tenminste 7 jaar werkervaring" in citation.quote for citation in answer.citations)


def test_the_old_words_are_nowhere_in_any_answer(rewritten: tuple[Assistant, Report]) -> None:
    assistant, _ = rewritten
    about_years = [
        fact.questions[0]
        for fact in assistant.corpus.facts
        if any(NEW in assistant.corpus.text(span) for span in fact.evidence)
    ]
    assert about_years
    for question in about_years:
        answer = assistant.answer(question)
        assert OLD not in answer.text
        assert not any(OLD in citation.quote for citation in answer.citations)


def test_an_edit_whose_quotes_were_not_rewritten_drops_them_by_name(left_behind: tuple[Assistant, Report]) -> None:
    assistant, report = left_behind
    assert report.warnings
    assert all(
        "is left out: its quote" in warning or "points to a nearby fact" in warning for warning in report.warnings
    )
    assert any("3 jaar werkervaring" in warning or "Voor het certificaat" in warning for warning in report.warnings)
    dropped = {warning.split(": ")[1].split(" is left out")[0] for warning in report.warnings if "left out" in warning}
    assert dropped.isdisjoint(fact.id for fact in assistant.corpus.facts)


def test_what_an_edit_did_not_touch_is_answered_as_before(left_behind: tuple[Assistant, Report]) -> None:
    assistant, _ = left_behind
    answer = assistant.answer(question_for(assistant, "ongeveer 15.000 loopbaanadviseurs"))
    assert any("ongeveer 15.000 loopbaanadviseurs" in citation.quote for citation in answer.citations)


def test_no_answer_after_an_edit_says_the_old_words(left_behind: tuple[Assistant, Report]) -> None:
    answer = left_behind[0].answer("Hoeveel jaar werkervaring heb ik nodig voor het certificaat?")
    assert OLD not in answer.text
