"""The screen about the assistant: its figures are those of the committed evaluation, and nothing else's."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from app.errors import CorpusError
from app.ui.about import about_html
from app.ui.about_texts import EN, NL, AboutTexts
from app.ui.figures import FILE, Figures, read_figures
from app.ui.options import NOTHING, Options
from tests.ui_fakes import FakeAssistant

COMMITTED = Path(__file__).resolve().parent.parent / FILE


@pytest.fixture(scope="module")
def figures() -> Figures:
    """What the last evaluation committed."""
    read = read_figures(COMMITTED)
    assert read
    return read


def test_the_figures_and_their_date_come_from_the_file(figures: Figures) -> None:
    shown = html.unescape(about_html(FakeAssistant(), "nl", Options(figures=figures)))
    assert str(figures.cases) in shown
    assert str(figures.made.year) in shown
    own = {figure.name: figure for figure in dict(figures.systems)["this program"]}
    for name, label in NL.figures.items():
        assert f"{label}: {own[name].value:.0%} ({own[name].k} van {own[name].n})" in shown
    changed = figures.model_copy(update={"cases": 7_777})
    assert "7777" in about_html(FakeAssistant(), "nl", Options(figures=changed))


def test_the_plot_is_drawn_to_scale_with_the_interval(figures: Figures) -> None:
    shown = about_html(FakeAssistant(), "en", Options(figures=figures))
    own = {figure.name: figure for figure in dict(figures.systems)["this program"]}
    first = own["answerable: fully right"]
    assert f'width="{100 * first.value:.1f}%"' in shown
    assert f'x1="{100 * first.low:.1f}%" x2="{100 * first.high:.1f}%"' in shown


@pytest.mark.parametrize("texts", [NL, EN])
def test_every_figure_and_system_has_words(figures: Figures, texts: AboutTexts) -> None:
    assert set(texts.systems) >= {name for name, _ in figures.systems}
    assert set(texts.figures) <= {figure.name for _, measured in figures.systems for figure in measured}


def test_without_figures_none_are_claimed() -> None:
    shown = about_html(FakeAssistant(), "nl", NOTHING)
    assert NL.unmeasured in shown
    assert "%" not in shown


def test_it_says_where_questions_go_and_whether_opinions_are_kept() -> None:
    assistant = FakeAssistant(can_check=False)
    assert NL.stays in about_html(assistant, "nl", NOTHING)
    assert NL.can_check not in about_html(assistant, "nl", NOTHING)
    assert NL.feedback not in about_html(assistant, "nl", NOTHING)
    assistant.sends_to = "models.example"
    shown = about_html(assistant, "nl", Options(on_feedback=lambda opinion: None))
    assert NL.leaves.format(host="models.example") in shown
    assert NL.stays not in shown
    assert NL.feedback in shown


@pytest.mark.parametrize("change", [{"made": "gisteren"}, {"cases": None}, {"extra": 1}])
def test_a_file_that_holds_something_else_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(json.loads(COMMITTED.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(CorpusError, match="make figures"):
        read_figures(path)


def test_no_file_is_no_figures(tmp_path: Path) -> None:
    assert read_figures(tmp_path / "figures.json") is None


def leaves(texts: AboutTexts) -> Iterator[tuple[str, str]]:
    for field in fields(texts):
        value = getattr(texts, field.name)
        parts = [value] if isinstance(value, str) else value.values() if isinstance(value, dict) else value
        yield from ((f"{field.name}{n}", part) for n, part in enumerate(parts))


def test_both_languages_say_everything_with_the_same_blanks() -> None:
    dutch, english = dict(leaves(NL)), dict(leaves(EN))
    assert dutch.keys() == english.keys()
    for name, said in dutch.items():
        assert said
        assert english[name]
        assert sorted(re.findall(r"{\w+}", said)) == sorted(re.findall(r"{\w+}", english[name])), name


def test_no_figure_stands_in_the_sentences() -> None:
    said = [said for texts in (NL, EN) for name, said in leaves(texts) if not name.startswith("explained")]
    assert not [one for one in said if re.search(r"\d", one)]
