"""A real browser for the tests of this folder. They are opt-in: `pytest -m browser tests/browser`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.visit import PHONE, WIDE, Visit, open_page
from tests.ui_fakes import FakeAssistant, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""Debian's chromium, without the traffic it makes for itself."""


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker, so that it is known where this folder is all that runs."""
    config.addinivalue_line("markers", "browser: needs chromium and playwright; opt-in with `-m browser`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the reason, where the tests weren't asked for or can't run."""
    reason = ""
    if "browser" not in str(config.getoption("-m")):
        reason = "opt-in: run with `-m browser`"
    elif find_spec("playwright") is None:
        reason = "playwright isn't installed: `pip install playwright`"
    elif shutil.which("chromium") is None:
        reason = "chromium isn't installed: `apt-get install chromium`"
    for item in items:
        if reason and HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for all tests; each opens its own context."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A served page."""
    with running(FakeAssistant()) as served:
        yield served


@pytest.fixture(params=[WIDE, PHONE], ids=["1280", "390"])
def either(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """A fresh visitor on a wide screen and on a phone; nothing may have left or failed in the end."""
    visiting = open_page(browser, address, request.param)
    yield visiting
    visiting.is_innocent()
    visiting.leave()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A fresh visitor where the width of the screen makes no difference."""
    visiting = open_page(browser, address, WIDE)
    yield visiting
    visiting.is_innocent()
    visiting.leave()
