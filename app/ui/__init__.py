"""The room of the web chat: the only importer of Gradio, without any logic of answering.

    texts, assistant ─ markup ─ source_panel ─ turn ─ conversation ─ chat ─┐
    check_texts ─ entries ─ timeline ─ verdict ─ report ─ form ────────────┼─ page ─ server
    sources_texts ─ sources; about_texts, figures ─ about ─────────────────┘  (languages; app.service puts it on a port)

A screen is a function that makes HTML (pure), and one that puts it on a page of Gradio with its events; what only moves
on the screen itself (tabs, focus, search in the texts, downloads) is in the scripts beside them.

Gradio is imported inside the function, never with this package: it reads its environment when it is imported,
and takes seconds that a command without a screen needn't wait for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from app.ui.assistant import AssistantLike
from app.ui.figures import FILE as FIGURES
from app.ui.figures import Figures, read_figures
from app.ui.opinion import OnFeedback, Opinion
from app.ui.options import Options

if TYPE_CHECKING:
    import gradio

__all__ = [
    "FIGURES",
    "AssistantLike",
    "Figures",
    "OnFeedback",
    "Opinion",
    "Options",
    "build",
    "quiet_environment",
    "read_figures",
]

_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # Only /monitoring shows these statistics, and it is off; Gradio would compute them anew after each event.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
}
"""Read by Gradio and huggingface_hub, some at import: no call to gradio.app or huggingface.co, no bookkeeping."""


def quiet_environment() -> None:
    """Set what Gradio reads of the environment. Comes before the first import of Gradio; once more does no harm."""
    os.environ.update(_QUIET)


def build(assistant: AssistantLike) -> gradio.Blocks:
    """The page as a Gradio app, not yet served."""
    quiet_environment()
    from app.ui.page import build_page, in_event_loop

    return in_event_loop(lambda: build_page(assistant))
