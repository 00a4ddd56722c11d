"""`python -m app verify`: is this really in the texts?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from app.chain import Assistant
from app.cli import command
from app.gate.statements import StatementGate
from app.lexical import Analyzer
from app.verification import MOST_CHARACTERS, Verifier
from tests.beekeepers import HOURS, VALIDITY
from tests.conftest import Place


@pytest.fixture
def verify(built: Place, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Any:
    corpus = assistant.corpus
    light = Verifier(corpus, StatementGate.of(corpus, Analyzer(corpus.glossary)))
    monkeypatch.setattr("app.cli.build_verifier", lambda settings: light)
    monkeypatch.setattr("app.cli.build_assistant", lambda settings, chat: assistant)

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(
            command, ["verify", *arguments, "--corpus", str(built.corpus), "--data", str(built.data)]
        )

    return run


def test_a_quote_is_verified_with_its_place(verify: Any, built: Place) -> None:
    result = json.loads(verify("--quote", VALIDITY, "--json").stdout)
    citation = result["quote"]["citation"]
    stored = (built.corpus / citation["file"]).read_bytes().decode()
    assert stored[citation["start"] : citation["end"]] == citation["quote"] == VALIDITY
    assert (result["quote"]["verdict"], result["statement"]) == ("verified", None)
    assert set(result["quote"]) == {"verdict", "citation", "nearest", "difference"}


def test_an_altered_quote_is_told_readably(verify: Any) -> None:
    said = verify("--quote", VALIDITY.replace("vijf", "tien"))
    assert said.exit_code == 0
    assert 'altered\n    the quote says "tien", the source "vijf"' in said.stdout


@pytest.mark.parametrize(
    ("quote", "statement", "verdict"),
    [
        (VALIDITY, "Het keurmerk is 5 jaar geldig.", "supported"),
        (VALIDITY, "Het keurmerk is 3 jaar geldig.", "contradicted"),
        ("vijf jaar", "Het keurmerk is vijf jaar geldig.", "supported"),
        (HOURS, "Het keurmerk is vijf jaar geldig.", "contradicted"),
        (VALIDITY.replace("vijf", "drie"), "Het keurmerk is drie jaar geldig.", "unsupported"),
    ],
)
def test_a_statement_is_held_against_its_quote(verify: Any, quote: str, statement: str, verdict: str) -> None:
    result = json.loads(verify("--quote", quote, "--statement", statement, "--json").stdout)
    assert result["statement"]["verdict"] == verdict
    assert bool(result["statement"]["reasons"]) == (verdict != "supported")


def test_a_statement_alone_is_held_against_what_fits_it_best(verify: Any) -> None:
    result = json.loads(verify("--statement", "Het keurmerk is 5 jaar geldig.", "--json").stdout)
    assert (result["quote"], result["statement"]["verdict"]) == (None, "supported")


@pytest.mark.parametrize("arguments", [(), ("--quote", "x" * (MOST_CHARACTERS + 1))])
def test_what_can_not_be_verified_is_refused_with_the_remedy(verify: Any, arguments: tuple[str, ...]) -> None:
    said = verify(*arguments)
    assert said.exit_code == 2
    assert "Give" in said.stderr
