"""A conversation in a real browser that is broken off, taken up again, or overtaken by what comes late."""

from __future__ import annotations

import json

import pytest

from app.ui.texts import EN, NL
from tests.browser.visit import Visit
from tests.ui_fakes import EXPERIENCE, VALIDITY

pytestmark = pytest.mark.browser


def test_after_a_reload_what_was_asked_can_be_asked_again(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.page.reload()
    visit.errors.clear()  # what the page that goes away says of its broken stream
    again = visit.page.locator("#eerder").get_by_role("button", name=VALIDITY)
    again.click()
    visit.answered(1)
    visit.page.get_by_role("button", name=NL.restart).click()
    visit.page.locator("#voorbeelden").wait_for()
    visit.page.reload()
    visit.errors.clear()
    visit.page.locator("#voorbeelden").wait_for()
    assert not visit.page.locator("#eerder .again").count()


def test_in_the_other_language_the_conversation_goes_on_with_one_tap(either: Visit) -> None:
    asked = [VALIDITY, "activiteiten", EXPERIENCE, VALIDITY]
    for number, question in enumerate(asked, 1):
        either.ask(question)
        either.answered(number)
    either.page.locator("a[data-language=en]").click()
    either.page.get_by_role("button", name=EN.resume).click()
    either.answered(len(asked))
    either.errors.clear()  # what the page that went away says of its broken stream
    shown = either.page.locator(".turn .asked").evaluate_all("all => all.map((one) => one.lastChild.textContent)")
    assert shown == asked
    assert json.loads(either.page.evaluate("sessionStorage.getItem('cmi-asked')")) == asked


def test_a_source_that_comes_late_does_not_take_the_place_of_the_one_chosen_last(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.opened(1, 1)
    visit.page.evaluate(
        """() => {
          const late = document.getElementById("bron-1-1");
          late.id = "not-there-yet"; // as while Gradio mounts what stands under an answer
          chatPage.openSource("bron-1-1", false);
          chatPage.openSource("bron-1-2", true);
          late.id = "bron-1-1";
          window.seen = [];
          new MutationObserver(() => seen.push(document.querySelector(".source-head")?.dataset.place))
            .observe(document.getElementById("bron"), { childList: true, subtree: true });
        }"""
    )
    visit.opened(1, 2)
    visit.page.evaluate("document.getElementById('bron-1-1').click()")  # its answer comes after the wish for the other
    visit.page.wait_for_function("seen.includes('bron-1-1') && seen.at(-1) === 'bron-1-2'")
    visit.opened(1, 2)
