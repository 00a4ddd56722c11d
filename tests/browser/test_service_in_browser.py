"""The service before a real browser: its headers break nothing of the page, and frames are for whom they are meant."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from app.settings import Settings
from app.ui.texts import NL
from tests.ui_fakes import VALIDITY, VALIDITY_QUOTE, FakeAssistant, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@contextmanager
def visited(browser: Browser, said: list[str]) -> Iterator[Page]:
    """A page whose console and refused requests are kept."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda one: said.append(f"{one.type}: {one.text}"))
    page.on("pageerror", lambda one: said.append(f"error: {one}"))
    yield page
    context.close()


def troubles(said: list[str]) -> list[str]:
    """What went wrong; a browser gives no focus to a frame of another site, says so as an error, and is right."""
    said = [line for line in said if "autofocus" not in line.lower()]
    return [line for line in said if line.startswith(("error", "warning")) or "Content Security Policy" in line]


def test_the_page_lives_under_its_own_policy(browser: Browser) -> None:
    said: list[str] = []
    with running(FakeAssistant()) as address, visited(browser, said) as page:
        page.goto(address)
        box = page.get_by_label(NL.question)
        box.fill(VALIDITY)
        box.press("Enter")
        page.get_by_text(VALIDITY_QUOTE).first.wait_for()
        page.locator(".turn").first.get_by_role("button", name="[1]").click()
        page.locator("mark").first.wait_for()
        page.get_by_role("tab").nth(1).click()
        page.locator("#controleer").click()
        page.locator("#uitkomst").get_by_role("heading").first.wait_for()
    assert troubles(said) == []


@contextmanager
def site_with(frame: list[str]) -> Iterator[str]:
    """A site of somebody else that shows the address in `frame` in a frame."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The page with the frame."""
            body = f'<!doctype html><iframe src="{frame[0]}" width="900" height="700"></iframe>'.encode()
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{site.server_address[1]}"
    site.shutdown()
    site.server_close()
    thread.join(10)


def test_a_site_that_is_not_named_can_not_show_it_in_a_frame(browser: Browser) -> None:
    said: list[str] = []
    with running(FakeAssistant()) as address, site_with([address]) as site, visited(browser, said) as page:
        page.goto(site)  # until the frame is loaded, too
        page.wait_for_timeout(200)  # the console comes by another way
        assert "frame-ancestors" in "".join(said)
        assert page.frame_locator("iframe").get_by_label(NL.question).count() == 0


def test_a_site_that_is_named_shows_it_and_it_answers_there(browser: Browser) -> None:
    said: list[str] = []
    frame: list[str] = []
    with site_with(frame) as site, running(FakeAssistant(), Settings(frame_ancestors=site)) as address:
        frame.append(address)
        with visited(browser, said) as page:
            page.goto(site)
            chat = page.frame_locator("iframe")
            box = chat.get_by_label(NL.question)
            box.fill(VALIDITY)
            box.press("Enter")
            chat.get_by_text(VALIDITY_QUOTE).first.wait_for()
    assert troubles(said) == []


def test_whose_share_is_used_up_is_told_so_and_can_go_on_later(browser: Browser) -> None:
    with running(FakeAssistant(), Settings(rate_limit=1, trusted_proxies="127.0.0.1")) as address:
        context = browser.new_context(extra_http_headers={"x-forwarded-for": "198.51.100.1"})
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(address)
        box = page.get_by_label(NL.question)
        box.wait_for()
        for _ in range(2):  # the page itself may have used what there was
            box.fill(VALIDITY)
            box.press("Enter")
            page.wait_for_timeout(500)
        page.get_by_text(NL.busy).first.wait_for()
        context.close()
