"""A case as a picture, drawn to scale, and the report to keep."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from app.ui.check_texts import EN, NL
from app.ui.report import keep_html, report_html, told_lines
from app.ui.timeline import MARGIN, timeline_svg
from tests.ui_fakes import FakeAssistant

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
Facts = dict[str, Any]


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    """Real rules over the real texts; today is 22 November 2026."""
    return FakeAssistant()


def bars(shown: str) -> list[tuple[float, float, str]]:
    """Left, width (per cent) and kind of each rectangle."""
    found = re.findall(r'<rect x="([\d.]+)%" y="\d+" width="([\d.]+)%" height="\d+" class="([\w ]+)"', shown)
    return [(float(left), float(width), kind) for left, width, kind in found]


def apply(*periods: Facts) -> Facts:
    return {"kind": "apply", "experience": list(periods)}


def test_periods_are_drawn_to_scale(assistant: FakeAssistant) -> None:
    work = {"role": "loopbaancoach"}
    decision = assistant.check(
        apply({"start": "2022-11-22", "end": "2023-11-22", **work}, {"start": "2024-11-22", "still": True, **work})
    )
    (_, _, _), first, (_, _, _), second = bars(timeline_svg(decision, (1, 2), NL))
    width = 100 - 2 * MARGIN
    assert first[0] == MARGIN
    assert first[1] == pytest.approx(width / 4, abs=0.2)
    assert second[0] == pytest.approx(MARGIN + width / 2, abs=0.2)
    assert second[1] == pytest.approx(width / 2, abs=0.2)


def test_what_depends_on_a_day_that_was_not_told_is_pale(assistant: FakeAssistant) -> None:
    decision = assistant.check(apply({"start": "2023", "still": True, "role": "loopbaancoach"}))
    maybe, sure = bars(timeline_svg(decision, (1,), NL))
    assert (maybe[2], sure[2]) == ("work maybe", "work")
    assert maybe[0] < sure[0]
    assert maybe[0] + maybe[1] == pytest.approx(sure[0] + sure[1], abs=0.1)


def test_the_days_that_matter_are_lines_with_words(assistant: FakeAssistant) -> None:
    decision = assistant.check(apply({"start": "2025-06-01", "still": True, "role": "loopbaancoach"}))
    shown = html.unescape(timeline_svg(decision, (1,), NL))
    assert f"{NL.timeline_as_of}: 22-11-2026" in shown
    assert f"{NL.timeline_yes}: 1-6-2028" in shown
    assert 'class="yes"' in shown


def test_a_certificate_is_drawn_as_long_as_it_is_valid(assistant: FakeAssistant) -> None:
    decision = assistant.check({"kind": "use_title", "certificate": "2025-01-31"})
    assert [kind for _, _, kind in bars(timeline_svg(decision, (), NL))] == ["certificate maybe", "certificate"]
    assert f"{NL.certificate_short}: 31-1-2025 – 31-1-2028" in timeline_svg(decision, (), NL)


@pytest.mark.parametrize(
    "facts",
    [{"kind": "apply"}, apply({"lasting": "2 years"}), apply({"still": True, "role": "x"}), {"kind": "use_title"}],
)
def test_without_dates_there_is_no_picture(assistant: FakeAssistant, facts: Facts) -> None:
    assert timeline_svg(assistant.check(facts), (1,), NL) == ""


def test_a_screen_reader_is_told_the_same_in_words(assistant: FakeAssistant) -> None:
    decision = assistant.check(apply({"start": "2025-06-01", "still": True, "role": "loopbaancoach"}))
    label = re.search(r'role="img" aria-label="(.*?)"', timeline_svg(decision, (3,), EN))
    assert label
    assert label[1] == "Timeline: Period 3, loopbaancoach: 1-6-2025 up to and including 22-11-2026"


def test_a_report_stands_alone_and_nothing_in_it_runs(assistant: FakeAssistant) -> None:
    decision = assistant.check(apply({"start": "2025-06-01", "still": True, "role": EVIL}))
    shown = timeline_svg(decision, (1,), NL)
    report = report_html(decision, shown, (1,), "Titel", "nl")
    assert not re.search(r"<(script|img|link|iframe)\b|url\(|@import", report)
    assert "default-src 'none'" in report
    assert html.escape(EVIL) in report
    keep = keep_html(decision, report, NL)
    contents = [html.unescape(one) for one in re.findall(r'data-content="(.*?)"', keep, re.DOTALL)]
    assert contents[0] == report
    assert json.loads(contents[1]) == decision
    assert re.findall(r'data-save="(.*?)"', keep) == ["controle-2026-11-22.html", "controle-2026-11-22.json"]


def test_a_report_says_what_was_stated(assistant: FakeAssistant) -> None:
    facts = apply(
        {
            "start": "2024-06",
            "end": "2025-01-31",
            "role": "coach",
            "career_advice": True,
            "circumstances": ["part_time"],
            "interruption": "2 months",
        },
        {"start": "2025", "still": True},
    ) | {"certificate": "2025-05-01"}
    told = list(told_lines(assistant.check(facts)["facts"], (2, 4), NL))
    assert told == [
        "Periode 2: 06-2024 – 31-01-2025, coach, loopbaanadvies: ja, deeltijd, onderbreking (maanden): 2 months",
        "Periode 4: 2025 – nu",
        "Laatste certificaat behaald op: 01-05-2025",
    ]
    none = assistant.check({"kind": "use_title", "certificate": "none"})["facts"]
    assert list(told_lines(none, (), NL)) == ["Laatste certificaat behaald op: geen"]
