"""Takes a program through every kind of bad disk, in a mount namespace of its own: `python -m tests.trouble FOLDER`.

FOLDER holds `corpus` with its index in `data`, and `edited`, a corpus with a changed text. Prints one JSON object: per
place what the command ended with (exit code, stdout, stderr, the name of an exception nobody expected) and what it left.
One process for all places, since starting Python with its libraries takes longer than all of them together.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

import app.cli
import ingest.__main__ as ingest
from app.bootstrap import build_assistant
from tests.beekeepers import Q_VALIDITY
from tests.letters import IDENTITY, letter_embeddings

SMALL_DISKS = (16, 64, 300, 500, 700, 900)
"""In kilobytes: full at the corpus, the word index, the question vectors, and three places within Chroma."""

TEMPORARY = (Path("/tmp"), Path("/var/tmp"), Path("/usr/tmp"))  # noqa: S108 - where Python looks for room


def main(folder: Path) -> None:
    """Visit the places, from bad to worse."""
    embeddings = letter_embeddings()
    app.cli.build_assistant = partial(build_assistant, embeddings=embeddings)  # type: ignore[assignment]
    ingest.prepare = lambda *_: None  # type: ignore[assignment]
    ingest.model_identity = lambda *_: IDENTITY
    ingest.load_embeddings = lambda *_: embeddings
    corpus, data, edited, empty = (folder / name for name in ("corpus", "data", "edited", "empty"))
    empty.mkdir()
    told: dict[str, dict[str, Any]] = {}
    for size in SMALL_DISKS:
        with mounted("-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(empty)):
            told[f"full at {size}"] = run(ingest.command, "--corpus", str(corpus), "--data", str(empty))
            told[f"full at {size}"]["left"] = [path.name for path in (empty / "versions").iterdir()]
    with mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs", str(empty)):
        tempfile.tempdir = os.environ["TMPDIR"] = str(empty)
        told["no room for a copy"] = run(app.cli.command, "ask", Q_VALIDITY, *at(corpus, data))
        told["no room for a copy"]["left"] = [path.name for path in empty.iterdir()]
        tempfile.tempdir = None
        del os.environ["TMPDIR"]
    with read_only(empty):
        told["read-only, empty"] = run(ingest.command, *at(corpus, empty))
    with read_only(corpus), read_only(data):
        told["read-only, built: ingest"] = run(ingest.command, *at(corpus, data))
        told["read-only, built: ask"] = run(app.cli.command, "ask", Q_VALIDITY, *at(corpus, data))
    with read_only(edited):
        told["read-only, edited: accept"] = run(ingest.command, "--accept", *at(edited, empty))
        told["read-only, edited: accept"]["left"] = sorted(path.name for path in edited.iterdir())
    tempfile.tempdir = None
    os.chdir(folder)  # the working directory is Python's last resort
    places = [folder, *(path for path in TEMPORARY if path.is_dir() and not path.is_symlink())]
    for path in places:
        mount("--bind", str(path), str(path))
        mount("-o", "remount,ro,bind", str(path))
    os.chdir(folder)  # again, for the mount that now lies over it
    told["nowhere for a copy"] = run(app.cli.command, "ask", Q_VALIDITY, *at(corpus, data))
    sys.stdout.write(json.dumps(told))


def at(corpus: Path, data: Path) -> tuple[str, ...]:
    """The options that lead to these folders."""
    return "--corpus", str(corpus), "--data", str(data)


def run(command: typer.Typer, *arguments: str) -> dict[str, Any]:
    """Run a command and say how it ended."""
    result = CliRunner().invoke(command, arguments)
    bug = "" if isinstance(result.exception, SystemExit | None) else repr(result.exception)
    return {"exit_code": result.exit_code, "stdout": result.stdout, "stderr": result.stderr, "bug": bug}


@contextmanager
def mounted(*arguments: str) -> Iterator[None]:
    """Mount something for a while; the last argument is where."""
    mount(*arguments)
    try:
        yield
    finally:
        subprocess.run([shutil.which("umount") or "umount", "--lazy", arguments[-1]], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder a read-only mount for a while, and be sure that it is one."""
    with mounted("--bind", str(folder), str(folder)):
        mount("-o", "remount,ro,bind", str(folder))
        try:
            (folder / "probe").touch()
        except OSError:
            yield
        else:
            raise AssertionError(f"{folder} can still be written")


def mount(*arguments: str) -> None:
    """Run `mount`."""
    subprocess.run([shutil.which("mount") or "mount", *arguments], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
