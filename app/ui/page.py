"""The page in Gradio: what stands where, and which event shows what.

    question, example, suggestion ─> ask ─> live turn … ─> history ─> turns with their buttons ─> source panel

Every way to ask is a trigger of the one event `ask`, so that a visitor has one question under way at a time and no
answer is lost to another. State lives in `gr.State`: one value per visitor, on the server.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import gradio as gr

from app.schema import MAX_QUESTION_CHARACTERS, Language
from app.ui import conversation, markup
from app.ui.assistant import AssistantLike
from app.ui.check_texts import CHECK
from app.ui.conversation import Turn
from app.ui.escaping import escape
from app.ui.form import HIDDEN_PROGRESS, check_endpoint, check_form, own_html, verify_endpoint
from app.ui.markup import Place
from app.ui.texts import CATALOGUE, Texts

T = TypeVar("T")

LANGUAGE: Language = "nl"

MAX_WAITING = 64
"""Events that may wait in line: at 8 at a time that is some seconds of work; more get a refusal at once."""

AT_A_TIME = 8
"""Answers under way at once: search takes a core for milliseconds, waiting for a model's server takes none."""

MAX_SESSIONS = 1_000
"""Visitors whose conversation is kept; the one unused for longest goes first."""

_REVEAL = "watch('value', () => { window.chatPage.done(); window.chatPage.reveal(element); });"
_REVEAL_ON_LOAD = "window.chatPage.reveal(element.closest('.turn') ?? element);"
_SHOW_MARK = "watch('value', () => window.chatPage.showMark(element));"


@dataclass(frozen=True, eq=False)
class Wish:
    """A question chosen by a button. Compared by identity, so that choosing the same one twice is two events."""

    question: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that events write to."""

    box: gr.Textbox
    live: gr.HTML
    panel: gr.HTML
    history: gr.State
    wish: gr.State


def in_event_loop(make: Callable[[], T]) -> T:
    """Call `make` with an event loop running, in a thread of its own.

    Where none runs, Gradio opens one for each of its locks and never closes it (`gradio.utils.safe_get_lock`).
    """

    async def made() -> T:
        return make()

    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(lambda: asyncio.run(made())).result()


def build_page(assistant: AssistantLike) -> gr.Blocks:
    """The page over an assistant, with its events and a bounded queue."""
    texts = CATALOGUE[LANGUAGE]
    title = markup.page_title(assistant.documents, texts)
    page: gr.Blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with page:
        own_html(markup.header_html(assistant.documents, LANGUAGE, sends_to=assistant.sends_to), elem_id="kop")
        if assistant.can_check:
            with gr.Tabs(elem_id="bladen", overflow_behavior="wrap"):
                with gr.Tab(CHECK[LANGUAGE].chat_tab):
                    _chat(assistant, texts)
                with gr.Tab(CHECK[LANGUAGE].tab, render_children=True):
                    check_form(assistant, LANGUAGE)
            check_endpoint(assistant)
        else:
            _chat(assistant, texts)
        verify_endpoint(assistant)
    page.queue(max_size=MAX_WAITING, default_concurrency_limit=AT_A_TIME, api_open=False)
    page.state_session_capacity = MAX_SESSIONS
    return page


_LIVE = '<div role="log" aria-live="polite">${value}</div>'


def _chat(assistant: AssistantLike, texts: Texts) -> None:
    """The conversation and the source beside it."""
    history, wish = gr.State(()), gr.State(None)
    with gr.Row(elem_id="blad", equal_height=True):
        with gr.Column(elem_id="gesprek", min_width=280):
            with gr.Column(elem_id="verloop"):
                examples = _examples(assistant, texts)
                turns = gr.Column(elem_id="beurten")
                live = own_html("", elem_id=markup.LIVE_ID, html_template=_LIVE, js_on_load=_REVEAL)
                restart = gr.Button(texts.restart, elem_id="opnieuw", size="sm")
            own_html(markup.status_html(texts), elem_id="melding")
            box, send = _composer(texts)
        with gr.Column(elem_id="bronpaneel", min_width=280):
            overview = markup.documents_html(assistant.documents, LANGUAGE)
            panel = own_html(overview, elem_id="bron", js_on_load=_SHOW_MARK)
            back = gr.Button(texts.back, elem_id="terug", size="sm")
    parts = _Parts(box, live, panel, history, wish)
    with turns:
        _render_turns(assistant, parts)
    _ask_event(assistant, parts, (send, *examples), texts)
    restart.click(lambda: ((), "", overview, ""), outputs=[history, live, panel, box], queue=True, **HIDDEN_PROGRESS)
    back.click(None, js=_script("backToBox"), api_visibility="private")


def _examples(assistant: AssistantLike, texts: Texts) -> list[gr.Button]:
    questions = assistant.examples(LANGUAGE)
    if not questions:
        return []
    with gr.Column(elem_id="voorbeelden"):
        own_html(f"<p>{escape(texts.examples)}</p>")
        return [gr.Button(question, size="sm", elem_classes=["wish"]) for question in questions]


def _composer(texts: Texts) -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="invoer"):
        box = gr.Textbox(
            label=texts.question,
            show_label=False,
            container=False,
            placeholder=texts.placeholder,
            lines=1,
            max_lines=5,
            max_length=MAX_QUESTION_CHARACTERS,
            autofocus=True,
            elem_id="vraag",
            scale=1,
        )
        send = gr.Button(texts.send, variant="primary", elem_id="stuur", scale=0, min_width=80)
    return box, send


def _ask_event(assistant: AssistantLike, parts: _Parts, buttons: tuple[gr.Button, ...], texts: Texts) -> None:
    """Wire every way to ask to one event."""
    send, *examples = buttons
    questions = {button._id: str(button.value) for button in examples}

    def ask(
        typed: str | None, wish: Wish | None, history: tuple[Turn, ...], event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        source = event.target._id if event.target is not None else None
        if source == parts.wish._id:
            question, box = (wish.question if wish else ""), gr.skip()
        elif source in questions:
            question, box = questions[source], gr.skip()
        else:
            question, box = typed or "", ""
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        for frame in conversation.ask(assistant, question, history, texts):
            after = conversation.extended(history, frame.turn) if frame.turn else gr.skip()
            yield box, frame.live, after
            box = gr.skip()

    triggers = [parts.box.submit, send.click, *(button.click for button in examples), parts.wish.change]
    event = gr.on(
        triggers,
        ask,
        [parts.box, parts.wish, parts.history],
        [parts.box, parts.live, parts.history],
        concurrency_id="ask",
        trigger_mode="once",
        **HIDDEN_PROGRESS,
    )
    event.success(None, js=_script("done"), api_visibility="private")
    event.failure(None, js=_script("failed"), api_visibility="private")


def _script(name: str) -> str:
    """A call of one of the page's own functions (page.js). On the page alone, so that it works with the server gone."""
    return f"() => window.chatPage.{name}()"


def _render_turns(assistant: AssistantLike, parts: _Parts) -> None:
    """Draw every finished turn with its buttons, again at each change; keys keep what stands there already."""
    choices = itertools.count(1)
    publisher = markup.publisher_of(assistant.documents)

    @gr.render(  # type: ignore[untyped-decorator]
        inputs=parts.history, triggers=[parts.history.change], concurrency_id="turns", show_progress="hidden"
    )
    def turns(history: tuple[Turn, ...]) -> None:
        for turn in history:
            with gr.Column(elem_classes=["turn"], key=("turn", turn.number)):
                own_html(
                    markup.turn_html(turn.number, turn.question, turn.answer, final=True, publisher=publisher),
                    key=("text", turn.number),
                    js_on_load=_REVEAL_ON_LOAD,
                )
                _citation_buttons(assistant, turn, parts, choices)
                if turn is history[-1]:
                    _wish_buttons(turn.answer.choices, CATALOGUE[turn.answer.language].choices, parts)
                    _wish_buttons(turn.answer.suggestions, CATALOGUE[turn.answer.language].suggestions, parts)


def _citation_buttons(assistant: AssistantLike, turn: Turn, parts: _Parts, choices: Iterator[int]) -> None:
    if not turn.answer.citations:
        return
    texts = CATALOGUE[turn.answer.language]
    with gr.Row(elem_classes=["citations"], key=("citations", turn.number)):
        own_html(f"<span>{escape(texts.sources)}</span>", key=("sources", turn.number))
        for citation in turn.answer.citations:
            place = Place(turn.number, citation.n)
            button = gr.Button(
                texts.citation.format(n=citation.n),
                size="sm",
                scale=0,
                min_width=44,
                elem_id=place.element,
                elem_classes=["citation"],
                key=("citation", turn.number, citation.n),
            )
            shown = button.click(
                _show_source(assistant, place, choices),
                inputs=parts.history,
                outputs=parts.panel,
                key=("show", turn.number, citation.n),
                concurrency_id="source",
                **HIDDEN_PROGRESS,
            )
            shown.failure(None, js=_script("failed"), key=("failed", turn.number, citation.n), api_visibility="private")


def _show_source(
    assistant: AssistantLike, place: Place, choices: Iterator[int]
) -> Callable[[tuple[Turn, ...]], str | dict[str, Any]]:
    """What a citation button does. It holds the place only: Gradio keeps each function that was ever called."""
    nothing: dict[str, Any] = gr.skip()

    def show(history: tuple[Turn, ...]) -> str | dict[str, Any]:
        turn = next((turn for turn in history if turn.number == place.turn), None)
        if turn is None:  # the conversation was begun anew while the click was on its way
            return nothing
        citation = next(citation for citation in turn.answer.citations if citation.n == place.n)
        return markup.source_html(
            assistant.documents[citation.document],
            citation,
            assistant.sections(citation.document),
            place=place,
            choice=next(choices),
            language=LANGUAGE,
        )

    return show


def _wish_buttons(questions: tuple[str, ...], label: str, parts: _Parts) -> None:
    if not questions:
        return
    with gr.Column(elem_classes=["wishes"]):
        own_html(f"<p>{escape(label)}</p>")
        for question in questions:
            button = gr.Button(question, size="sm", elem_classes=["wish"])
            button.click(_wish(question), outputs=parts.wish, concurrency_id="wish", **HIDDEN_PROGRESS)


def _wish(question: str) -> Callable[[], Wish]:
    return lambda: Wish(question)


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


def head() -> str:
    """The page's language, scripts and style sheets, for the document's head.

    The style sheet isn't given as `css=`: Gradio then prefixes every rule, and rules in an `@media` so that they no
    longer reach the page's frame.
    """
    folder = Path(__file__).parent
    script, style = (
        "\n".join(folder.joinpath(name + ending).read_text(encoding="utf-8") for name in ("page", "form"))
        for ending in (".js", ".css")
    )
    return f'<script>document.documentElement.lang = "{LANGUAGE}";\n{script}</script>\n<style>\n{style}</style>'
