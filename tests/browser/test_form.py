"""The eligibility form in a real browser: filled in by keyboard, an outcome, a mistake that loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.ui.check_texts import NL
from app.ui.texts import NL as CHAT
from tests.browser.visit import EVIL, PHONE, WIDE, Visit, open_page
from tests.ui_fakes import EXPERIENCE_QUOTE, VALIDITY, FakeAssistant, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Locator, ViewportSize

pytestmark = pytest.mark.browser


@pytest.fixture(params=[WIDE, PHONE], ids=["1280", "390"])
def either(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """A visitor who has opened the form's second step, on a wide screen and on a phone."""
    yield from opened_form(browser, address, request.param)


@pytest.fixture
def form(browser: Browser, address: str) -> Iterator[Visit]:
    """The same where the width of the screen makes no difference."""
    yield from opened_form(browser, address, WIDE)


def opened_form(browser: Browser, address: str, viewport: ViewportSize) -> Iterator[Visit]:
    visit = open_page(browser, address, viewport)
    visit.tab(NL.tab)
    step(visit, 2)
    yield visit
    visit.is_innocent()
    visit.leave()


def step(visit: Visit, n: int) -> None:
    name = NL.step_names.split("|")[n - 1]
    visit.page.get_by_role("button", name=NL.step.format(n=n, name=name)).click()
    visit.page.locator(f"#stap-{n}").wait_for()


def date_field(visit: Visit, name: str) -> Locator:
    return visit.page.locator(f"#{name}-veld")


def field(visit: Visit, row: int, name: str) -> Locator:
    return visit.page.get_by_label(f"{NL.row.format(n=row)}, {NL.places[name]}", exact=True)


def another(visit: Visit) -> None:
    visit.page.get_by_role("button", name=NL.add_row).click()


def box(visit: Visit, row: int, name: str) -> Locator:
    group = visit.page.get_by_role("group", name=f"{NL.row.format(n=row)}, {NL.places['circumstances']}", exact=True)
    return group.get_by_label(NL.circumstances[name], exact=True)


def check(visit: Visit) -> None:
    visit.page.get_by_role("button", name=NL.check, exact=True).click()


def test_fill_in_by_keyboard_and_see_the_verdict(either: Visit) -> None:
    keyboard = either.page.keyboard
    field(either, 1, "start").focus()
    for typed in ("01-06-2020", "", "", "", "loopbaanadviseur"):  # a calendar stands after each date
        keyboard.type(typed)
        keyboard.press("Tab")
    for _ in range(15):  # remove, career advice, the circumstances, break, add, back, forward
        keyboard.press("Tab")
        if either.page.evaluate("document.activeElement.id") == "controleer":
            break
    keyboard.press("Enter")
    either.page.get_by_role("heading", name=NL.verdicts["apply.eligible"]).wait_for()
    outcome = either.page.locator("#uitkomst")
    assert EXPERIENCE_QUOTE in outcome.inner_text()
    assert outcome.locator(".criteria .met").count() == 2
    assert NL.no_decision_of.format(publisher="Een uitgever (EU)") in outcome.inner_text()
    either.page.wait_for_function("document.activeElement.tagName === 'H2'")  # so that it is read out
    assert either.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_wrong_date_is_named_and_nothing_is_lost(either: Visit) -> None:
    field(either, 1, "start").fill("01-06-2025")
    field(either, 1, "role").fill("loopbaancoach")
    another(either)
    field(either, 2, "start").fill("30-02-2019")
    step(either, 3)
    date_field(either, "peildatum").fill("22-11-2026")
    date_field(either, "peildatum").press("Enter")
    either.page.get_by_role("heading", name=NL.wrong).wait_for()
    assert "Periode 2, eerste dag: “30-02-2019” is geen datum." in either.page.inner_text("#uitkomst")
    assert field(either, 2, "start").get_attribute("aria-invalid") == "true"
    kept = [field(either, *one).input_value() for one in ((1, "start"), (1, "role"), (2, "start"))]
    assert kept == ["01-06-2025", "loopbaancoach", "30-02-2019"]
    assert date_field(either, "peildatum").input_value() == "22-11-2026"
    field(either, 2, "start").fill("")
    check(either)
    either.page.get_by_role("heading", name=NL.verdicts["apply.not_yet"]).wait_for()
    assert "1 juni 2028" in either.page.inner_text("#uitkomst .days")
    assert either.page.locator("[aria-invalid]").count() == 0


def test_rows_come_and_go_and_keep_what_stands_in_them(form: Visit) -> None:
    another(form)
    for row in (1, 2):
        field(form, row, "role").fill(f"functie {row}")
    box(form, 2, "abroad").check()
    field(form, 2, "interruption").fill("4")
    another(form)
    form.page.keyboard.type("01-01-2026")
    assert field(form, 3, "start").input_value() == "01-01-2026"
    form.page.get_by_role("button", name=NL.remove_row.format(n=1)).click()
    assert field(form, 1, "role").input_value() == "functie 2"
    assert box(form, 1, "abroad").is_checked()
    assert field(form, 1, "interruption").input_value() == "4"
    assert form.page.locator("#perioden input:checked").count() == 1
    assert field(form, 2, "start").input_value() == "01-01-2026"
    assert field(form, 3, "start").count() == 0
    check(form)
    form.page.get_by_role("heading", name=NL.verdicts["apply.unknown"]).wait_for()
    assert "functie 1" not in form.page.inner_text("#uitkomst")
    for _ in range(2):
        form.page.get_by_role("button", name=NL.remove_row.format(n=1)).click()
    assert field(form, 1, "start").input_value() == ""  # the last period goes too: an empty one stands there
    assert form.page.locator("#perioden input:checked").count() == 0


def test_work_of_which_the_source_does_not_speak_is_no_yes(form: Visit) -> None:
    field(form, 1, "start").fill("01-06-2020")
    field(form, 1, "role").fill("loopbaanadviseur")
    check(form)
    form.page.get_by_role("heading", name=NL.verdicts["apply.eligible"]).wait_for()
    field(form, 1, "career_advice").focus()
    for _ in range(3):  # part-time, self-employed, voluntary
        form.page.keyboard.press("Tab")
    form.page.keyboard.press("Space")
    assert box(form, 1, "voluntary").is_checked()
    check(form)
    form.page.get_by_role("heading", name=NL.verdicts["apply.unknown"]).wait_for()
    outcome = form.page.inner_text("#uitkomst")
    assert NL.statuses["unknown.source_silent"] in outcome
    assert "De bron zegt niet of vrijwilligerswerk meetelt." in outcome
    box(form, 1, "voluntary").uncheck()
    for name in ("part_time", "self_employed"):
        box(form, 1, name).check()
    check(form)
    form.page.get_by_role("heading", name=NL.verdicts["apply.eligible"]).wait_for()
    outcome = form.page.inner_text("#uitkomst")
    assert "De bron zegt niets over deeltijd" in outcome
    assert "loondienst" in outcome


def test_a_break_is_taken_off_and_a_wrong_one_is_named(form: Visit) -> None:
    field(form, 1, "start").fill("01-06-2023")
    field(form, 1, "role").fill("loopbaanadviseur")
    box(form, 1, "part_time").check()
    field(form, 1, "interruption").fill("1,5")
    field(form, 1, "interruption").press("Enter")
    form.page.get_by_role("heading", name=NL.wrong).wait_for()
    assert "Periode 1, onderbreking (maanden): “1,5” is geen aantal maanden." in form.page.inner_text("#uitkomst")
    assert field(form, 1, "interruption").get_attribute("aria-invalid") == "true"
    assert box(form, 1, "part_time").is_checked()
    field(form, 1, "interruption").fill("12")
    check(form)
    form.page.get_by_role("heading", name=NL.verdicts["apply.not_yet"]).wait_for()
    field(form, 1, "interruption").fill("")
    check(form)
    form.page.get_by_role("heading", name=NL.verdicts["apply.eligible"]).wait_for()
    assert form.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_title_and_the_chat_beside_it(form: Visit) -> None:
    step(form, 1)
    form.page.get_by_label(NL.kinds["use_title"]).check()
    step(form, 3)
    date_field(form, "certificaat").fill("31-01-2025")
    date_field(form, "certificaat").press("Enter")
    form.page.get_by_role("heading", name=NL.verdicts["use_title.eligible"]).wait_for()
    form.page.get_by_role("tab", name=NL.chat_tab).click()
    form.ask("Ik werk twee jaar, mag ik?")
    form.answered(1)
    assert NL.verdicts["apply.not_yet"] in form.page.locator(".turn .card").inner_text()
    form.cite(1, 2)
    form.ask(VALIDITY)
    form.answered(2)
    form.page.get_by_role("tab", name=NL.tab).click()
    assert date_field(form, "certificaat").input_value() == "31-01-2025"
    assert "31 januari 2028" in form.page.inner_text("#uitkomst")


def test_nothing_typed_becomes_html(form: Visit) -> None:
    field(form, 1, "start").fill("01-06-2020")
    field(form, 1, "role").fill(EVIL[:190])
    check(form)
    form.page.get_by_role("heading", name=NL.verdicts["apply.unknown"]).wait_for()
    another(form)
    field(form, 2, "end").fill(EVIL[:190])
    check(form)
    form.page.get_by_role("heading", name=NL.wrong).wait_for()
    assert form.page.locator("#uitkomst").locator("img, script, iframe").count() == 0
    assert form.page.title() != "hacked"


def test_a_server_that_is_gone_is_told(browser: Browser) -> None:
    with running(FakeAssistant()) as address:
        visit = open_page(browser, address, WIDE)
        visit.tab(NL.tab)
        step(visit, 2)
        field(visit, 1, "role").fill("loopbaancoach")
    check(visit)
    visit.page.locator("#toetsmelding .busy", has_text=CHAT.busy).wait_for()
    assert field(visit, 1, "role").input_value() == "loopbaancoach"
    visit.page.context.close()


def two_jobs(visit: Visit) -> None:
    field(visit, 1, "start").fill("01-01-2024")
    field(visit, 1, "end").fill("30-06-2024")
    field(visit, 1, "role").fill("loopbaanadviseur")
    another(visit)
    field(visit, 2, "start").fill("01-01-2025")
    field(visit, 2, "role").fill("loopbaancoach")
    check(visit)
    visit.page.get_by_role("heading", name=NL.verdicts["apply.not_yet"]).wait_for()


def saved(visit: Visit, button: str) -> Download:
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name=button).click()
    return download.value


def test_step_by_step_with_forward_and_back(either: Visit) -> None:
    moves = either.page.locator("#verder")
    moves.get_by_role("button", name=NL.forward).click()
    either.page.locator("#stap-3").wait_for()
    assert either.page.evaluate("document.activeElement.id") == "certificaat-veld"
    assert not moves.get_by_role("button", name=NL.forward).is_visible()
    for _ in range(2):
        moves.get_by_role("button", name=NL.backward).click()
    assert either.page.get_by_label(NL.kinds["apply"]).is_visible()
    assert not moves.get_by_role("button", name=NL.backward).is_visible()


def test_a_calendar_fills_in_the_date(form: Visit) -> None:
    form.page.locator("#perioden .calendar").first.evaluate(
        "field => { field.value = '2024-02-29'; field.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    assert field(form, 1, "start").input_value() == "29-02-2024"
    assert form.page.evaluate("document.activeElement.id") == "periode-1-start"
    step(form, 3)
    form.page.get_by_role("button", name=NL.none, exact=True).click()
    assert date_field(form, "certificaat").input_value() == NL.none


def test_a_decision_is_drawn_and_its_report_kept_and_opened(either: Visit, tmp_path: Path) -> None:
    two_jobs(either)
    assert either.page.locator(".timeline rect:not(.maybe)").count() == 2
    assert either.fits()
    data = saved(either, NL.report_json)
    data.save_as(tmp_path / data.suggested_filename)
    decision = json.loads((tmp_path / data.suggested_filename).read_text(encoding="utf-8"))
    assert decision["verdict"] == "not_yet"
    report = saved(either, NL.report_html)
    report.save_as(tmp_path / report.suggested_filename)
    other = either.page.context.new_page()
    other.goto((tmp_path / report.suggested_filename).as_uri())
    shown = other.inner_text("body")
    for told in (NL.verdicts["apply.not_yet"], EXPERIENCE_QUOTE, decision["receipt"], "Periode 2: 01-01-2025 – nu"):
        assert told in shown
    assert other.locator(".timeline svg").is_visible()


def test_a_link_holds_the_case_and_the_server_never_sees_it(browser: Browser, form: Visit, address: str) -> None:
    two_jobs(form)
    link = form.page.evaluate("window.checkForm.link()")
    other = open_page(browser, address, PHONE, path=link.removeprefix(f"{address}/"))
    asked: list[str] = []
    other.page.on("request", lambda one: asked.append(one.url))
    other.page.get_by_role("heading", name=NL.verdicts["apply.not_yet"]).wait_for()
    assert field(other, 2, "role").input_value() == "loopbaancoach"
    assert date_field(other, "peildatum").input_value() == "2026-11-22"  # the same day gives the same outcome
    assert not [url for url in asked if "case=" in url or link.rsplit("=", 1)[1] in url]
    receipts = [one.page.inner_text("#uitkomst .receipt") for one in (form, other)]
    assert receipts[0] == receipts[1]
    other.is_innocent()
    other.leave()


@pytest.mark.parametrize("code", ["e30", "W10x"])
def test_a_link_that_holds_no_case_breaks_nothing(browser: Browser, address: str, code: str) -> None:
    visit = open_page(browser, address, WIDE, path=f"?tab=check#case={code}")
    visit.page.wait_for_timeout(600)
    step(visit, 2)
    assert field(visit, 1, "start").input_value() == ""
    visit.is_innocent()
    visit.leave()
