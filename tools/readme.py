"""Rewrite what README.md says of the program with what the program says of itself: a transcript and the settings.

    python -m tools.readme

Needs the index (`make ingest`). tests/test_readme.py asserts the settings; the transcript is as of the day it was made.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from app.settings import PREFIX, ROOT, Settings

README = ROOT / "README.md"
COLUMNS = 110
QUESTIONS = (
    "Hoeveel jaar werkervaring heb ik nodig voor het RL-certificaat?",
    "How long is the certificate valid?",
    "Wat kost het om je te laten certificeren?",
)


def settings_table() -> str:
    """A row per setting: its variable, its default (paths below the checkout as relative ones), its meaning."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path) and default.is_relative_to(ROOT):
            default = default.relative_to(ROOT).as_posix()
        rows.append(
            f"| `{PREFIX}{name.upper()}` | {f'`{default}`' if default != '' else 'none'} | {field.description} |"
        )
    return "\n".join(rows)


def transcript() -> str:
    """The commands and what they print, as a terminal would fold it.

    Raises:
        subprocess.CalledProcessError: a question wasn't answered; its message is on stderr.
    """
    shown = []
    for question in QUESTIONS:
        said = subprocess.run(
            [sys.executable, "-m", "app", "ask", question], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        shown.append(f'$ .venv/bin/python -m app ask "{question}"\n' + "\n".join(map(_folded, said.splitlines())))
    return "```console\n" + "\n\n".join(shown) + "\n```"


def replaced(text: str, mark: str, block: str) -> str:
    """`text` with `block` between `<!-- mark -->` and `<!-- /mark -->`.

    Raises:
        ValueError: one of the two marks is missing.
    """
    start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, after = text.index(start) + len(start), text.index(end)
    return f"{text[:before]}\n{block}\n{text[after:]}"


def _folded(line: str) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(line, COLUMNS, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def main() -> int:
    """Rewrite the file."""
    text = README.read_text(encoding="utf-8")
    text = replaced(text, "settings", settings_table())
    README.write_text(replaced(text, "transcript", transcript()), encoding="utf-8")
    print(README.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
