"""The options of `python -m app check` -> the plain values that `app.eligibility.reading` reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.eligibility.facts import to_dict
from app.eligibility.reading import from_yaml
from app.errors import InputError


def read_options(
    kind: str | None,
    periods: Sequence[str],
    years: int | None,
    months: int | None,
    role: str | None,
    certificate: str | None,
    as_of: str | None,
    facts: Path | None,
) -> dict[str, Any]:
    """The case that the options describe; what isn't given is left out.

    Raises:
        InputError: no kind, a period that isn't START..[END], options beside a file, a file that can't be read.
    """
    if facts is not None:
        if periods or years is not None or months is not None or role or certificate:
            raise InputError("--facts: the file holds the case. Leave out the options that say it again.")
        return _read_file(facts, kind, as_of)
    if kind is None:
        raise InputError("--kind: missing. Give apply, use_title or recertify.")
    case: dict[str, Any] = {"kind": kind}
    if as_of is not None:
        case["as_of"] = as_of
    work = [_period(number, period, role) for number, period in enumerate(periods)]
    if years is not None or months is not None:
        work.append(_stated(years, months, role))
    if work:
        case["experience"] = work
    elif role:
        case["experience"] = [{"role": role}]
    if certificate is not None:
        case["certificate"] = certificate
    return case


def _period(number: int, period: str, role: str | None) -> dict[str, Any]:
    start, dots, end = period.partition("..")
    if not dots or not start.strip():
        raise InputError(
            f"experience[{number}]: {period!r} is no period. Write START..END, or START.. while it goes on."
        )
    item: dict[str, Any] = {"start": start.strip()}
    if end.strip():
        item["end"] = end.strip()
    else:
        item["still"] = True
    return item | ({"role": role} if role else {})


def _stated(years: int | None, months: int | None, role: str | None) -> dict[str, Any]:
    for name, value in (("years", years), ("months", months)):
        if value is not None and value < 0:
            raise InputError(f"{name}: {value} is negative. Give zero or more.")
    return {"lasting": f"{years or 0} years {months or 0} months", "still": True} | ({"role": role} if role else {})


def _read_file(path: Path, kind: str | None, as_of: str | None) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--facts: {path} can't be read ({error}). Name a YAML file in UTF-8.") from None
    case = to_dict(from_yaml(text, date.today()))  # noqa: DTZ011 - the asker's own day
    return case | {name: value for name, value in (("kind", kind), ("as_of", as_of)) if value}
