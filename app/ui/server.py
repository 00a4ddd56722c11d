"""What of Gradio is served: the page of each language mounted in a web app, and the paths that they use."""

from __future__ import annotations

import re

import gradio as gr
from fastapi import FastAPI
from gradio.context import LocalContext

from app.schema import Language
from app.ui.assistant import AssistantLike
from app.ui.form import CHECK_API, VERIFY_API
from app.ui.languages import PATHS, LanguageDoor
from app.ui.options import NOTHING, Options
from app.ui.page import build_page, head, in_event_loop, theme

_READ = re.compile(
    r"(?:/en)?(?:/|/config/?|/theme\.css|/robots\.txt|/favicon\.ico|/(?:static|assets|svelte)/.+"
    r"|/gradio_api/(?:theme\.css|info|app_id|startup-events|queue/data|heartbeat/[^/]+)/?)|/en"
)
_WRITE = re.compile(r"(?:/en)?/gradio_api/(?:queue/join|cancel|reset)/?")
_APIS = {True: f"(?:{CHECK_API}|{VERIFY_API})", False: VERIFY_API}
"""The endpoints for programs, with and without eligibility rules."""

_CALL = {rules: re.compile(rf"/gradio_api/call/{names}/?") for rules, names in _APIS.items()}
_CALLED = {rules: re.compile(rf"/gradio_api/call/{names}/[0-9a-f]+/?") for rules, names in _APIS.items()}
"""A call gives an event's id, and reading that event gives its result."""


def mount(outside: FastAPI, assistant: AssistantLike, options: Options = NOTHING) -> None:
    """Mount the page of each language in `outside`, behind the routes that this has already."""
    in_event_loop(lambda: _mount_all(outside, assistant, options))


def _mount_all(outside: FastAPI, assistant: AssistantLike, options: Options) -> None:
    languages: tuple[Language, ...] = ("en", "nl")  # the Dutch page last: its path holds the other's
    for language in languages:
        _mount(outside, build_page(assistant, language, options), language)
    outside.add_middleware(LanguageDoor)


def _mount(outside: FastAPI, page: gr.Blocks, language: Language) -> None:
    gr.mount_gradio_app(
        outside,
        page,
        path=PATHS[language],
        theme=theme(),
        head=head(language),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        max_file_size=1,
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
    )


def paths(*, can_check: bool) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """Patterns of the paths that the page reads, and of those it posts to; all else of Gradio is to stay shut.

    `can_check` opens the endpoint of the eligibility checker too.
    """
    return (_READ, _CALLED[can_check]), (_WRITE, _CALL[can_check])


def current_request_id() -> str | None:
    """The `x-request-id` of the request whose event is being worked on in this thread, where there is one."""
    request = LocalContext.request.get(None)
    found = request.headers.get("x-request-id") if request is not None else None
    return found if isinstance(found, str) else None
