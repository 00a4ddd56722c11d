"""Take the picture of the README: ask a question of a running chat, choose its first citation, save 1280 x 800.

    python tools/screenshot.py http://127.0.0.1:7860 docs/images/chat.png

Needs chromium and playwright (`apt-get install chromium`, `pip install playwright`).
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

QUESTION = "Hoeveel jaar werkervaring heb ik nodig voor het RL-certificaat?"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def take(url: str, output: Path, chromium: str) -> None:
    """Save the picture of the chat at `url` with an answer and its source.

    Raises:
        playwright.sync_api.Error: the page isn't there, or gives no citation within 30 seconds.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(url)
        box = page.locator("#vraag textarea")
        box.fill(QUESTION)
        box.press("Enter")
        page.locator("#bron-1-1").click()
        page.locator("mark").first.wait_for()
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)  # scrolling and the button's colour come to rest
        page.screenshot(path=output)
        browser.close()


def main() -> int:
    """Read the command line; 0 where the picture is saved, 4 where there is no chromium."""
    parser = argparse.ArgumentParser(description="Save a picture of a running chat.")
    parser.add_argument("url", help="where the chat runs, such as http://127.0.0.1:7860")
    parser.add_argument("output", type=Path, nargs="?", default=Path("docs/images/chat.png"))
    given = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium isn't installed. Install it: apt-get install chromium", file=sys.stderr)
        return 4
    take(given.url, given.output, chromium)
    print(given.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
