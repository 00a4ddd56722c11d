"""`python -m app feedback` and `python -m app insights`: for who runs the chat and who keeps its texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.bootstrap import build_assistant, build_feedback
from app.chain import Assistant
from app.console import CorpusOption, DataOption, Reported, screen
from app.errors import InputError, ServiceError
from app.feedback.export import Form, exported
from app.feedback.insights import insights_of
from app.schema import Language
from app.settings import ROOT, Settings, load_settings

if TYPE_CHECKING:
    from app.feedback.store import FeedbackStore

OFF = "No feedback is kept. Set CMI_FEEDBACK_URL to where it is to be, such as sqlite:///data/feedback.db."

feedback = typer.Typer(no_args_is_help=True, help="What visitors ask and think, where that is kept.")


@feedback.command()
def purge() -> None:
    """Delete what is older than CMI_FEEDBACK_DAYS. The running chat does so daily, where it is asked something."""
    with Reported():
        settings = load_settings()
        deleted = _store(settings).purge()
        screen.print(f"{deleted} entries older than {settings.feedback_days} days are deleted.")


@feedback.command()
def export(
    form: Annotated[Form, typer.Option("--format", help="csv or json.")] = "csv",
    output: Annotated[Path | None, typer.Option(help="A file (default: standard output).")] = None,
) -> None:
    """Write out all that is kept."""
    with Reported():
        text = exported(_store(load_settings()).entries(), form).encode("utf-8")
        if output is None:
            sys.stdout.buffer.write(text)
            return
        try:
            output.write_bytes(text)
        except OSError as error:
            raise ServiceError(f"{output} can't be written: {error.strerror}. Name another --output.") from None


def insights(
    corpus: CorpusOption = None,
    data: DataOption = None,
    days: Annotated[int | None, typer.Option(min=1, help="Of the last days only.")] = None,
    output: Annotated[Path, typer.Option(help="Folder for the page and the Markdown.")] = ROOT / "reports",
    language: Annotated[Language, typer.Option(help="Of the report, nl or en.")] = "nl",
) -> None:
    """Write a page: what is asked, what is refused, where answers don't please; with a draft for questions.yaml."""
    with Reported():
        from app.feedback.report import write  # Jinja: only this command needs it

        settings = load_settings(corpus_dir=corpus, data_dir=data)
        store = _store(settings)
        assistant = build_assistant(settings, chat=False)
        found = insights_of(store.entries(days), assistant.documents, lambda question: _nearest(assistant, question))
        for path in write(found, output, language):
            screen.print(str(path))


def _nearest(assistant: Assistant, question: str) -> tuple[str, str] | None:
    hit = next(iter(assistant.search(question, 1)), None)
    return (hit.section, assistant.corpus.text(hit.span)) if hit else None


def _store(settings: Settings) -> FeedbackStore:
    store = build_feedback(settings)
    if store is None:
        raise InputError(OFF)
    return store
