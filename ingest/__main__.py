"""`python -m ingest`: build the index of a corpus folder into a data folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.embedding import load_embeddings, model_identity
from app.errors import CmiError
from app.settings import Settings, chroma_access, load_settings
from app.store import Server
from ingest import build as building
from ingest.load import accept as accept_edits
from ingest.weights import prepare

command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
COUNTED = ("documents", "sections", "sentences", "passages", "questions")
screen = Console(highlight=False, soft_wrap=True)


@command.command(help="Build the index of a corpus folder into a data folder; quick when nothing changed.")
def ingest(
    corpus: Annotated[Path | None, typer.Option(help="Folder of texts (default: CMI_CORPUS_DIR).")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for the index (default: CMI_DATA_DIR).")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take deliberate edits of texts into the manifest.")] = False,
) -> None:
    """Run the build and report it; ends with the exit code of the error, if there was one."""
    started = time.monotonic()
    try:
        settings = load_settings(corpus_dir=corpus, data_dir=data)
        report = run(settings, accept=accept)
    except CmiError as error:
        errors.print(str(error), style="red", markup=False)
        raise typer.Exit(error.exit_code) from None
    for warning in report.warnings:
        errors.print(warning, style="yellow", markup=False)
    _show(report, settings, time.monotonic() - started)


def run(settings: Settings, *, accept: bool = False) -> building.Report:
    """Prepare the weights if need be, then build unless the index is current.

    Raises:
        CmiError: what `ingest.weights`, `ingest.load` and `ingest.build` raise.
    """
    if accept:
        for change in accept_edits(settings.corpus_dir) or ["nothing to accept: the manifest is up to date"]:
            screen.print(change, markup=False)
    if not settings.embedding_model:
        prepare(settings.model_dir, lambda message: screen.print(message, markup=False))
    identity = model_identity(settings.embedding_model, settings.model_dir)
    server = Server(settings.chroma_url, "", **chroma_access()) if settings.chroma_url else None
    current = building.current_report(settings.corpus_dir, settings.data_dir, identity, on_server=server is not None)
    if current is not None:
        return current
    building.read_corpus(settings.corpus_dir)  # a mistake in the corpus is told before the model is loaded
    embeddings = load_embeddings(settings.embedding_model, settings.model_dir)
    bars = Progress(
        TextColumn("{task.description:>10}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=errors,
    )
    tasks: dict[str, TaskID] = {}
    with bars:

        def advance(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done)

        return building.build(settings.corpus_dir, settings.data_dir, identity, embeddings, advance, server)


def _show(report: building.Report, settings: Settings, seconds: float) -> None:
    if not report.fresh:
        screen.print(f"The index in {settings.data_dir} is current; nothing to do.", markup=False)
    table = Table(*COUNTED, "seconds")
    table.add_row(*(str(report.counts.get(name, 0)) for name in COUNTED), f"{seconds:.1f}")
    screen.print(table)


if __name__ == "__main__":
    command()
