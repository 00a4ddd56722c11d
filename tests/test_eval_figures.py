"""From cases to figures: runs, intervals, the table, the gate, the comparison of two runs, the README's table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.chain import Assistant
from app.corpus import Corpus
from app.errors import InputError
from app.settings import ROOT
from eval import gate, publish, report
from eval.cases import Case, load_cases
from eval.compare import compare
from eval.figures import F1, Row, consistency, headline, mean, per_kind, rows
from eval.held_out import load_held_out
from eval.intervals import chance_of_so_few, family_bootstrap, mcnemar, wilson
from eval.risk import of_assistant, risk_coverage
from eval.run import Record, assistant_system, read_records, run
from eval.variants import trained, without_unanswered, wordings
from ingest.build import read_corpus
from tests.beekeepers import Q_COSTS, Q_VALIDITY, Q_WEATHER, VALIDITY, write_text

CASES = f"""
- {{id: c1, family: validity, kind: fact, question: "{Q_VALIDITY}", evidence: [["{VALIDITY}"]], nuggets: [vijf]}}
- {{id: c2, family: validity, kind: fact, question: "Na hoeveel jaar is het verlopen?", evidence: [["{VALIDITY}"]]}}
- {{id: c3, family: costs, kind: near_miss, question: "{Q_COSTS}"}}
- {{id: c4, family: weather, kind: off_topic, question: "{Q_WEATHER}"}}
"""


@pytest.fixture(scope="module")
def cases(bees: Corpus, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return load_cases(write_text(tmp_path_factory.mktemp("cases") / "bees.yaml", CASES), bees)


@pytest.fixture(scope="module")
def records(assistant: Assistant, bees: Corpus, cases: list[Case]) -> list[Record]:
    return run(assistant_system(assistant), cases, bees)


def altered(records: Sequence[Record], **changes: object) -> list[Record]:
    return [replace(record, **changes) for record in records]  # type: ignore[arg-type]


# --- intervals


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (70, 100, 0.6042, 0.7811)],
)
def test_wilsons_interval(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-4)


def test_a_mean_is_resampled_by_families() -> None:
    alone = family_bootstrap([str(i) for i in range(40)], [0.0, 1.0] * 20)
    together = family_bootstrap([str(i % 2) for i in range(40)], [0.0, 1.0] * 20)
    assert alone[0] < 0.5 < alone[1]
    assert together == (0.0, 1.0)


def test_one_family_has_nothing_to_resample() -> None:
    assert family_bootstrap(["a", "a"], [0.0, 1.0]) == (0.5, 0.5)
    assert family_bootstrap([], []) == (0.0, 0.0)


@pytest.mark.parametrize(("first", "second", "p"), [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 0.0625), (10, 1, 0.01171875)])
def test_mcnemars_exact_test(first: int, second: int, p: float) -> None:
    assert mcnemar(first, second) == pytest.approx(p)


@pytest.mark.parametrize(
    ("now", "before", "is_chance"),
    [
        ((80, 100), (80, 100), True),
        ((75, 100), (80, 100), True),
        ((60, 100), (80, 100), False),
        ((19, 20), (20, 20), True),
    ],
)
def test_a_drop_is_told_from_chance(now: tuple[int, int], before: tuple[int, int], is_chance: bool) -> None:
    assert (chance_of_so_few(*now, *before) >= gate.ALPHA) == is_chance


# --- runs and rows


def test_cases_are_run_judged_and_counted(records: list[Record]) -> None:
    assert [(record.id, record.right) for record in records] == [("c1", True), ("c2", True), ("c3", True), ("c4", True)]
    counted = {row.name: (row.k, row.n) for row in rows(records)}
    assert counted["answerable: fully right"] == (2, 2)
    assert counted["unanswerable: refused"] == (2, 2)
    assert counted["answerable: refused"] == (0, 2)
    assert counted["near_miss: right"] == (1, 1)
    assert counted["number or name outside the quotes"] == (0, 2)
    assert counted["families answered alike"] == (1, 1)


def test_a_refusal_of_what_the_texts_answer_is_counted_and_not_skipped(records: list[Record]) -> None:
    refusing = altered(records, refused=True, right=False, precision=0.0, recall=0.0)
    figures = {row.name: row for row in rows(refusing)}
    assert (figures["answerable: refused"].k, figures["answerable: refused"].n) == (2, 2)
    assert (figures["citation recall"].value, figures["citation recall"].n) == (0.0, 2)
    assert figures["refusals that are due (precision)"].value == 0.5
    assert figures[F1].value == pytest.approx(2 * 0.5 * 1.0 / 1.5)


def test_every_kind_has_a_row(records: list[Record]) -> None:
    assert [row.name for row in per_kind(records)] == ["fact: right", "near_miss: right", "off_topic: right"]


def test_a_family_is_alike_when_outcome_and_first_place_are(records: list[Record]) -> None:
    answerable = [record for record in records if record.answerable]
    assert consistency(answerable).k == 1
    assert consistency([answerable[0], replace(answerable[1], outcome="clarify")]).k == 0
    assert consistency([answerable[0], replace(answerable[1], places=(("mark", 0, 5),))]).k == 0


def test_rows_of_nothing_are_no_error() -> None:
    assert {row.n for row in rows([])} == {0}
    assert mean("x", [], []).value == 0.0


# --- risk and coverage


def test_risk_grows_as_less_sure_answers_are_given() -> None:
    curve = risk_coverage("x", [3.0, 1.0, 2.0, -1.0], [False, True, False, True])
    assert curve.coverage == (0.25, 0.5, 0.75, 1.0)
    assert curve.risk == pytest.approx((0.0, 0.0, 1 / 3, 0.5), abs=1e-3)
    assert curve.chosen == 0.75


def test_the_assistants_curve_answers_everything_in_the_end(assistant: Assistant, cases: list[Case]) -> None:
    curve = of_assistant(assistant, cases)
    assert curve.coverage[-1] == 1.0
    assert curve.risk[-1] == 0.5  # two of the four have no answer


# --- variants


def test_a_classifier_can_be_trained_without_some_wordings(assistant: Assistant) -> None:
    known = wordings(assistant.corpus)
    whole, index = trained(assistant), assistant.retriever.questions
    assert len(whole.bias) == len(index.bias) == len(assistant.corpus.entries)
    np.testing.assert_allclose(whole.weights, index.weights, atol=1e-3)
    asked = next(row for row, (owner, _) in enumerate(known) if sum(other == owner for other, _ in known) > 1)
    owner, question = known[asked]
    fewer = trained(assistant, (row for row in range(len(known)) if row != asked))
    vector = assistant.retriever.embeddings.questions([question])[0]
    analyzer = assistant.retriever.analyzer
    assert fewer.scores(vector, question, analyzer)[owner] < whole.scores(vector, question, analyzer)[owner]


def test_an_unanswered_entry_can_be_taken_away(assistant: Assistant) -> None:
    gone = without_unanswered(assistant, ["costs"])
    assert [entry.id for entry in gone.corpus.unanswered] == ["weather", "greeting"]
    assert gone.answer(Q_VALIDITY).outcome == "answered"
    assert gone.answer(Q_WEATHER).text == assistant.answer(Q_WEATHER).text


# --- two runs, and the gate


def test_two_runs_are_compared_case_by_case(records: list[Record]) -> None:
    worse = [replace(record, right=record.id != "c1") for record in records]
    changes = {one.name: one for one in compare(records, worse)}
    assert (changes["all: right"].only_first, changes["all: right"].only_second) == (1, 0)
    assert changes["unanswerable: refused"].p == 1.0
    assert changes["fact: right"].second == 1


def test_the_gate_is_open_for_the_run_it_was_made_from(records: list[Record]) -> None:
    assert gate.problems(records, gate.counts(records)) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"verbatim": False}, "quote that is not the text: 2 of 2"),
        ({"outside": ("6",)}, "number or name outside the quotes: 2 of 2"),
    ],
)
def test_a_breach_shuts_the_gate(records: list[Record], changes: dict[str, object], named: str) -> None:
    found = gate.problems(altered(records, **changes), gate.counts(records))
    assert [one for one in found if one.startswith(named) and "c1, c2" in one]


def test_an_answered_intruder_and_a_confirmed_premise_shut_the_gate(records: list[Record]) -> None:
    answered = [replace(record, outcome="answered", right=True) for record in records]
    assert any("injected or off-topic answered: 1 of 1" in one for one in gate.problems(answered, {}))
    premises = [replace(record, kind="false_premise", says_forbidden=True) for record in records]
    assert any("false premise confirmed: 4 of 4" in one for one in gate.problems(premises, {}))


def test_a_drop_beyond_chance_shuts_the_gate(records: list[Record]) -> None:
    before = {"answerable: fully right": (100, 100)}
    assert gate.problems(altered(records[:1], right=True) * 100, before) == []
    [problem] = gate.problems(altered(records[:1], right=False) * 50 + records[:1] * 50, before)
    assert "50/100 after 100/100" in problem


def test_a_row_that_is_gone_shuts_the_gate(records: list[Record]) -> None:
    assert gate.problems(records, {"list: right": (1, 1)})


def test_the_gates_figures_are_written_and_read(records: list[Record], tmp_path: Path) -> None:
    gate.write(records, tmp_path / "baseline.json")
    assert gate.read(tmp_path / "baseline.json") == gate.counts(records)
    with pytest.raises(InputError, match="publish"):
        gate.read(tmp_path / "none.json")


# --- reports


@pytest.fixture(scope="module")
def made(bees: Corpus, records: list[Record]) -> report.Report:
    section = report.Section("More", "about <it>", [Row("x", 1, 2, 0.5, 0.1, 0.9)], ["a <miss>"])
    missed = [*records[:-1], replace(records[-1], right=False)]
    curve = risk_coverage("this program", [1.0, -1.0], [False, True])
    results = [report.result("this program", missed), report.result("other", records)]
    return report.make("test", bees, results, [curve], [section])


def test_a_report_is_three_files_and_can_be_read_again(made: report.Report, tmp_path: Path) -> None:
    paths = report.write(made, tmp_path / "reports")
    assert [path.suffix for path in paths] == [".json", ".md", ".html"]
    assert report.read(paths[0]) == made
    markdown, page = (path.read_text(encoding="utf-8") for path in paths[1:])
    for text in (markdown, page):
        assert Q_WEATHER in text
        assert "1/2 = 0.500" in text
        assert "answerable: fully right" in text
    assert page.count("<svg") == 2
    assert "a &lt;miss&gt;" in page
    assert "http" not in page.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report"):
        report.read(write_text(tmp_path / "x.json", "{}"))
    with pytest.raises(InputError, match="can't be read"):
        report.read(tmp_path / "none.json")
    with pytest.raises(InputError, match="no records"):
        read_records([{"id": 1}])


def test_the_readme_shows_the_committed_figures() -> None:
    between = (ROOT / "README.md").read_text(encoding="utf-8").partition("<!-- evaluation -->")[2]
    assert between.partition("<!-- /evaluation -->")[0].strip() == publish.as_markdown(publish.read()), "`make figures`"


def test_figures_are_committed_between_the_marks(made: report.Report, tmp_path: Path) -> None:
    readme = write_text(tmp_path / "README.md", "a\n<!-- evaluation -->\nold\n<!-- /evaluation -->\nb")
    figures = publish.figures_of(made)
    publish.write(figures, tmp_path / "figures.json", readme)
    assert publish.read(tmp_path / "figures.json") == figures
    assert readme.read_text() == f"a\n<!-- evaluation -->\n{publish.as_markdown(figures)}\n<!-- /evaluation -->\nb"
    assert headline(made.own.records)[0].name in readme.read_text()


# --- held out


def test_held_out_entries_are_of_the_bank(real_corpus: Path) -> None:
    held = load_held_out(read_corpus(real_corpus)[0])
    assert (len(held.facts), len(held.unanswered)) == (15, 15)


@pytest.mark.parametrize("content", ["facts: [no-such]", "unanswered: [count]", "fact: [count]", "facts: ["])
def test_a_mistake_in_the_held_out_list_is_refused(bees: Corpus, tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError):
        load_held_out(bees, write_text(tmp_path / "held_out.yaml", content))
