"""The eligibility form in Gradio, and the endpoints for programs: the same check, and verification.

    entries ─> assistant.check ─> verdict ─> outcome

The form keeps what was typed: no event writes to its fields.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import gradio as gr
from gradio.events import api

from app.errors import InputError
from app.schema import Language
from app.ui import fields, markup, report, verdict
from app.ui.assistant import AssistantLike
from app.ui.check_texts import CHECK, KINDS, CheckTexts
from app.ui.entries import case_of, trouble_of
from app.ui.escaping import escape
from app.ui.texts import CATALOGUE
from app.ui.turn import status_html

CHECK_API = "check_eligibility"
"""The endpoint's name: POST /gradio_api/call/check_eligibility {"data": [facts, "nl"]}, then GET …/<event_id>."""

VERIFY_API = "verify_quote"
"""Another one: POST /gradio_api/call/verify_quote {"data": [quote, statement]}; either may be null."""

HIDDEN_PROGRESS: Any = {"show_progress": "hidden", "api_visibility": "private"}

_STEPS = "window.checkForm.steps(element);"
_DATE = "window.checkForm.date(element, props);"
_PERIODS = "window.checkForm.periods(element, props);"
_REVEAL = "watch('value', () => window.checkForm.reveal(element));"
_FAILED = "() => window.chatPage.failed()"


def own_html(value: Any, **options: Any) -> gr.HTML:
    """Our own markup, without Gradio's prose style and without its default click handler."""
    return gr.HTML(value, **{"js_on_load": None, "apply_default_css": False, "preserved_by_key": None, **options})


def check_form(assistant: AssistantLike, language: Language) -> None:
    """The form, a step at a time, beside its outcome."""
    texts = CHECK[language]
    with gr.Row(elem_id="toets", equal_height=True):
        with gr.Column(elem_id="formulier", min_width=280):
            own_html(f'<p class="hint">{escape(texts.intro)}</p>')
            own_html(fields.steps_html(texts), elem_id="stappen", js_on_load=_STEPS)
            with gr.Column(elem_id="stap-1"):
                kinds = [(texts.kinds[kind], kind) for kind in KINDS]
                kind = gr.Radio(kinds, value=KINDS[0], label=texts.kind, elem_id="soort")
            with gr.Column(elem_id="stap-2"):
                table = fields.periods_html(texts)
                periods = own_html([], elem_id="perioden", html_template=table, js_on_load=_PERIODS)
            with gr.Column(elem_id="stap-3"):
                word = texts.none
                asked = fields.date_html(texts.certificate, texts.certificate_hint, "certificaat", texts, word)
                certificate = own_html("", elem_id="certificaat", html_template=asked, js_on_load=_DATE)
                asked = fields.date_html(texts.as_of, texts.as_of_hint, "peildatum", texts)
                as_of = own_html("", elem_id="peildatum", html_template=asked, js_on_load=_DATE)
            own_html(fields.moves_html(texts), elem_id="verder")
            button = gr.Button(texts.check, variant="primary", elem_id="controleer")
            own_html(status_html(CATALOGUE[language], texts.checking), elem_id="toetsmelding")
        with gr.Column(elem_id="uitkomstpaneel", min_width=280):
            outcome = own_html(verdict.before_html(texts), elem_id="uitkomst", js_on_load=_REVEAL)
    event = button.click(
        _check(assistant, texts, language),
        [kind, periods, certificate, as_of],
        outcome,
        concurrency_id="check",
        trigger_mode="once",
        **HIDDEN_PROGRESS,
    )
    event.failure(None, js=_FAILED, api_visibility="private")


def _check(assistant: AssistantLike, texts: CheckTexts, language: Language) -> Callable[..., str]:
    """What the button does: the form's values -> the outcome as HTML."""
    choices: Iterator[int] = itertools.count(1)

    def section_of(citation: Mapping[str, Any]) -> str:
        sections = assistant.sections(citation["document"])
        return next((heading for heading, start, end in sections if start <= citation["start"] < end), "")

    def check(kind: object, periods: object, certificate: object, as_of: object) -> str:
        case = case_of(kind, periods, certificate, as_of, texts)
        try:
            decision = assistant.check(case.facts, language=language)
        except InputError as error:
            return verdict.trouble_html(trouble_of(error, case.rows, texts), choice=next(choices), texts=texts)
        quoted = dict.fromkeys(criterion["citation"]["document"] for criterion in decision["criteria"])
        documents = {name: assistant.documents[name] for name in quoted}
        shown = verdict.decision_html(
            decision,
            rows=case.rows,
            section_of=section_of,
            publisher=markup.publisher_of(documents),
            notices=markup.notices_html(documents, language),
            choice=next(choices),
            language=language,
        )
        page = report.report_html(decision, shown, case.rows, texts.tab, language)
        return shown + report.keep_html(decision, page, texts)

    return check


def _language(given: object) -> Language:
    if given not in ("nl", "en"):
        raise InputError("language: is neither nl nor en. Give one of the two.")
    return "en" if given == "en" else "nl"


def check_endpoint(assistant: AssistantLike) -> None:
    """The check for programs: facts in, the Decision out, or {"error": message} where the facts can't be used."""

    def check_eligibility(facts: dict[str, Any], language: str = "nl") -> dict[str, Any]:
        """Decide a case by the rules of the texts.

        Args:
            facts: kind (apply, use_title, recertify), as_of, experience, certificate: as `check --facts` reads them.
            language: of the explanations, nl or en.
        """
        try:
            return assistant.check(facts, language=_language(language))
        except InputError as error:
            return {"error": str(error)}

    api(check_eligibility, api_name=CHECK_API, concurrency_id="check")


def verify_endpoint(assistant: AssistantLike) -> None:
    """Verification for programs: a quote and a statement in, the verdicts out, or {"error": message}."""

    def verify_quote(quote: str | None = None, statement: str | None = None) -> dict[str, Any]:
        """See whether a quote really stands in the texts, and whether a statement says no more than it.

        Args:
            quote: words that should stand in the texts.
            statement: what is said to follow from them, in Dutch or English.
        """
        try:
            return assistant.verify(quote or None, statement or None)
        except InputError as error:
            return {"error": str(error)}

    api(verify_quote, api_name=VERIFY_API, concurrency_id="check")
