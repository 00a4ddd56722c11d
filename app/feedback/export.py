"""Feedback -> CSV for a spreadsheet, or JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Literal

from app.feedback.entry import Entry

Form = Literal["csv", "json"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula; a visitor may have typed one."""


def exported(entries: Iterable[Entry], form: Form) -> str:
    """All entries as text: CSV with a line of names, places as `document:start-end`; or a JSON list."""
    rows = [asdict(entry) | {"on": entry.on.isoformat()} for entry in entries]
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    written = io.StringIO()
    writer = csv.DictWriter(written, [field.name for field in fields(Entry)], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        places = " ".join("{document}:{start}-{end}".format(**place) for place in row["places"])
        writer.writerow({name: _cell(value) for name, value in (row | {"places": places}).items()})
    return written.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
