"""Runs `python -m app` or `python -m ingest` in a process of its own with the small model: `python -m tests.launch app ask …`.

The commands, their options, files and exit codes are the real ones; only the model is a small one.
"""

from __future__ import annotations

import sys
from functools import partial

from tests.letters import IDENTITY, letter_embeddings


def main(module: str) -> None:
    """Put the small model where the command would load the large one, and run the command."""
    if module == "app":
        import app.cli
        from app.bootstrap import build_assistant

        app.cli.build_assistant = partial(build_assistant, embeddings=letter_embeddings())
        app.cli.command()
    else:
        import ingest.__main__ as ingest

        ingest.prepare = lambda *_: None
        ingest.model_identity = lambda *_: IDENTITY
        ingest.load_embeddings = lambda *_: letter_embeddings()
        ingest.command()


if __name__ == "__main__":
    main(sys.argv.pop(1))
