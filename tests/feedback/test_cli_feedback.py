"""The commands for feedback: off unless a place is set, and what each prints or writes."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.bootstrap import build_assistant
from app.chain import Assistant
from app.cli import command
from app.embedding import SentenceEmbeddings
from app.feedback.store import FeedbackStore
from tests.beekeepers import Q_COSTS, Q_VALIDITY, VALIDITY
from tests.conftest import Place


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


@pytest.fixture
def kept(tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with an answer, a refusal with its question, and something of long ago."""
    path = tmp_path / "feedback.db"
    url = f"sqlite:///{path}"
    monkeypatch.setenv("CMI_FEEDBACK_URL", url)
    past = date.today() - timedelta(days=100)  # noqa: DTZ011 - as the store reckons
    for day, question, consent in ((past, Q_VALIDITY, True), (None, Q_VALIDITY, False), (None, Q_COSTS, True)):
        store = FeedbackStore(url, 1_000, (lambda day=day: day) if day else date.today)
        store.record(assistant.answer(question), consent=consent)
        store.close()
    return path


@pytest.mark.parametrize("arguments", [("feedback", "purge"), ("feedback", "export"), ("insights",)])
def test_where_nothing_is_kept_it_says_how_to_keep_it(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Set CMI_FEEDBACK_URL" in result.stderr


def test_purge_deletes_what_is_too_old(kept: Path) -> None:
    assert "1 entries older than 90 days are deleted." in run("feedback", "purge").stdout
    assert "0 entries" in run("feedback", "purge").stdout


def test_purge_follows_the_days_that_are_set(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMI_FEEDBACK_DAYS", "101")
    assert "0 entries older than 101 days" in run("feedback", "purge").stdout


def test_export_writes_csv_and_json(kept: Path, tmp_path: Path) -> None:
    rows = [*csv.DictReader(io.StringIO(run("feedback", "export").stdout))]
    assert [(row["outcome"], row["question"]) for row in rows] == [
        ("answered", Q_VALIDITY),
        ("answered", ""),
        ("not_in_corpus", Q_COSTS),
    ]
    file = tmp_path / "out.json"
    assert run("feedback", "export", "--format", "json", "--output", str(file)).exit_code == 0
    assert len(json.loads(file.read_text(encoding="utf-8"))) == 3


def test_export_to_where_nothing_can_be_written_says_so(kept: Path, tmp_path: Path) -> None:
    result = run("feedback", "export", "--output", str(tmp_path / "no" / "folder.csv"))
    assert result.exit_code == 4
    assert "Name another --output" in result.stderr


def test_insights_name_the_nearest_place_and_draft_an_entry(
    kept: Path, tmp_path: Path, built: Place, embeddings: SentenceEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli_feedback.build_assistant", partial(build_assistant, embeddings=embeddings))
    places = ("--corpus", str(built.corpus), "--data", str(built.data))
    result = run("insights", *places, "--days", "30", "--output", str(tmp_path / "out"), "--language", "en")
    assert result.exit_code == 0, result.output
    assert result.stdout.split() == [str(tmp_path / "out" / name) for name in ("insights.html", "insights.md")]
    text = (tmp_path / "out" / "insights.md").read_text(encoding="utf-8")
    assert VALIDITY in text
    assert Q_VALIDITY not in text, "who asked it agreed long ago, but not within these days"
    assert f'- "{Q_COSTS}"' in text
    assert "# nearest, under" in text
