"""The page of one language: the frame with its four screens, the theme, and what stands in the document's head."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import gradio as gr

from app.schema import Language
from app.ui import markup
from app.ui.about import about_html
from app.ui.about_texts import ABOUT
from app.ui.assistant import AssistantLike
from app.ui.chat import chat
from app.ui.check_texts import CHECK
from app.ui.form import check_endpoint, check_form, own_html, verify_endpoint
from app.ui.options import NOTHING, Options
from app.ui.sources import sources_html
from app.ui.sources_texts import SOURCES
from app.ui.texts import CATALOGUE

T = TypeVar("T")

MAX_WAITING = 64
"""Events that may wait in line: at 8 at a time that is some seconds of work; more get a refusal at once."""

AT_A_TIME = 8
"""Answers under way at once: search takes a core for milliseconds, waiting for a model's server takes none."""

MAX_SESSIONS = 1_000
"""Visitors whose conversation is kept; the one unused for longest goes first."""

_SCRIPTS = ("frame.js", "chat.js", "form.js", "sources.js")
_STYLES = ("frame.css", "chat.css", "form.css", "sources.css", "about.css")
"""In the order in which they are read."""


def in_event_loop(make: Callable[[], T]) -> T:
    """Call `make` with an event loop running, in a thread of its own.

    Where none runs, Gradio opens one for each of its locks and never closes it (`gradio.utils.safe_get_lock`).
    """

    async def made() -> T:
        return make()

    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(lambda: asyncio.run(made())).result()


def build_page(assistant: AssistantLike, language: Language = "nl", options: Options = NOTHING) -> gr.Blocks:
    """The page over an assistant in one language, with its events and a bounded queue.

    The endpoints for programs are on the Dutch page only: they have no language.
    """
    title = markup.page_title(assistant.documents, CATALOGUE[language])
    page: gr.Blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with page:
        own_html(markup.header_html(assistant.documents, language, sends_to=assistant.sends_to), elem_id="kop")
        with gr.Tabs(elem_id="bladen", overflow_behavior="wrap"):
            with gr.Tab(CHECK[language].chat_tab, id="chat"):
                chat(assistant, language, options.on_feedback)
            if assistant.can_check:
                with gr.Tab(CHECK[language].tab, id="check", render_children=True):
                    check_form(assistant, language)
            with gr.Tab(SOURCES[language].tab, id="sources", render_children=True):
                own_html(sources_html(assistant, language), elem_id="bronnen")
            with gr.Tab(ABOUT[language].tab, id="about", render_children=True):
                own_html(about_html(assistant, language, options), elem_id="over")
        if language == "nl":
            if assistant.can_check:
                check_endpoint(assistant)
            verify_endpoint(assistant)
    page.queue(max_size=MAX_WAITING, default_concurrency_limit=AT_A_TIME, api_open=False)
    page.state_session_capacity = MAX_SESSIONS
    # Gradio adds a set for every component that it ever draws, some six an answer, and never drops it. They are for
    # files, of which this page has none.
    page.temp_file_sets = deque([page.upload_file_set], maxlen=1)  # type: ignore[assignment]
    return page


def theme() -> gr.themes.Base:
    """A quiet theme in the fonts that the visitor's machine has: nothing is fetched from elsewhere."""
    sans = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
    mono = ("ui-monospace", "Consolas", "monospace")
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=sans,
        font_mono=mono,
    )


def head(language: Language = "nl") -> str:
    """The page's language, scripts and style sheets, for the document's head.

    The style sheet isn't given as `css=`: Gradio then prefixes every rule, and rules in an `@media` so that they no
    longer reach the page's frame.
    """
    folder = Path(__file__).parent
    script, style = (
        "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names) for names in (_SCRIPTS, _STYLES)
    )
    return (
        f"<script>document.documentElement.lang = {json.dumps(language)};\n{script}</script>\n<style>\n{style}</style>"
    )
