"""What is kept of an answer, of whom, for how long, and where."""

from __future__ import annotations

import csv
import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.errors import InputError, ServiceError
from app.feedback.entry import Entry, Place
from app.feedback.export import exported
from app.feedback.store import FeedbackStore
from app.schema import Answer, Citation

TODAY = date(2026, 11, 22)
QUESTION = "Hoe lang is het keurmerk geldig? Ik ben bereikbaar op 06-12345678."
CITED = Citation(1, "keurmerk", "texts/keurmerk.txt", "Titel", "Kop", 10, 20, "een citaat")
ANSWER = Answer("c1", QUESTION, "nl", "answered", "vijf jaar [1]", citations=(CITED,))


class Days:
    """A calendar that is moved by hand."""

    def __init__(self) -> None:
        self.today = TODAY

    def __call__(self) -> date:
        return self.today


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feedback.db"


@pytest.fixture
def store(path: Path, days: Days) -> Iterator[FeedbackStore]:
    opened = FeedbackStore(f"sqlite:///{path}", 30, days)
    yield opened
    opened.close()


def test_an_answer_leaves_how_it_ended_and_no_word_of_the_visitor(store: FeedbackStore, path: Path) -> None:
    assert store.record(ANSWER)
    place = Place("keurmerk", "Kop", 10, 20)
    assert [*store.entries()] == [Entry("answer", TODAY, "nl", "answered", "extractive", (place,))]
    assert "Hoe lang" not in path.read_bytes().decode("latin-1")


def test_an_opinion_keeps_the_question_only_with_consent_and_masked(store: FeedbackStore, path: Path) -> None:
    store.record(ANSWER, thumbs="down", reason=" te kort, mail jan@a.nl ")
    store.record(ANSWER, thumbs="up", consent=True)
    first, second = store.entries()
    assert (first.kind, first.thumbs, first.reason, first.question) == ("opinion", "down", "te kort, mail [e-mail]", "")
    assert (second.thumbs, second.question) == ("up", "Hoe lang is het keurmerk geldig? Ik ben bereikbaar op [nummer].")
    kept = path.read_bytes().decode("latin-1")
    assert "12345678" not in kept
    assert "jan@a.nl" not in kept


def test_a_long_reason_is_cut_and_half_a_character_taken(store: FeedbackStore) -> None:
    assert store.record(replace(ANSWER, question="a\ud800b\x00"), reason="x" * 600, consent=True)
    [entry] = store.entries()
    assert (len(entry.reason), entry.question) == (500, "a?b\x00")


def test_what_is_too_old_is_deleted_and_overwritten(store: FeedbackStore, path: Path, days: Days) -> None:
    store.record(replace(ANSWER, question="UNIEKEVRAAG"), consent=True)
    days.today += timedelta(days=29)
    store.record(ANSWER)
    assert store.purge() == 0
    assert "UNIEKEVRAAG" in path.read_bytes().decode("latin-1")
    days.today += timedelta(days=1)
    assert store.purge() == 1
    assert [entry.on for entry in store.entries()] == [TODAY + timedelta(days=29)]
    assert "UNIEKEVRAAG" not in path.read_bytes().decode("latin-1")


def test_the_days_are_kept_without_a_command_where_the_chat_is_used(store: FeedbackStore, days: Days) -> None:
    store.record(ANSWER)
    days.today += timedelta(days=30)
    store.record(ANSWER)
    assert [entry.on for entry in store.entries()] == [days.today]


def test_the_last_days_can_be_asked_for(store: FeedbackStore, days: Days) -> None:
    store.record(ANSWER)
    days.today += timedelta(days=1)
    store.record(ANSWER)
    assert [len([*store.entries(n)]) for n in (1, 2, None)] == [1, 2, 2]


def test_its_file_is_for_its_owner_alone_and_taken_up_again(store: FeedbackStore, path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    store.record(ANSWER)
    again = FeedbackStore(f"sqlite:///{path}", 30, Days())
    assert len([*again.entries()]) == 1
    again.close()


def test_a_database_that_fails_costs_no_answer_and_tells_nothing(
    store: FeedbackStore, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(path) as other:
        other.execute("DROP TABLE feedback")
    with caplog.at_level(logging.ERROR):
        assert not store.record(ANSWER, reason="GEHEIM", consent=True)
    assert "feedback is not kept" in caplog.text
    assert "GEHEIM" not in caplog.text
    assert "Hoe lang" not in caplog.text
    with pytest.raises(ServiceError, match="See that it is there"):
        [*store.entries()]
    with pytest.raises(ServiceError, match="See that it is there"):
        store.purge()
    other.close()


@pytest.mark.parametrize(
    ("url", "error", "message"),
    [
        ("feedback.db", InputError, "is no URL of a database"),
        ("nothing://a/b", InputError, "is no URL of a database"),
        ("sqlite://", InputError, "names no file"),
        ("sqlite:///:memory:", InputError, "names no file"),
        ("sqlite:////nowhere/at/all.db", ServiceError, "Make its folder"),
        ("postgresql+asyncpg://me:GEHEIM123@127.0.0.1:1/x", InputError, "asyncpg"),
    ],
)
def test_a_place_that_can_not_be_used_is_named_with_the_remedy(url: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message) as raised:
        FeedbackStore(url, 30)
    assert "GEHEIM123" not in str(raised.value)


def test_a_file_that_is_no_database_is_named(path: Path) -> None:
    path.write_text("no database at all, but long enough to look like one" * 100)
    with pytest.raises(ServiceError, match="database fails"):
        FeedbackStore(f"sqlite:///{path}", 30)


PLACES = (Place("keurmerk", "Kop", 10, 20), Place("rassen", "Kop", 1, 2))
ENTRIES = [
    Entry("answer", TODAY, "nl", "answered", "extractive", PLACES),
    Entry("opinion", TODAY, "en", "not_in_corpus", "extractive", (), "down", "=1+1", 'wat "kost" het,\nen nu?'),
]


def test_an_export_for_a_spreadsheet_starts_no_formula() -> None:
    first, second = csv.DictReader(io.StringIO(exported(ENTRIES, "csv")))
    assert (first["kind"], first["on"], first["places"]) == ("answer", "2026-11-22", "keurmerk:10-20 rassen:1-2")
    assert (first["thumbs"], first["question"]) == ("", "")
    assert (second["reason"], second["question"]) == ("'=1+1", 'wat "kost" het,\nen nu?')


def test_an_export_for_programs_holds_all() -> None:
    first, second = json.loads(exported(ENTRIES, "json"))
    assert first["places"][1] == {"document": "rassen", "section": "Kop", "start": 1, "end": 2}
    assert (second["on"], second["reason"], second["thumbs"]) == ("2026-11-22", "=1+1", "down")
