"""Every screen with the real texts: both languages, wide and on a phone, light and dark; pictures, and axe-core.

The pictures go to reports/screens; `make pictures` puts those of the README where it shows them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.bootstrap import build_assistant
from app.errors import CmiError
from app.settings import load_settings
from app.ui.figures import FILE, read_figures
from tests.browser.visit import PHONE, WIDE, Visit, open_page
from tests.ui_fakes import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

    from app.schema import Language

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "reports" / "screens"
AXE = ROOT / "build" / "axe-core" / "package" / "axe.min.js"

QUESTIONS: dict[Language, tuple[str, str, str]] = {
    "nl": (
        "Hoeveel jaar werkervaring heb ik nodig voor het RL-certificaat?",
        "Ik werk pas twee jaar als loopbaanadviseur, kom ik in aanmerking?",
        "Wat kost het om je te laten certificeren?",
    ),
    "en": (
        "How many years of work experience do I need for the certificate?",
        "I have only worked as a career adviser for two years, am I eligible?",
        "What does it cost to get certified?",
    ),
}
SERIOUS = ("serious", "critical")
GRADIO: dict[str, str] = {}
"""axe's rule -> why what it finds is Gradio's own and can't be mended here. None is needed now."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The page over the real texts, with the figures of the last evaluation."""
    try:
        assistant = build_assistant(load_settings(), chat=False)
    except CmiError as error:
        pytest.skip(f"the index isn't there: {error}")
    assistant.answer(QUESTIONS["nl"][0])  # warm
    with running(assistant, figures=read_figures(ROOT / FILE)) as served:
        yield served


def picture(visit: Visit, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    visit.page.mouse.move(0, 0)
    visit.page.wait_for_timeout(150)  # scrolling and colours come to rest
    visit.page.screenshot(path=PICTURES / f"{name}.png")


def findings(visit: Visit) -> list[Any]:
    """What axe-core holds against the page as it stands, serious or worse; nothing where it isn't here."""
    if not AXE.is_file():
        return []
    if not visit.page.evaluate("'axe' in window"):
        visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = visit.page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in SERIOUS and one["id"] not in GRADIO
    ]


UNREADABLE = """() => {
  const parts = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (color) => parts(color).slice(0, 3).map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, n) => sum + one * [0.2126, 0.7152, 0.0722][n], 0);
  return [...document.querySelectorAll("input:not([type=radio], [type=checkbox]), textarea, select")]
    .filter((one) => one.checkVisibility() && one.offsetWidth > 20)
    .map((one) => [one.id || one.className, getComputedStyle(one)])
    .filter(([, style]) => parts(style.backgroundColor)[3] !== 0)
    .map(([name, style]) => [name, ...[style.color, style.backgroundColor].map(light).sort((a, b) => b - a)])
    .filter(([, most, least]) => (most + 0.05) / (least + 0.05) < 4.5).map(([name]) => name);
}"""
"""The fields in which what is typed hardly differs from its ground: axe-core looks at what stands there, not at that."""


def states(visit: Visit, language: Language) -> Iterator[str]:
    """Bring the page into each of its states, and name it."""
    yield "first"
    for number, (name, question) in enumerate(
        zip(("answer", "decision", "refusal"), QUESTIONS[language], strict=True), 1
    ):
        visit.ask(question)
        visit.answered(number)
        if name == "answer":
            visit.cite(1, 1)
        yield name
    for name, ready in (("check", "#controleer"), ("sources", "#bronnen .texts"), ("about", "#over .about")):
        visit.page.evaluate(f"window.frame.open('{name}')")
        visit.page.locator(ready).wait_for()
        if name == "check":
            visit.page.evaluate("window.checkForm.go(2, false)")
            visit.page.locator("#periode-1-start").fill("01-06-2025")
            visit.page.locator("#periode-1-role").fill("loopbaanadviseur")
            yield "form"
            visit.page.locator("#controleer").click()
            visit.page.locator("#uitkomst .timeline").wait_for()
        yield name


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_whole_and_open_to_all(
    browser: Browser, address: str, language: Language, viewport: ViewportSize
) -> None:
    visit = open_page(browser, address, viewport, language=language, path="" if language == "nl" else "en/")
    against: dict[str, list[Any]] = {}
    for name in states(visit, language):
        assert visit.fits(), name
        for scheme in ("light", "dark"):
            visit.page.evaluate(f"window.frame.dark({json.dumps(scheme == 'dark')})")
            picture(visit, f"{name}-{language}-{viewport['width']}-{scheme}")
            if found := findings(visit) + visit.page.evaluate(UNREADABLE):
                against[f"{name}, {scheme}"] = found
    assert against == {}
    visit.is_innocent()
    visit.leave()


def test_axe_core_was_there() -> None:
    if not AXE.is_file():
        pytest.skip("axe-core isn't here: `make test-ui` fetches it with npm, and npm isn't installed")


def test_how_soon_an_answer_is_seen(browser: Browser, address: str, record_property: Any) -> None:
    visit = open_page(browser, address, WIDE)
    began = time.perf_counter()
    visit.ask(QUESTIONS["nl"][0])
    visit.page.locator(".answer .text", has_text="[1]").first.wait_for()
    seconds = time.perf_counter() - began
    record_property("seconds to the first answer", round(seconds, 2))
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "first-answer.txt").write_text(f"{seconds:.2f} s from Enter to the answer\n", encoding="utf-8")
    visit.leave()
