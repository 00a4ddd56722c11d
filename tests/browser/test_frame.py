"""The frame in a real browser: language, tabs and their addresses, light and dark, the notice, the texts' screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.feedback.entry import Thumbs
from app.schema import Answer
from app.ui.about_texts import ABOUT
from app.ui.check_texts import CHECK
from app.ui.sources_texts import SOURCES
from app.ui.texts import EN, NL
from tests.browser.visit import EVIL, PHONE, WIDE, Visit, open_page, ready
from tests.ui_fakes import RETEST_QUOTE, VALIDITY, VALIDITY_QUOTE, FakeAssistant, cite, document, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def selected(visit: Visit) -> str:
    return visit.page.locator("#bladen [role=tab][aria-selected=true]").inner_text()


def test_switching_to_english_on_a_phone_is_remembered(browser: Browser, address: str) -> None:
    visit = open_page(browser, address, PHONE)
    visit.tab(ABOUT["nl"].tab)
    visit.page.get_by_role("link", name=NL.language).click()
    visit.page.wait_for_url("**/en/?tab=about")
    visit.texts = EN
    ready(visit)
    assert selected(visit) == ABOUT["en"].tab
    assert visit.page.get_attribute("html", "lang") == "en"
    visit.page.goto(address)
    ready(visit)
    assert visit.page.url == f"{address}/en/"
    visit.page.get_by_role("link", name=EN.language).click()
    visit.texts = NL
    ready(visit)
    assert visit.page.url == f"{address}/"
    assert visit.elsewhere == []
    visit.leave()


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("?lang=en&tab=check", CHECK["en"].tab),
        ("?lang=en&tab=nonsense", CHECK["en"].chat_tab),
    ],
)
def test_the_address_says_language_and_tab(browser: Browser, address: str, path: str, tab: str) -> None:
    visit = open_page(browser, address, WIDE, language="en", path=path)
    assert selected(visit) == tab
    visit.is_innocent()
    visit.leave()


def test_back_and_reload_keep_the_tab(visit: Visit, address: str) -> None:
    for name in (SOURCES["nl"].tab, CHECK["nl"].tab):
        visit.tab(name)
    assert visit.page.url == f"{address}/?tab=check"
    visit.page.go_back()
    visit.page.locator("#bronnen .texts").wait_for()
    assert selected(visit) == SOURCES["nl"].tab
    visit.page.reload()
    ready(visit)
    visit.errors.clear()  # what the page that goes away says of its broken stream
    assert selected(visit) == SOURCES["nl"].tab
    visit.page.go_back()
    visit.page.locator("#stuur").wait_for()
    assert selected(visit) == CHECK["nl"].chat_tab


def test_a_closed_notice_is_not_lost(visit: Visit) -> None:
    notice = visit.page.locator("#kop details.notice")
    notice.locator("summary").click()
    visit.page.reload()
    visit.errors.clear()
    visit.page.locator("#kop details.notice:not([open])").wait_for()
    assert NL.notice in notice.inner_text()  # its first sentence stays
    notice.locator("summary").click()
    assert notice.get_by_role("link").is_visible()


def test_light_and_dark_follow_the_system_until_one_is_chosen(browser: Browser, address: str) -> None:
    visit = open_page(browser, address, WIDE, scheme="dark")
    pressed, not_pressed = (visit.page.locator(f"#thema[aria-pressed={state}]") for state in ("true", "false"))
    pressed.click()
    visit.page.reload()
    ready(visit)
    not_pressed.wait_for()
    assert not visit.page.evaluate("document.body.classList.contains('dark')")
    visit.leave()


IN_VIEW = (
    "(box => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector('.s.cited').getBoundingClientRect())"
)


def test_the_link_of_a_citation_opens_its_sentence_in_the_texts(browser: Browser, address: str) -> None:
    visit = open_page(browser, address, PHONE)
    visit.ask(VALIDITY)
    visit.answered(1)
    visit.cite(1, 1)
    visit.page.get_by_role("link", name=NL.place).click()
    cited = visit.page.locator("#bronnen .s.cited")
    cited.first.wait_for()
    assert VALIDITY_QUOTE in " ".join(cited.all_inner_texts())
    place = cite(document(), VALIDITY_QUOTE)
    assert visit.page.url == f"{address}/?tab=sources#cite=interview:{place.start}-{place.end}"
    colleague = open_page(browser, address, PHONE, path=visit.page.url.removeprefix(f"{address}/"))
    colleague.page.locator("#bronnen .s.cited").first.wait_for()
    for one in (visit, colleague):
        one.page.wait_for_function(IN_VIEW)
        one.is_innocent()
        one.leave()


def test_the_texts_are_searched_and_show_what_they_answer(visit: Visit) -> None:
    visit.tab(SOURCES["nl"].tab)
    box = visit.page.get_by_label(SOURCES["nl"].search)
    box.fill("CERTIFICERING IS GELDIG")  # whatever the case
    status = visit.page.locator("#bronnen .search [role=status]")
    assert status.inner_text() == SOURCES["nl"].found.format(now=1, all=1)
    assert visit.page.evaluate("[...CSS.highlights.get('found')][0].toString()") == "Certificering is geldig"
    box.fill("accreditatie")
    box.press("Enter")
    assert status.inner_text().startswith("2 van ")
    box.fill(EVIL)
    assert status.inner_text() == SOURCES["nl"].none
    visit.page.locator("#bronnen .answers summary").last.click()
    visit.page.get_by_role("button", name=VALIDITY).click()
    shown = " ".join(visit.page.locator("#bronnen .s.cited").all_inner_texts())
    assert VALIDITY_QUOTE in shown
    assert RETEST_QUOTE in shown


def test_a_poisoned_corpus_stays_text(browser: Browser) -> None:
    heading = f"Kop {EVIL}"
    text = f"{heading}\n\n{VALIDITY_QUOTE} {RETEST_QUOTE} {EVIL}\n"
    poisoned = document(text=text, title=EVIL, publisher=EVIL, date_note=EVIL, source_url=EVIL, file=EVIL)
    assistant = FakeAssistant({"interview": poisoned}, can_check=False)
    assistant.questions_at = lambda document_id, language: []  # type: ignore[method-assign]
    with running(assistant) as address:
        visit = open_page(browser, address, WIDE)
        visit.ask(VALIDITY)
        visit.answered(1)
        visit.cite(1, 2)
        assert visit.page.locator("mark").inner_text() == RETEST_QUOTE
        visit.tab(SOURCES["nl"].tab)
        visit.page.locator("#bronnen .texts").wait_for()
        visit.page.wait_for_timeout(300)
        ours = visit.page.locator(":is(#kop, #verloop, #bron, #bronnen)")
        assert ours.locator("img, script, iframe, a[href^='javascript'], a[href*='evil']").count() == 0
        assert "{{value}}" in visit.page.inner_text("#bronnen")
        assert visit.page.evaluate("document.title !== 'hacked'")
        visit.is_innocent()
        visit.leave()


class Taken:
    """Takes opinions, and leaves out the answers that are counted."""

    def __init__(self) -> None:
        self.opinions: list[tuple[str | None, str, bool]] = []

    def record(self, answer: Answer, *, thumbs: Thumbs | None = None, reason: str = "", consent: bool = False) -> bool:
        if thumbs or reason or consent:
            self.opinions.append((thumbs, reason, consent))
        return True


def test_thumbs_with_a_reason_reach_who_takes_them(browser: Browser) -> None:
    taken = Taken()
    with running(FakeAssistant(), feedback=taken) as address:
        visit = open_page(browser, address, WIDE)
        visit.ask(VALIDITY)
        visit.answered(1)
        visit.page.locator(".thumbs").get_by_role("button", name=NL.no).click()
        visit.page.get_by_label(NL.reason).fill("Te kort")
        visit.page.get_by_role("button", name=NL.opinion, exact=True).click()
        visit.page.get_by_text(NL.thanks).wait_for()
        visit.is_innocent()
        visit.leave()
    assert taken.opinions == [("down", "Te kort", False)]
