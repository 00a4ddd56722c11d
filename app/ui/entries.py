"""What stands in the form <-> the checker's facts; pure. Nothing is judged here: the checker does that.

Entries ─> Case (facts, and the row that each period stood in) ─> check ─> Decision
                                              InputError ─> Trouble (which field, what is wrong, in words)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import InputError
from app.ui.check_texts import FIELDS, CheckTexts

_ADVICE = {"yes": True, "no": False}

_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_COUNT = re.compile(r"\d{1,6}", re.ASCII)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])", re.ASCII)

_PATH = re.compile(r"(?P<part>\w+)(?:\[(?P<index>\d+)\])?(?:\.(?P<field>\w+))?(?:\[\d+\])?")
_REMEDIES = re.compile(r"\. (?:Mend it and check again|Remove it or mend its spelling|Give it)\.\Z")


@dataclass(frozen=True, slots=True)
class Case:
    """Facts as the checker reads them, and for each period of them the number of its row in the form."""

    facts: Mapping[str, object]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the checker refused: the field (empty where it isn't one of the form), its name, and what is wrong."""

    field: str
    place: str
    sentence: str


def case_of(kind: object, periods: object, certificate: object, as_of: object, texts: CheckTexts) -> Case:
    """The form's values as facts; what is empty is left out.

    `periods` is a list of rows [start, end, role, career advice, months of a break, circumstance, circumstance, …].
    What isn't text (a request can hold anything) is empty.
    """
    facts: dict[str, object] = {"kind": _text(kind)}
    rows = [_cells(row) for row in periods] if isinstance(periods, list) else []
    filled = [number for number, row in enumerate(rows, 1) if any(row)]
    if filled:
        facts["experience"] = [_period(rows[number - 1], texts) for number in filled]
    obtained = _text(certificate)
    if obtained:
        facts["certificate"] = "none" if obtained.casefold() == texts.none else _iso(obtained)
    day = _text(as_of)
    if day and day.casefold() != texts.today:
        facts["as_of"] = _iso(day)
    return Case(facts, tuple(filled))


def _cells(row: object) -> list[str]:
    return [_text(cell) for cell in row] if isinstance(row, list) else []


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode("utf-8").strip() if isinstance(value, str) else ""


def _period(row: Sequence[str], texts: CheckTexts) -> dict[str, object]:
    start, end, role, advice, away, *ticked = (*row, "", "", "", "", "")
    told: dict[str, object] = {"start": _iso(start)} if start else {}
    told |= {"end": _iso(end)} if end else {"still": True}
    if role:
        told["role"] = role
    if advice in _ADVICE:
        told["career_advice"] = _ADVICE[advice]
    circumstances = [name for name in ticked if name]
    if circumstances:
        told["circumstances"] = circumstances
    if away and away.casefold() not in ("0", texts.none):
        told["interruption"] = f"{away} months" if _COUNT.fullmatch(away) else away
    return told


def _iso(text: str) -> str:
    """A date as people write it, in the checker's order; anything else unchanged, for the checker to refuse."""
    day, month = _DAY.fullmatch(text), _MONTH.fullmatch(text)
    if day:
        return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"
    return f"{month[2]}-{month[1]:0>2}" if month else text


def as_typed(text: str) -> str:
    """Every date of a sentence in the order of the form."""
    return _ISO.sub(lambda found: "-".join(part for part in reversed(found.groups()) if part), text)


def trouble_of(error: InputError, rows: Sequence[int], texts: CheckTexts) -> Trouble:
    """The checker's path-shaped message ("experience[1].end: 2019-02-30 is no date. …") in the form's words."""
    path, _, said = str(error).partition(": ")
    wrong = as_typed(_REMEDIES.sub("", said))
    sentence = wrong[:1].upper() + wrong[1:] + "."
    for pattern, wording in texts.troubles.items():
        found = re.fullmatch(pattern, wrong, re.DOTALL)
        if found:
            sentence = wording.format(*found.groups())
            break
    return Trouble(field_of(path, rows), place_of(path, rows, texts), sentence)


def place_of(path: str, rows: Sequence[int], texts: CheckTexts) -> str:
    """Which field a path of the facts speaks of, in words; the path itself where the form has no such field."""
    found = _PATH.fullmatch(path)
    if found is None or found["part"] not in texts.places:
        return path
    if found["index"] is None or found["part"] != "experience":
        return texts.places[found["part"]]
    row = texts.row.format(n=_row(found, rows))
    return f"{row}, {texts.places[found['field']]}" if found["field"] in texts.places else row


def field_of(path: str, rows: Sequence[int]) -> str:
    """The id of the form's field that a path speaks of, or "" where there is none."""
    found = _PATH.fullmatch(path)
    if found is None:
        return ""
    if found["part"] == "experience" and found["index"] is not None and found["field"] in FIELDS:
        return f"periode-{_row(found, rows)}-{found['field']}"
    return {"certificate": "certificaat", "as_of": "peildatum"}.get(found["part"], "")


def _row(found: re.Match[str], rows: Sequence[int]) -> int:
    index = int(found["index"])
    return rows[index] if index < len(rows) else index + 1
