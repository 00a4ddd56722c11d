"""The eligibility form in a real browser: filled in by keyboard, an outcome, a mistake that loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from app.ui.check_texts import NL
from app.ui.texts import NL as CHAT
from tests.browser.test_chat import EVIL, PHONE, WIDE, Visit, open_page
from tests.ui_fakes import EXPERIENCE_QUOTE, VALIDITY, FakeAssistant, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser


@pytest.fixture(params=[WIDE, PHONE], ids=["1280", "390"])
def form(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Visit]:
    """A visitor who has opened the form's tab; nothing may have left or failed in the end."""
    with running(FakeAssistant()) as address:
        visit = open_page(browser, address, request.param)
        visit.page.get_by_role("tab", name=NL.tab).click()
        field(visit, 1, "start").wait_for()
        yield visit
        assert visit.elsewhere == []
        assert visit.errors == []
        visit.page.context.close()


def field(visit: Visit, row: int, name: str) -> Locator:
    return visit.page.get_by_label(f"{NL.row.format(n=row)}, {NL.places[name]}", exact=True)


def another(visit: Visit) -> None:
    visit.page.get_by_role("button", name=NL.add_row).click()


def box(visit: Visit, row: int, name: str) -> Locator:
    group = visit.page.get_by_role("group", name=f"{NL.row.format(n=row)}, {NL.places['circumstances']}", exact=True)
    return group.get_by_label(NL.circumstances[name], exact=True)


def check(visit: Visit) -> None:
    visit.page.get_by_role("button", name=NL.check, exact=True).click()


def test_fill_in_by_keyboard_and_see_the_verdict(form: Visit) -> None:
    keyboard = form.page.keyboard
    field(form, 1, "start").focus()
    for typed in ("01-06-2020", "", "loopbaanadviseur"):
        keyboard.type(typed)
        keyboard.press("Tab")
    for _ in range(15):  # career advice, remove, the circumstances, break, add, certificate, day
        keyboard.press("Tab")
        if form.page.evaluate("document.activeElement.id") == "controleer":
            break
    keyboard.press("Enter")
    form.page.get_by_role("heading", name=NL.verdicts["apply.eligible"]).wait_for()
    outcome = form.page.locator("#uitkomst")
    assert EXPERIENCE_QUOTE in outcome.inner_text()
    assert outcome.locator(".criteria .met").count() == 2
    assert NL.no_decision_of.format(publisher="Een uitgever (EU)") in outcome.inner_text()
    form.page.wait_for_function("document.activeElement.tagName === 'H2'")  # so that it is read out
    assert form.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_wrong_date_is_named_and_nothing_is_lost(form: Visit) -> None:
    field(form, 1, "start").fill("01-06-2025")
    field(form, 1, "role").fill("loopbaancoach")
    another(form)
    field(form, 2, "start").fill("30-02-2019")
    form.page.locator("#peildatum input, #peildatum textarea").fill("22-11-2026")
    field(form, 2, "start").press("Enter")
    form.page.get_by_role("heading", name=NL.wrong).wait_for()
    assert "Periode 2, eerste dag: “30-02-2019” is geen datum." in form.page.inner_text("#uitkomst")
    assert field(form, 2, "start").get_attribute("aria-invalid") == "true"
    kept = [field(form, *one).input_value() for one in ((1, "start"), (1, "role"), (2, "start"))]
    assert kept == ["01-06-2025", "loopbaancoach", "30-02-2019"]
    assert form.page.locator("#peildatum input, #peildatum textarea").input_value() == "22-11-2026"
    field(form, 2, "start").fill("")
    check(form)
    form.page.get_by_role("heading", name=NL.verdicts["apply.not_yet"]).wait_for()
    assert "1 juni 2028" in form.page.inner_text("#uitkomst .days")
    assert form.page.locator("[aria-invalid]").count() == 0


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
    for _ in range(4):  # remove, part-time, self-employed, voluntary
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
    form.page.get_by_label(NL.kinds["use_title"]).check()
    form.page.get_by_label(NL.certificate).fill("31-01-2025")
    form.page.get_by_label(NL.certificate).press("Enter")
    form.page.get_by_role("heading", name=NL.verdicts["use_title.eligible"]).wait_for()
    form.page.get_by_role("tab", name=NL.chat_tab).click()
    form.ask("Ik werk twee jaar, mag ik?")
    form.answered(1)
    assert NL.verdicts["apply.not_yet"] in form.page.locator(".turn .card").inner_text()
    form.cite(1, 2)
    form.ask(VALIDITY)
    form.answered(2)
    form.page.get_by_role("tab", name=NL.tab).click()
    assert form.page.get_by_label(NL.certificate).input_value() == "31-01-2025"
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
    assert form.page.locator("#uitkomst").locator("img, a, script, iframe").count() == 0
    assert form.page.title() != "hacked"


def test_a_server_that_is_gone_is_told(browser: Browser) -> None:
    with running(FakeAssistant()) as address:
        visit = open_page(browser, address, WIDE)
        visit.page.get_by_role("tab", name=NL.tab).click()
        field(visit, 1, "role").fill("loopbaancoach")
    check(visit)
    visit.page.locator("#toetsmelding .busy", has_text=CHAT.busy).wait_for()
    assert field(visit, 1, "role").input_value() == "loopbaancoach"
    visit.page.context.close()
