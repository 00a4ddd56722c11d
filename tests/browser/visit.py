"""A visitor in a real browser, and what the page did meanwhile: requests to elsewhere, errors on its console."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from app.schema import Language
from app.ui.texts import CATALOGUE, Texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, ViewportSize

EVIL = (
    "<img src=x onerror=\"document.title='hacked'\"> <script>document.title='hacked'</script> "
    "![](http://evil.test/x.png) [klik](javascript:alert(1)) <a href='http://evil.test'>a</a> $$x$$ ${1+1} {{value}}"
)
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Visit:
    """A page with what it did."""

    page: Page
    texts: Texts
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question and send it with Enter."""
        box = self.page.get_by_label(self.texts.question)
        box.fill(question)
        box.press("Enter")

    def answered(self, turns: int) -> None:
        """Wait until so many turns stand there, with their buttons."""
        self.page.locator(".turn").nth(turns - 1).wait_for()

    def number(self, turn: int, n: int) -> Locator:
        """The button of a citation's number, in the answer."""
        return self.page.locator(f'.turn button.cite[data-opens="bron-{turn}-{n}"]').first

    def cite(self, turn: int, n: int) -> None:
        """Choose a citation and wait until its quote is marked."""
        self.number(turn, n).click()
        self.opened(turn, n)

    def opened(self, turn: int, n: int) -> None:
        """Wait until the source of a citation stands in the panel."""
        self.page.locator(f'.source-head[data-place="bron-{turn}-{n}"]').wait_for()

    def tab(self, name: str) -> None:
        """Open a tab."""
        self.page.get_by_role("tab", name=name).click()

    def fits(self) -> bool:
        """Is nothing wider than the window?"""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def is_innocent(self) -> None:
        """Nothing left for another host, and nothing failed."""
        assert self.elsewhere == []
        assert self.errors == []

    def leave(self) -> None:
        """Close the page and what belongs to it."""
        self.page.context.close()


def open_page(
    browser: Browser,
    address: str,
    viewport: ViewportSize,
    *,
    language: Language = "nl",
    path: str = "",
    scheme: Literal["light", "dark"] = "light",
) -> Visit:
    """Open the page, and wait until it is whole."""
    context = browser.new_context(viewport=viewport, color_scheme=scheme, accept_downloads=True)
    visit = Visit(context.new_page(), CATALOGUE[language])
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

    visit.page.on("request", requested)
    visit.page.on("console", said)
    visit.page.on("pageerror", lambda one: visit.errors.append(str(one)))
    visit.page.on("dialog", asked)
    visit.page.set_default_timeout(5_000)
    visit.page.goto(f"{address}/{path}")
    ready(visit)
    return visit


def ready(visit: Visit) -> None:
    """Wait until the page is whole: Gradio mounts it piece by piece, and a screen when its tab is first opened."""
    visit.page.get_by_text(visit.texts.automatic).first.wait_for()
    visit.page.locator("#bladen [role=tab][aria-selected=true]").wait_for()
    visit.page.locator("#bladen [role=tabpanel] :is(#stuur, #controleer, .texts, .about):visible").first.wait_for()
