"""The conversation and the source beside it in Gradio: what stands where, and which event shows what.

    question, example, suggestion ─> ask ─> live turn … ─> history ─> turns with their buttons ─> source panel

Every way to ask is a trigger of the one event `ask`, so that a visitor has one question under way at a time and no
answer is lost to another. State lives in `gr.State`: one value per visitor, on the server.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.schema import MAX_QUESTION_CHARACTERS, Language
from app.ui import conversation
from app.ui.assistant import AssistantLike
from app.ui.conversation import Turn
from app.ui.escaping import escape
from app.ui.form import HIDDEN_PROGRESS, own_html
from app.ui.opinion import OnFeedback
from app.ui.source_panel import Place, documents_html, source_html
from app.ui.texts import CATALOGUE, Texts
from app.ui.thumbs import thumbs
from app.ui.turn import LIVE_ID, status_html, stopped_html, turn_html

_REVEAL = "watch('value', () => { window.chatPage.done(); window.chatPage.reveal(element); });"
_REVEAL_ON_LOAD = "window.chatPage.answered(element.closest('.turn') ?? element);"
_SHOW_MARK = "watch('value', () => window.chatPage.showMark(element));"
_LIVE = '<div role="log" aria-live="polite">${value}</div>'


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


def chat(assistant: AssistantLike, language: Language, on_feedback: OnFeedback | None) -> None:
    """The screen; `on_feedback` takes what visitors think of answers, None asks them nothing."""
    texts = CATALOGUE[language]
    history, wish = gr.State(()), gr.State(None)
    with gr.Row(elem_id="blad", equal_height=True):
        with gr.Column(elem_id="gesprek", min_width=280):
            with gr.Column(elem_id="verloop"):
                resume = escape(texts.resume)
                before = f'<div class="before" data-resume="{resume}" hidden><h2>{escape(texts.earlier)}</h2></div>'
                own_html(before, elem_id="eerder", js_on_load="window.chatPage.earlier(element);")
                examples = _examples(assistant, texts, language)
                turns = gr.Column(elem_id="beurten")
                live = own_html("", elem_id=LIVE_ID, html_template=_LIVE, js_on_load=_REVEAL)
            own_html(status_html(texts), elem_id="melding")
            box, send, stop, restart = _composer(texts)
        with gr.Column(elem_id="bronpaneel", min_width=280):
            overview = documents_html(assistant.documents, language)
            panel = own_html(overview, elem_id="bron", js_on_load=_SHOW_MARK)
    parts = _Parts(box, live, panel, history, wish)
    with turns:
        _render_turns(assistant, parts, language, on_feedback)
    asking = _ask_event(assistant, parts, (send, *examples), texts)
    stop.click(
        lambda: (stopped_html(texts), gr.skip()),
        outputs=[live, history],
        cancels=[asking],
        concurrency_id="stop",
        **HIDDEN_PROGRESS,
    ).then(None, js=_script("done"), api_visibility="private")
    restart.click(
        lambda: ((), "", overview, ""), outputs=[history, live, panel, box], queue=True, **HIDDEN_PROGRESS
    ).then(None, js=_script("begin"), api_visibility="private")


def _examples(assistant: AssistantLike, texts: Texts, language: Language) -> list[gr.Button]:
    questions = assistant.examples(language)
    if not questions:
        return []
    with gr.Column(elem_id="voorbeelden"):
        own_html(f"<h2>{escape(texts.examples)}</h2>")
        return [gr.Button(question, size="sm", elem_classes=["wish"]) for question in questions]


def _composer(texts: Texts) -> tuple[gr.Textbox, gr.Button, gr.Button, gr.Button]:
    """The box with its buttons: send, stop and a new conversation."""
    with gr.Column(elem_id="onderaan"):
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
            stop = gr.Button(texts.stop, elem_id="stop", scale=0, min_width=80)
        with gr.Row(elem_id="voet"):
            own_html(f'<p class="personal">{escape(texts.personal)}</p>')
            restart = gr.Button(texts.restart, elem_id="opnieuw", size="sm", scale=0, min_width=0)
    return box, send, stop, restart


def _ask_event(assistant: AssistantLike, parts: _Parts, buttons: tuple[gr.Button, ...], texts: Texts) -> Any:
    """Wire every way to ask to one event, and give it."""
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
    event.success(None, js=_script("answeredWhole"), api_visibility="private")
    event.failure(None, js=_script("failed"), api_visibility="private")
    return event


def _script(name: str) -> str:
    """A call of one of the page's own functions (chat.js). On the page alone, so that it works with the server gone."""
    return f"() => window.chatPage.{name}()"


def _render_turns(assistant: AssistantLike, parts: _Parts, language: Language, on_feedback: OnFeedback | None) -> None:
    """Draw every finished turn with its buttons, again at each change; keys keep what stands there already."""
    choices = itertools.count(1)

    @gr.render(  # type: ignore[untyped-decorator]
        inputs=parts.history, triggers=[parts.history.change], concurrency_id="turns", show_progress="hidden"
    )
    def turns(history: tuple[Turn, ...]) -> None:
        for turn in history:
            with gr.Column(elem_classes=["turn"], key=("turn", turn.number)):
                own_html(
                    turn_html(turn.number, turn.question, turn.answer, assistant.documents, final=True),
                    key=("text", turn.number),
                    js_on_load=_REVEAL_ON_LOAD,
                )
                _citation_buttons(assistant, turn, parts, choices, language)
                if turn is history[-1]:
                    _wish_buttons(turn.answer.choices, CATALOGUE[turn.answer.language].choices, parts)
                    _wish_buttons(turn.answer.suggestions, CATALOGUE[turn.answer.language].suggestions, parts)
                    if on_feedback:
                        thumbs(turn, CATALOGUE[language], on_feedback)


def _citation_buttons(
    assistant: AssistantLike, turn: Turn, parts: _Parts, choices: Iterator[int], language: Language
) -> None:
    """The events behind the numbers in the answer: chat.js sets off the one whose number is chosen."""
    if not turn.answer.citations:
        return
    with gr.Row(elem_classes=["citations"], key=("citations", turn.number)):
        for citation in turn.answer.citations:
            place = Place(turn.number, citation.n)
            button = gr.Button(str(citation.n), elem_id=place.element, key=("citation", turn.number, citation.n))
            shown = button.click(
                _show_source(assistant, place, choices, language),
                inputs=parts.history,
                outputs=parts.panel,
                key=("show", turn.number, citation.n),
                concurrency_id="source",
                **HIDDEN_PROGRESS,
            )
            shown.failure(None, js=_script("failed"), key=("failed", turn.number, citation.n), api_visibility="private")


def _show_source(
    assistant: AssistantLike, place: Place, choices: Iterator[int], language: Language
) -> Callable[[tuple[Turn, ...]], str | dict[str, Any]]:
    """What a citation's button does. It holds the place only: Gradio keeps each function that was ever called."""
    nothing: dict[str, Any] = gr.skip()

    def show(history: tuple[Turn, ...]) -> str | dict[str, Any]:
        turn = next((turn for turn in history if turn.number == place.turn), None)
        if turn is None:  # the conversation was begun anew while the click was on its way
            return nothing
        citation = next(citation for citation in turn.answer.citations if citation.n == place.n)
        return source_html(
            assistant.documents[citation.document],
            citation,
            assistant.sections(citation.document),
            place=place,
            of=len(turn.answer.citations),
            choice=next(choices),
            language=language,
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
