"""Facts from outside (YAML, command line, form, tool call) -> Facts: the form that `facts.to_dict` writes.

    kind: apply
    as_of: 2026-11-22
    experience:
      - {start: 2018-01-01, end: 2020-01-01, role: loopbaanadviseur}
      - {start: 2023-06, still: true, role: loopbaancoach, circumstances: [part_time]}
      - {lasting: 2 years 6 months, role: outplacementconsulent}
    certificate: 2024-05-01      # or `none`, a list of dates, or {held, issued, valid_until, expired, planned}

A day is 2025-06-01, some day in a month 2025-06, in a year 2025, in another interval 2025-06-01/2025-06-15 (`..` for an
open side). A length is "3 years 2 months 5 days", "> 10 years", ">= 2 years and < 3 years", or "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StrictBool, StrictStr, ValidationError

from app.eligibility.facts import Amount, Certificate, Duration, Experience, Facts, Kind, When
from app.errors import InputError

MOST_CHARACTERS = 16_000  # of a YAML file with one person's case
MOST_BRACKETS = 300  # the reader's time grows with the square of the nesting: 5,000 brackets cost seconds
_LONGEST_SHOWN = 60  # characters of a wrong value that a message repeats

_NO_LENGTH = 'is no length of time; write it as "3 years 2 months"'

_UNITS = {
    "year": (12, 0), "jaar": (12, 0), "jaren": (12, 0),
    "month": (1, 0), "maand": (1, 0), "maanden": (1, 0),
    "week": (0, 7), "weken": (0, 7),
    "day": (0, 1), "dag": (0, 1), "dagen": (0, 1),
}  # fmt: skip
_PART = re.compile(r"(\d{1,6})\s*([a-z]+)\s*(?:,|\band\b|\ben\b)?\s*")
_BOUND = re.compile(r"\s*(>=|<=|>|<)\s*(.+?)\s*")


def read_when(value: object) -> When:
    """A day or an interval of days.

    Raises:
        ValueError: it is neither; the message names the value.
    """
    if isinstance(value, When):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return When.on(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError(f"{_shown(value)} is no date")
    first, slash, last = value.strip().partition("/")
    if not slash:
        return _one_when(first)
    earliest = None if first.strip() == ".." else _one_when(first).earliest
    latest = None if last.strip() == ".." else _one_when(last).latest
    return When(earliest, latest)


def read_duration(value: object) -> Duration:
    """A length of time or bounds of one.

    Raises:
        ValueError: it is neither; the message names the value.
    """
    if isinstance(value, Duration):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{_shown(value)} {_NO_LENGTH}")
    text = value.strip().casefold()
    if text == "unknown":
        return Duration()
    if not text.startswith(("<", ">")):
        return Duration.exactly(_amount(text))
    bounds: dict[str, tuple[Amount, bool]] = {}
    for part in re.split(r"\band\s+(?=[<>])", text):
        match = _BOUND.fullmatch(part)
        if match is None or match.group(1)[0] in bounds:
            raise ValueError(f"{_shown(value)} {_NO_LENGTH}")
        bounds[match.group(1)[0]] = _amount(match.group(2)), len(match.group(1)) == 1
    least, over = bounds.get(">", (None, False))
    most, under = bounds.get("<", (None, False))
    return Duration(least, most, over, under)


def from_mapping(data: object, as_of: date | None = None) -> Facts:
    """Facts from plain values; `as_of` is the day to decide for where the values name none.

    Raises:
        InputError: something can't be read, or a key is unknown; the message begins with its path.
    """
    if not isinstance(data, Mapping):
        raise InputError("the facts: are no mapping of names to values. Write them as `name: value` lines.")
    given = dict(data)
    if as_of is not None and given.get("as_of") is None:
        given["as_of"] = as_of
    try:
        return _FactsInput.model_validate(given).facts()
    except ValidationError as error:
        raise InputError(_explain(error)) from None


def from_yaml(text: str, as_of: date | None = None) -> Facts:
    """Facts from a YAML text.

    Raises:
        InputError: it is no YAML, holds a key twice or an alias, or `from_mapping` refuses what it holds.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"the facts: are longer than {MOST_CHARACTERS} characters. One person's case is enough.")
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        raise InputError(f"the facts: have more than {MOST_BRACKETS} brackets. Write them as in the documentation.")
    try:
        data = yaml.load(text, Loader=_FactsLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        trouble = getattr(error, "problem", None) or "it can't be read"
        raise InputError(f"the facts: are no valid YAML{where}: {trouble}. Mend that line.") from None
    except (RecursionError, ValueError):
        raise InputError("the facts: can't be read as YAML. Write them as in the documentation.") from None
    return from_mapping(data, as_of)


class _FactsLoader(yaml.SafeLoader):
    """YAML without dates (a wrong one must reach the reader, with its path), without aliases, no key twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """One node; an alias is refused."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias can't be used here", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """One mapping; a key that stands there twice is refused."""
        names: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in names:
                    trouble = f"{key.value!r} stands there twice"
                    raise yaml.constructor.ConstructorError(None, None, trouble, key.start_mark)
                names.add(key.value)
        return super().construct_mapping(node, deep)


_FactsLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":float", ":merge"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _read_day(value: object) -> date:
    day = read_when(value).exact
    if day is None:
        raise ValueError(f"{_shown(value)} is no single day; write it as 2026-11-22")
    return day


_Day = Annotated[date, BeforeValidator(_read_day)]
_When = Annotated[When, BeforeValidator(read_when)]
_Duration = Annotated[Duration, BeforeValidator(read_duration)]


def _whole_text(value: str) -> str:
    """Half a surrogate pair is no character: nothing could be written of it, the receipt neither."""
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("holds half a character; write it as text")
    return value


_Text = Annotated[StrictStr, AfterValidator(_whole_text)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class _ExperienceInput(_Strict):
    """One stretch of work."""

    start: _When | None = None
    end: _When | None = None
    still: StrictBool | None = None
    lasting: _Duration | None = None
    role: _Text | None = None
    career_advice: StrictBool | None = None
    circumstances: tuple[_Text, ...] = ()
    interruption: _Duration | None = None
    after_others: StrictBool = False
    planned: StrictBool = False

    def experience(self) -> Experience:
        return Experience(**{name: getattr(self, name) for name in type(self).model_fields})


class _CertificateInput(_Strict):
    """What was told of the certificate."""

    held: StrictBool | None = None
    issued: tuple[_When, ...] = ()
    valid_until: _When | None = None
    expired: StrictBool | None = None
    planned: _When | None = None

    def certificate(self) -> Certificate:
        return Certificate(**{name: getattr(self, name) for name in type(self).model_fields})


def _read_certificate(value: object) -> object:
    """The short forms: `none`, one date, a list of dates."""
    if isinstance(value, str) and value.strip().casefold() == "none":
        return {"held": False}
    if value is None or isinstance(value, (Mapping, _CertificateInput)):
        return value
    if isinstance(value, (list, tuple)):
        return {"held": True, "issued": value}
    read_when(value)  # a wrong date is named without the path of the long form
    return {"held": True, "issued": [value]}


class _FactsInput(_Strict):
    """The whole case."""

    kind: Kind
    as_of: _Day
    told_on: _Day | None = None
    experience: tuple[_ExperienceInput, ...] | None = None
    certificate: Annotated[_CertificateInput | None, BeforeValidator(_read_certificate)] = None
    hypothetical: StrictBool = False
    unread: tuple[_Text, ...] = ()

    def facts(self) -> Facts:
        return Facts(
            kind=self.kind,
            as_of=self.as_of,
            told_on=self.told_on,
            experience=None if self.experience is None else tuple(item.experience() for item in self.experience),
            certificate=self.certificate.certificate() if self.certificate else None,
            hypothetical=self.hypothetical,
            unread=self.unread,
        )


def _one_when(text: str) -> When:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip(), re.ASCII)
    try:
        if match is not None:
            year, month, day = match.groups()
            if day:
                return When.on(date(int(year), int(month), int(day)))
            return When.in_month(int(year), int(month)) if month else When.in_year(int(year))
    except ValueError:
        pass
    raise ValueError(f"{_shown(text)} is no date")


def _amount(text: str) -> Amount:
    months = days = position = 0
    while position < len(text):
        match = _PART.match(text, position)
        unit = match and _UNITS.get(match.group(2).removesuffix("s"))
        if match is None or unit is None:
            trouble = "is negative; an amount is 0 or more" if text.startswith("-") else _NO_LENGTH
            raise ValueError(f"{_shown(text)} {trouble}")
        count = int(match.group(1))
        months, days, position = months + count * unit[0], days + count * unit[1], match.end()
    if not text:
        raise ValueError("is empty, no length of time")
    return Amount(months, days)


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, (str, int, float, date)) else f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _explain(error: ValidationError) -> str:
    """The first complaint with its path: "experience[1].end: 2019-02-30 is no date"."""
    first = error.errors(include_url=False)[0]
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    if first["type"] == "extra_forbidden":
        trouble = "is an unknown key. Remove it or mend its spelling."
    elif first["type"] == "missing":
        trouble = "is missing. Give it."
    elif first["type"] == "value_error":
        trouble = f"{first['ctx']['error']}. Mend it and check again."
    else:
        trouble = f"{first['msg'][:1].lower()}{first['msg'][1:]}. Mend it and check again."
    return f"{where[:200] or 'the facts'}: {trouble}"
