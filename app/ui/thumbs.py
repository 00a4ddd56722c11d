"""Two buttons and an optional reason under the latest answer, where somebody takes opinions."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.ui.conversation import Turn
from app.ui.escaping import escape
from app.ui.form import HIDDEN_PROGRESS, own_html
from app.ui.opinion import OnFeedback, Opinion
from app.ui.texts import Texts

MAX_REASON = 500
"""Characters of a reason: some sentences."""


def thumbs(turn: Turn, texts: Texts, on_feedback: OnFeedback) -> None:
    """The buttons of one turn. A thumb asks for a reason; what is sent, with or without one, is one opinion."""
    given = gr.State(None)
    with gr.Row(elem_classes=["thumbs"]) as asked:
        own_html(f"<p>{escape(texts.helpful)}</p>")
        buttons = [(gr.Button(label, size="sm", scale=0, min_width=60), helpful) for label, helpful in _labels(texts)]
    with gr.Column(elem_classes=["reason"], visible=False) as more:
        reason = gr.Textbox(label=texts.reason, max_length=MAX_REASON, lines=2)
        consent = gr.Checkbox(label=texts.consent, value=False)
        send = gr.Button(texts.opinion, size="sm", scale=0)
    thanks = own_html("", elem_classes=["thanks"])

    def rate(helpful: bool) -> Any:
        return lambda: (helpful, gr.Row(visible=False), gr.Column(visible=True))

    def explain(helpful: bool, words: str, consented: bool) -> tuple[Any, ...]:
        told = (words or "")[:MAX_REASON].strip()
        on_feedback(Opinion(turn.question, turn.answer, bool(helpful), told, bool(consented)))
        return gr.Column(visible=False), f'<p role="status">{escape(texts.thanks)}</p>'

    for button, helpful in buttons:
        button.click(rate(helpful), outputs=[given, asked, more], **HIDDEN_PROGRESS)
    send.click(explain, [given, reason, consent], [more, thanks], **HIDDEN_PROGRESS)


def _labels(texts: Texts) -> tuple[tuple[str, bool], tuple[str, bool]]:
    return (f"\N{THUMBS UP SIGN} {texts.yes}", True), (f"\N{THUMBS DOWN SIGN} {texts.no}", False)
