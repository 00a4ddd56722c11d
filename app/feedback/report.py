"""Insights as one HTML page that needs nothing beside it, and as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.errors import ServiceError
from app.feedback.insights import Insights
from app.feedback.report_texts import LABELS
from app.schema import Language

TEMPLATES = Path(__file__).parent / "templates"
NAME = "insights"


def _code(text: str) -> str:
    """Text of a visitor in Markdown, as code: no mark in it means anything, and a table's cell stays one."""
    plain = " ".join(text.split()).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", plain)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {plain} {fence}" if plain else ""


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def rendered(insights: Insights, form: str, language: Language) -> str:
    """The report as `html` or `md`."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"code": _code, "share": _share}
    template = environment.get_template(f"{NAME}.{form}.j2")
    return template.render(it=insights, say=LABELS[language], language=language)


def write(insights: Insights, folder: Path, language: Language) -> list[Path]:
    """Write both forms into `folder`; gives their paths, the page first.

    Raises:
        ServiceError: the folder can't be written to.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form in ("html", "md"):
            path = folder / f"{NAME}.{form}"
            path.write_text(rendered(insights, form, language), encoding="utf-8")
            written.append(path)
    except OSError as error:
        raise ServiceError(
            f"The report can't be written to {folder}: {error.strerror}. Name another --output."
        ) from None
    return written
