"""The chat in a real browser: what a visitor sees, can reach by keyboard, and what leaves the machine (nothing)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from app.ui.texts import NL
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
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, ViewportSize

pytestmark = pytest.mark.browser

EVIL = (
    "<img src=x onerror=\"document.title='hacked'\"> <script>document.title='hacked'</script> "
    "![](http://evil.test/x.png) [klik](javascript:alert(1)) <a href='http://evil.test'>a</a> $$x$$ ${1+1} {{value}}"
)
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Visit:
    """A page with what it did: requests to elsewhere, and errors on its console."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question and send it with Enter."""
        box = self.page.get_by_label(NL.question)
        box.fill(question)
        box.press("Enter")

    def answered(self, turns: int) -> None:
        """Wait until so many turns stand there, with their buttons."""
        self.page.locator(".turn").nth(turns - 1).wait_for()

    def cite(self, turn: int, n: int) -> None:
        """Choose a citation and wait until its quote is marked."""
        self.page.locator(".turn").nth(turn - 1).get_by_role("button", name=f"[{n}]").click()
        self.page.locator(".section-name", has_text=f"[{n}]").wait_for()


def open_page(browser: Browser, address: str, viewport: ViewportSize) -> Visit:
    page = browser.new_context(viewport=viewport).new_page()
    visit = Visit(page)
    own = urlsplit(address).netloc

    def requested(one: Request) -> None:
        parts = urlsplit(one.url)
        if parts.netloc != own and parts.scheme not in ("data", "blob"):
            visit.elsewhere.append(one.url)

    def said(one: ConsoleMessage) -> None:
        if one.type == "error":
            visit.errors.append(one.text)

    def asked(one: Dialog) -> None:
        visit.errors.append(f"dialog: {one.message}")
        one.dismiss()

    page.on("request", requested)
    page.on("console", said)
    page.on("pageerror", lambda one: visit.errors.append(str(one)))
    page.on("dialog", asked)
    page.set_default_timeout(10_000)
    page.goto(address)
    page.get_by_label(NL.question).wait_for()
    page.get_by_text(NL.automatic).first.wait_for()  # Gradio mounts a page piece by piece: this one comes late
    return visit


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A served page."""
    with running(FakeAssistant()) as served:
        yield served


@pytest.fixture(params=[WIDE, PHONE], ids=["1280", "390"])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """A fresh visitor on a wide screen and on a phone; nothing may have left or failed in the end."""
    visiting = open_page(browser, address, request.param)
    yield visiting
    assert visiting.elsewhere == []
    assert visiting.errors == []
    visiting.page.context.close()


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


def test_the_page_says_what_it_is(visit: Visit) -> None:
    for sentence in (NL.automatic, NOTICE.nl, "Een uitgever (EU)", "van omstreeks 2019", EXPERIENCE):
        visit.page.get_by_text(sentence).first.wait_for()
    assert visit.page.get_by_role("link").count() == 1
    assert visit.page.get_attribute("html", "lang") == "nl"
    visit.page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_ask_and_see_the_quote_in_its_source(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    turn = visit.page.locator(".turn").first
    assert turn.locator(".text").inner_text() == f"{VALIDITY_QUOTE} [1] {RETEST_QUOTE} [2]"
    assert NL.literal in turn.inner_text()
    for n, quote in ((2, RETEST_QUOTE), (1, VALIDITY_QUOTE)):
        visit.cite(1, n)
        assert visit.page.locator("mark").inner_text() == quote
        wait_for_mark(visit.page)
    above = visit.page.locator(".source-head").inner_text()
    assert document().title in above
    assert document().date_note in above
    assert "7. Wat is de kern" in above


def test_choosing_the_same_citation_again_scrolls_back_to_it(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.cite(1, 1)
    wait_for_mark(visit.page)
    visit.page.evaluate("document.querySelector('.source-body').scrollTop = 0")
    assert not mark_in_view(visit.page)
    visit.cite(1, 1)
    wait_for_mark(visit.page)


def test_the_source_stands_beside_the_chat_or_below_it_on_a_phone(visit: Visit) -> None:
    chat, source = (visit.page.locator(one).bounding_box() for one in ("#gesprek", "#bronpaneel"))
    assert chat
    assert source
    if visit.page.viewport_size == WIDE:
        assert source["x"] >= chat["x"] + chat["width"]
        assert source["y"] + source["height"] <= 800
    else:
        assert source["y"] >= chat["y"] + chat["height"]
        visit.ask(VALIDITY)
        visit.answered(1)
        visit.cite(1, 1)
        visit.page.get_by_role("button", name=NL.back).click()
        visit.page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")


def test_citations_of_earlier_answers_stay_reachable(visit: Visit) -> None:
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.ask(EXPERIENCE)
    visit.answered(2)
    visit.cite(2, 1)
    assert visit.page.locator("mark").inner_text() == EXPERIENCE_QUOTE
    visit.cite(1, 2)
    assert visit.page.locator("mark").inner_text() == RETEST_QUOTE


def test_everything_works_by_keyboard(visit: Visit) -> None:
    visit.page.keyboard.type(VALIDITY)
    visit.page.keyboard.press("Enter")
    visit.answered(1)
    visit.page.get_by_label(NL.question).focus()
    for _ in range(8):
        visit.page.keyboard.press("Shift+Tab")
        if visit.page.evaluate("document.activeElement.id") == "bron-1-1":
            break
    visit.page.keyboard.press("Enter")
    visit.page.locator("mark").wait_for()
    wait_for_mark(visit.page)
    assert visit.page.evaluate("document.activeElement.id") == "bron-1-1"


def test_nothing_typed_becomes_html(visit: Visit) -> None:
    visit.ask(EVIL)
    visit.answered(1)
    visit.page.wait_for_timeout(300)
    turn = visit.page.locator(".turn").first
    assert turn.locator(".asked").inner_text().endswith(EVIL)
    assert turn.locator(".text").inner_text().endswith(EVIL)
    assert turn.locator("img, a, script, iframe, svg").count() == 0
    assert visit.page.title() != "hacked"


def test_examples_choices_and_suggestions_ask_their_question(visit: Visit) -> None:
    visit.page.get_by_role("button", name=VALIDITY).click()
    visit.answered(1)
    assert not visit.page.locator("#voorbeelden").is_visible()
    visit.page.get_by_role("button", name=EXPERIENCE).click()  # a suggestion under the first answer
    visit.answered(2)
    visit.ask("welke?")
    visit.answered(3)
    choices = visit.page.locator(".turn").nth(2)
    assert NL.choices in choices.inner_text()
    choices.get_by_role("button", name=VALIDITY).click()
    visit.answered(4)
    asked = visit.page.locator(".turn .asked").all_inner_texts()
    assert [one.replace(NL.asked, "").strip() for one in asked] == [VALIDITY, EXPERIENCE, "welke?", VALIDITY]
    assert visit.page.locator(".wishes").count() == 1  # only the latest answer offers a next question


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
    visit.page.get_by_role("button", name="[1]").click()
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
