"""A case as a picture: its periods, the certificate and the days that matter, drawn to scale as SVG. Pure.

What is certain of a period is drawn full, what depends on a day that wasn't told (a month, a year) is drawn pale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.ui.check_texts import CheckTexts
from app.ui.escaping import escape

Values = Mapping[str, Any]

HEAD = 44  # pixels above the rows: two lines for the days that matter
ROW = 40  # a row: its words, and its bar below them
BAR = 12
FOOT = 22  # the years
MARGIN = 1.5  # per cent left and right, so that a line at the edge is whole
LABEL = 22  # characters of a row's name, so that its words fit on a phone
MOST_YEARS = 8  # that are written under the picture; of a longer time every second, third … one


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: certainly from `start` to `end`, possibly from `first` to `last`."""

    label: str
    kind: str
    first: date
    start: date
    end: date
    last: date


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        """The place of a day, per cent of the width."""
        part = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(MARGIN + (100 - 2 * MARGIN) * part, 2)


def timeline_svg(decision: Values, rows: Sequence[int], texts: CheckTexts) -> str:
    """The picture of a decision; "" where nothing in it has a date. `rows` are the numbers of its periods' rows."""
    as_of = date.fromisoformat(decision["as_of"])
    bars = [*_periods(decision, rows, as_of, texts), *_certificate(decision, texts)]
    if not bars:
        return ""
    days = [(as_of, "as-of", texts.timeline_as_of)]
    if decision["earliest_date"]:
        days.append((date.fromisoformat(decision["earliest_date"]), "yes", texts.timeline_yes))
    moments = [*(day for day, _, _ in days), *(bar.first for bar in bars), *(bar.last for bar in bars)]
    scale = _Scale(min(moments), max(moments))
    bottom = HEAD + ROW * len(bars)
    drawn = "".join(_bar_svg(bar, HEAD + ROW * number, scale) for number, bar in enumerate(bars))
    lines = "".join(_day_svg(day, kind, label, n, bottom, scale) for n, (day, kind, label) in enumerate(days))
    told = "; ".join(_told(bar, texts) for bar in bars)
    return (
        f'<figure class="timeline"><svg width="100%" height="{bottom + FOOT}" role="img" '
        f'aria-label="{escape(f"{texts.timeline}: {told}")}">{_years_svg(scale, bottom)}{lines}{drawn}</svg></figure>'
    )


def _periods(decision: Values, rows: Sequence[int], as_of: date, texts: CheckTexts) -> Iterator[Bar]:
    for index, told in enumerate(decision["facts"].get("experience") or ()):
        start = _interval(told.get("start"))
        end = _interval(told.get("end")) if told.get("end") else ((as_of, as_of) if told.get("still") else None)
        if start is None or end is None or told.get("planned"):
            continue
        number = rows[index] if index < len(rows) else index + 1
        label = ", ".join(filter(None, (texts.row.format(n=number), told.get("role"))))
        yield Bar(label, "work", start[0], min(start[1], end[1]), max(end[0], start[0]), max(end[1], start[0]))


def _certificate(decision: Values, texts: CheckTexts) -> Iterator[Bar]:
    told = decision["facts"].get("certificate")
    issued = _interval(told["issued"][-1]) if isinstance(told, dict) and told.get("issued") else None
    if issued is None or not decision["valid_until"]:
        return
    until = max(date.fromisoformat(decision["valid_until"]), issued[1])
    yield Bar(texts.certificate_short, "certificate", issued[0], issued[1], until, until)


def _interval(told: object) -> tuple[date, date] | None:
    """First and last possible day of what `format_when` wrote; None where a side is open."""
    text = str(told or "")
    first, _, last = text.partition("/")
    days = [_bounds(part) for part in (first, last or first)]
    return (days[0][0], days[1][1]) if all(days) else None  # type: ignore[index]


def _bounds(text: str) -> tuple[date, date] | None:
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)
        if len(parts) == 2:
            following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
            return date(parts[0], parts[1], 1), following - timedelta(days=1)
        return date(*parts), date(*parts)
    except (TypeError, ValueError):
        return None


def _bar_svg(bar: Bar, top: int, scale: _Scale) -> str:
    y = top + ROW - BAR - 8
    possible = _rect(scale.at(bar.first), scale.at(bar.last), y, f"{bar.kind} maybe")
    certain = _rect(scale.at(bar.start), scale.at(bar.end), y, bar.kind) if bar.start <= bar.end else ""
    label = bar.label if len(bar.label) <= LABEL else bar.label[: LABEL - 1] + "…"
    words = escape(f"{label}: {_short(bar.first)} – {_short(bar.last)}")
    return f'{possible}{certain}<text x="{MARGIN}%" y="{y - 5}">{words}</text>'


def _rect(left: float, right: float, y: int, kind: str) -> str:
    return f'<rect x="{left}%" y="{y}" width="{max(0.4, round(right - left, 2))}%" height="{BAR}" class="{kind}"/>'


def _anchored(place: float) -> tuple[float, str]:
    """Where words at a place begin or end, so that they stay inside the picture."""
    return place, "start" if place < 35 else "end" if place > 65 else "middle"


def _day_svg(day: date, kind: str, label: str, line: int, bottom: int, scale: _Scale) -> str:
    x, anchor = _anchored(scale.at(day))
    y = 14 + 18 * line
    return (
        f'<line x1="{x}%" x2="{x}%" y1="{y + 4}" y2="{bottom}" class="{kind}"/>'
        f'<text x="{x}%" y="{y}" text-anchor="{anchor}" class="{kind}">{escape(f"{label}: {_short(day)}")}</text>'
    )


def _years_svg(scale: _Scale, bottom: int) -> str:
    years = range(scale.first.year + 1, scale.last.year + 1)
    step = -(-len(years) // MOST_YEARS) or 1
    return "".join(
        f'<line x1="{scale.at(date(year, 1, 1))}%" x2="{scale.at(date(year, 1, 1))}%" y1="{HEAD}" y2="{bottom + 4}" '
        f'class="year"/><text x="{scale.at(date(year, 1, 1))}%" y="{bottom + 18}" text-anchor="middle" class="year">'
        f"{year}</text>"
        for year in years[::step]
        if 4 < scale.at(date(year, 1, 1)) < 96
    )


def _told(bar: Bar, texts: CheckTexts) -> str:
    return texts.timeline_bar.format(label=bar.label, first=_short(bar.first), last=_short(bar.last))


def _short(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"
