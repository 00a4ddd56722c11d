"""The web chat as a service: everything between the socket and the page.

    socket ─ server (uvicorn, draining) ─ journal (request ids) ─ guard (paths, bodies, headers)
           ─ admission (who may ask now) ─ probes, or the page of app.ui

The only importer of Starlette, FastAPI and uvicorn beside the one file of app.ui that mounts the page. Imported inside
the function, never with this package: the page's framework takes seconds that a command without a screen needn't wait
for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.settings import Settings

if TYPE_CHECKING:
    from app.feedback.entry import FeedbackLike
    from app.service.server import SearchingAssistant
    from app.ui.figures import Figures

__all__ = ["serve"]


def serve(
    assistant: SearchingAssistant,
    settings: Settings,
    *,
    feedback: FeedbackLike | None = None,
    figures: Figures | None = None,
    quiet: bool = False,
) -> None:
    """Serve the page until Ctrl-C or SIGTERM, and let running answers finish; `quiet` prints nothing.

    With `feedback` the page asks what visitors think of answers; `figures` are those of the last evaluation.

    Raises:
        ServiceError: the address can't be listened on; the message names the port and the remedy.
    """
    from app.ui import quiet_environment

    quiet_environment()
    from app.service.server import serve_page

    serve_page(assistant, settings, feedback=feedback, figures=figures, quiet=quiet)
