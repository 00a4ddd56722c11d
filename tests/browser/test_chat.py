"""The chat in a real browser: what a visitor sees, can reach by keyboard, and what leaves the machine (nothing)."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from app.ui.texts import NL
from tests.browser.visit import EVIL, PHONE, WIDE, Visit, open_page
from tests.ui_fakes import (
    EXPERIENCE,
    EXPERIENCE_QUOTE,
    NOTICE,
    RETEST_QUOTE,
    VALIDITY,
    VALIDITY_QUOTE,
    FakeAssistant,
    document,
    running,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def mark_in_view(page: Page) -> bool:
    """Is the whole first line of the mark inside the window and inside the panel's own scroll area?"""
    return bool(
        page.evaluate(
            """() => {
              const mark = document.querySelector("#citaat").getClientRects()[0];
              const body = document.querySelector(".source-body").getBoundingClientRect();
              const inside = (a, b) => a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
              return inside(mark, body) && inside(mark, { top: 0, bottom: window.innerHeight });
            }"""
        )
    )


def wait_for_mark(page: Page) -> None:
    deadline = time.monotonic() + 5
    while not mark_in_view(page):
        assert time.monotonic() < deadline, "the mark didn't scroll into view"
        page.wait_for_timeout(20)


def test_the_page_says_what_it_is(either: Visit) -> None:
    for sentence in (NL.automatic, NOTICE.nl, "Een uitgever (EU)", "van omstreeks 2019", EXPERIENCE):
        either.page.get_by_text(sentence).first.wait_for()
    assert either.page.get_by_role("link").count() == 2  # the other language, and the notice's
    assert either.page.get_attribute("html", "lang") == "nl"
    either.page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    assert either.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_ask_and_see_the_quote_in_its_source(either: Visit) -> None:
    either.ask(VALIDITY)
    either.answered(1)
    turn = either.page.locator(".turn").first
    assert turn.locator(".text").inner_text() == f"{VALIDITY_QUOTE} [1] {RETEST_QUOTE} [2]"
    assert NL.literal in turn.inner_text()
    for n, quote in ((2, RETEST_QUOTE), (1, VALIDITY_QUOTE)):
        either.cite(1, n)
        assert either.page.locator("mark").inner_text() == quote
        wait_for_mark(either.page)
    above = either.page.locator(".source-head").inner_text()
    assert document().title in above
    assert document().date_note in above
    assert "7. Wat is de kern" in above


def test_choosing_the_same_citation_again_scrolls_back_to_it(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.opened(1, 1)  # by itself: to choose it meanwhile would let it come twice
    wait_for_mark(visit.page)
    visit.page.evaluate("document.querySelector('.source-body').scrollTop = 0")
    assert not mark_in_view(visit.page)
    visit.cite(1, 1)
    wait_for_mark(visit.page)


def test_the_source_stands_beside_the_chat_or_below_it_on_a_phone(either: Visit) -> None:
    chat, source = (either.page.locator(one).bounding_box() for one in ("#gesprek", "#bronpaneel"))
    assert chat
    assert source
    if either.page.viewport_size == WIDE:
        assert source["x"] >= chat["x"] + chat["width"]
        assert source["y"] + source["height"] <= 800
    else:
        assert source["y"] >= chat["y"] + chat["height"]
        either.ask(VALIDITY)
        either.answered(1)
        either.cite(1, 1)
        either.page.get_by_role("button", name=NL.back).click()
        either.page.wait_for_function("document.activeElement.dataset.opens === 'bron-1-1'")


def test_citations_of_earlier_answers_stay_reachable(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.ask(EXPERIENCE)
    visit.answered(2)
    visit.cite(2, 1)
    assert visit.page.locator("mark").inner_text() == EXPERIENCE_QUOTE
    visit.cite(1, 2)
    assert visit.page.locator("mark").inner_text() == RETEST_QUOTE


def test_from_question_to_source_and_back_by_keyboard(either: Visit) -> None:
    keyboard, focused = either.page.keyboard, "document.activeElement.dataset.opens"
    keyboard.type(VALIDITY)
    keyboard.press("Enter")
    either.answered(1)
    either.page.get_by_label(NL.question).focus()
    for _ in range(8):
        keyboard.press("Shift+Tab")
        if either.page.evaluate(focused) == "bron-1-1":
            break
    keyboard.press("Enter")
    either.opened(1, 1)
    either.page.wait_for_function("document.activeElement.className === 'source-body'")  # where it is read out
    wait_for_mark(either.page)
    keyboard.press("Escape")
    assert either.page.evaluate(focused) == "bron-1-1"
    keyboard.press("Tab")
    keyboard.press("Enter")
    either.opened(1, 2)
    assert either.page.locator("mark").inner_text() == RETEST_QUOTE


def test_sources_are_leafed_through(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.cite(1, 1)
    tools = visit.page.locator("#bron .tools")
    assert tools.get_by_role("button", name=NL.previous).is_disabled()
    tools.get_by_role("button", name=NL.next).click()
    visit.opened(1, 2)
    assert visit.number(1, 2).get_attribute("data-open") is not None
    assert tools.get_by_role("button", name=NL.next).is_disabled()
    tools.get_by_role("button", name=NL.previous).click()
    visit.opened(1, 1)


def test_an_answer_is_copied_with_its_sources(browser: Browser, address: str) -> None:
    visit = open_page(browser, address, WIDE)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.page.get_by_role("button", name=NL.copy).click()
    visit.page.get_by_role("button", name=NL.copied).wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert f"[2] “{RETEST_QUOTE}”" in copied
    assert f"{address}/?tab=sources#cite=interview:" in copied
    visit.leave()


def test_an_answer_under_way_can_be_stopped(browser: Browser) -> None:
    with running(FakeAssistant(delay=1)) as address:
        visit = open_page(browser, address, PHONE)
        stop = visit.page.get_by_role("button", name=NL.stop, exact=True)
        assert not stop.is_visible()
        visit.ask(VALIDITY)
        stop.click()
        visit.page.locator(".answer.stopped", has_text=NL.stopped).wait_for()
        visit.page.wait_for_timeout(1_200)  # as long as the answer would have taken
        assert visit.page.locator(".turn").count() == 0
        assert not stop.is_visible()
        visit.is_innocent()
        visit.leave()


def test_a_refusal_helps_on(either: Visit) -> None:
    either.ask("Wat is het weer?")
    either.answered(1)
    refusal = either.page.locator(".turn .answer")
    assert "Dat staat niet in de teksten" in refusal.inner_text()
    assert refusal.get_by_role("link", name="www.noloc.nl").get_attribute("href") == NOTICE.link
    assert NL.literal not in refusal.inner_text()


def test_nothing_typed_becomes_html(visit: Visit) -> None:
    visit.ask(EVIL)
    visit.answered(1)
    visit.page.wait_for_timeout(300)
    turn = visit.page.locator(".turn").first
    assert turn.locator(".asked").inner_text().endswith(EVIL)
    assert turn.locator(".text").inner_text().endswith(EVIL)
    assert turn.locator("img, script, iframe, svg").count() == 0
    assert turn.locator("a").count() == 1  # the notice's link, where to ask
    assert visit.page.title() != "hacked"


def test_examples_choices_and_suggestions_ask_their_question(either: Visit) -> None:
    either.page.get_by_role("button", name=VALIDITY).click()
    either.answered(1)
    assert not either.page.locator("#voorbeelden").is_visible()
    either.page.get_by_role("button", name=EXPERIENCE).click()  # a suggestion under the first answer
    either.answered(2)
    either.ask("welke?")
    either.answered(3)
    choices = either.page.locator(".turn").nth(2)
    assert NL.choices in choices.inner_text()
    choices.get_by_role("button", name=VALIDITY).click()
    either.answered(4)
    asked = either.page.locator(".turn .asked").all_inner_texts()
    assert [one.replace(NL.asked, "").strip() for one in asked] == [VALIDITY, EXPERIENCE, "welke?", VALIDITY]
    assert either.page.locator(".wishes").count() == 1  # only the latest answer offers a next question


def test_the_box_takes_no_more_than_2000_characters(visit: Visit) -> None:
    box = visit.page.get_by_label(NL.question)
    box.fill("x" * 1_998)
    box.press_sequentially("abcdef")
    assert len(box.input_value()) == 2_000


def test_an_empty_question_does_nothing(visit: Visit) -> None:
    visit.ask("   ")
    visit.page.wait_for_timeout(500)
    assert not visit.page.locator("#melding").is_visible()
    visit.ask(VALIDITY)
    visit.answered(1)
    assert visit.page.locator(".turn").count() == 1


def test_a_new_conversation_begins_empty(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.cite(1, 1)
    visit.page.get_by_role("button", name=NL.restart).click()
    visit.page.locator("#voorbeelden").wait_for()
    assert visit.page.locator(".turn").count() == 0
    assert NL.documents in visit.page.locator("#bronpaneel").inner_text()
    visit.ask(EXPERIENCE)
    visit.answered(1)
    visit.cite(1, 1)
    assert visit.page.locator("mark").inner_text() == EXPERIENCE_QUOTE


def test_a_declared_error_is_told_and_the_conversation_goes_on(visit: Visit) -> None:
    visit.ask("kapot")
    visit.page.locator(".answer.failed", has_text=NL.failed).wait_for()
    visit.ask(VALIDITY)
    visit.answered(1)
    assert visit.page.locator(".turn").count() == 1


def test_an_unexpected_error_is_told_without_details(browser: Browser, address: str) -> None:
    visit = open_page(browser, address, WIDE)
    visit.ask("onverwacht")
    visit.page.locator(".answer.failed", has_text=NL.failed).wait_for()
    assert "secret" not in visit.page.content()
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.page.context.close()


def test_two_visitors_do_not_mix(browser: Browser) -> None:
    assistant = FakeAssistant(delay=0.3)
    with running(assistant) as address:
        visitors = [open_page(browser, address, WIDE) for _ in range(2)]
        for visitor, question in zip(visitors, (VALIDITY, EXPERIENCE), strict=True):
            visitor.ask(question)
        for visitor in visitors:
            visitor.answered(1)
            visitor.cite(1, 1)
        quotes = [visitor.page.locator("mark").inner_text() for visitor in visitors]
        assert quotes == [VALIDITY_QUOTE, EXPERIENCE_QUOTE]
        for visitor in visitors:
            visitor.ask("en verder?")
            visitor.answered(2)
            visitor.page.context.close()
    assert [call[1] for call in assistant.calls if call[0] == "en verder?"] == [(VALIDITY,), (EXPERIENCE,)]


def test_one_question_at_a_time_and_none_is_lost(browser: Browser) -> None:
    assistant = FakeAssistant(delay=0.6)
    with running(assistant) as address:
        visit = open_page(browser, address, WIDE)
        visit.ask(VALIDITY)
        visit.page.locator(".answer.pending", has_text=NL.pending).wait_for()
        visit.ask(EXPERIENCE)  # while the first is under way: stays in the box
        visit.answered(1)
        visit.page.wait_for_timeout(300)
        assert [call[0] for call in assistant.calls] == [VALIDITY]
        assert visit.page.get_by_label(NL.question).input_value() == EXPERIENCE
        visit.page.get_by_role("button", name=NL.send, exact=True).click()
        visit.answered(2)
        assert [call[0] for call in assistant.calls] == [VALIDITY, EXPERIENCE]
        visit.page.context.close()


def test_a_full_queue_is_told_in_dutch_and_the_question_stays(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ui import page

    monkeypatch.setattr(page, "MAX_WAITING", 1)
    monkeypatch.setattr(page, "AT_A_TIME", 1)
    with running(FakeAssistant(delay=2.5)) as address:
        visitors = [open_page(browser, address, WIDE) for _ in range(3)]
        for visitor in visitors:
            visitor.ask(VALIDITY)
            visitor.page.wait_for_timeout(100)
        waiting, refused = visitors[1].page, visitors[2].page
        refused.locator("#melding .busy").wait_for()
        assert refused.get_by_label(NL.question).input_value() == VALIDITY
        assert not re.search(r"error|busy", refused.inner_text("body"), re.IGNORECASE)
        waiting.locator("#melding .waiting").wait_for()
        for visitor in visitors[:2]:
            visitor.answered(1)
            assert not visitor.page.locator("#melding").is_visible()
        for visitor in visitors:
            visitor.page.context.close()


def test_a_server_that_is_gone_is_told(browser: Browser) -> None:
    with running(FakeAssistant()) as address:
        visit = open_page(browser, address, WIDE)
        visit.ask(VALIDITY)
        visit.answered(1)
    visit.number(1, 2).click()
    visit.page.locator("#melding .busy").wait_for()
    visit.ask(EXPERIENCE)
    visit.page.locator("#melding .busy").wait_for()
    assert visit.page.get_by_label(NL.question).input_value() == EXPERIENCE
    visit.page.context.close()


def test_the_answer_appears_statement_by_statement(browser: Browser, address: str) -> None:
    visit = open_page(browser, address, WIDE)
    visit.page.evaluate(
        """() => {
          window.seen = [];
          new MutationObserver(() => {
            const text = document.querySelector("#antwoord-nu .text")?.textContent;
            if (text && window.seen.at(-1) !== text) window.seen.push(text);
          }).observe(document.querySelector("#antwoord-nu"), { subtree: true, childList: true, characterData: true });
        }"""
    )
    visit.ask(VALIDITY)
    visit.answered(1)
    seen = visit.page.evaluate("window.seen")
    assert seen[-1] == f"{VALIDITY_QUOTE} [1] {RETEST_QUOTE} [2]"
    assert f"{VALIDITY_QUOTE} [1]" in seen
    assert re.sub(r"\s", "", seen[0]) == re.sub(r"\s", "", NL.pending)
    visit.page.context.close()
