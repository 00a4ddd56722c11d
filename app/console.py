"""What the commands share: the two streams of the terminal, options, and how an error is told."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from app.errors import CmiError

screen = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of texts (default: CMI_CORPUS_DIR).")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of its index (default: CMI_DATA_DIR).")]


class Reported:
    """Turns a declared error into its message on stderr and its exit code; anything else is a bug and stays one."""

    def __enter__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal may lack a character of the texts

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> Literal[False]:
        if isinstance(error, CmiError):
            errors.print(str(error), style="red", markup=False)
            raise typer.Exit(error.exit_code) from None
        return False
