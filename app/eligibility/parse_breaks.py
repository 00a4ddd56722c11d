"""Breaks in the work: the words for one, and how long it was where it is dated and not measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from app.eligibility.facts import Amount, Duration, When
from app.eligibility.parse_reckoned import Time

_WORD = (
    r"(?:tussenpozen|onderbrekingen|on and off|off and on|onderbreking|onderbroken|pauze|sabbatical|(?:er)?tussenuit|(?:rond)?gereisd|travell?ed|(?:er)?uit (?:ben |was |is )?geweest|uit gelegen|\w*verlof|break|leave|"
    r"gap|ziek geweest|ziek thuis|(?<=jaar )ziek|(?<=maanden )ziek|(?<=weken )ziek|ziekgemeld|ziek gemeld|ziekte|burn-?out|"
    r"niet gewerkt|niets? (?:in het vak |in dit vak )?gedaan|niet in het vak|uit het vak|uit dit vak|out of the (?:field|trade)|op reis|stil ?gelegd|gestopt geweest|not work(?:ing|ed)?|no work|"
    r"travell?ing|on leave|didn't work|thuis gezeten|thuisgezeten|wereldreis|stilgelegen|off|out of work|career break|werkloos|"
    r"(?:left|was out of|away from) (?:the|my|this) (?:profession|field|trade|job)|(?:jaar|jaren|maanden|weken|even|tijd|tijdje|poos|years?|months) weg(?: geweest)?|weg geweest|ertussen gezeten|tussenpauze|tussenperiode)"
)
BREAK_BEFORE = re.compile(
    rf"{_WORD}(?: geweest| gehad| genomen)?(?: van| of| for| ertussen|,| er tussen| duurde|:)?(?: een| a| totaal| "
    rf"in totaal)? ?$"
)
BREAK_AFTER = re.compile(
    rf" ?(?:lang|long|durende|of|met|with|door|een|a|aan|in|wegens|vanwege|ertussen|er|onbetaald|eruit|\w+)? "
    rf"?(?:een |a |of )?{_WORD}"
)
_BREAK = re.compile(rf"\b{_WORD}\b")
BREAK_FROM = re.compile(rf"\b{_WORD}(?: \w+){{0,2}} (?:van|from|tussen|between)(?: de| the)? $")
_NONE = re.compile(
    r"\b(?:zonder|geen|ononderbroken|aaneengesloten|without|no|uninterrupted)\b(?: \w+){0,2} ?(?:onderbreking\w*|"
    r"pauze\w*|break\w*|gap\w*)?"
)
_ALL_OF = re.compile(r"(?<!\w)(?:took|taking|heel|all of|the whole of|the entire year|het hele jaar|het jaar) $")
_UNTIL = re.compile(r"(?:(?<!\w)(?:tot|until|till|to|tot aan|tot ongeveer|tot in)(?: ongeveer| circa)? )$")
_UNTIL_EN = re.compile(r"(?<!\w)(?:until|till|to)(?: about)? $")
_WITHIN = re.compile(r"(?<!\w)(?:in|during) $")


def speaks_of_break(text: str) -> bool:
    """Whether a clause names a break in the work."""
    return _BREAK.search(text) is not None and not _NONE.search(text)


def until(when: When, *, english: bool) -> When:
    """End "tot 1 januari" the day before, "tot januari" then or in it, an English "until" on the day or before it."""
    if when.earliest is None:
        return when
    if when.exact and not english:
        return When.on(when.exact - timedelta(days=1))
    return When(when.earliest - timedelta(days=1), when.latest)


def dated_gap(low: str, dated: Sequence[Time]) -> tuple[When, When] | None:
    """The first and the last day of a break with both told, or of a year that was taken off as a whole."""
    if len(dated) == 2:
        between = low[dated[0].end : dated[1].start]
        last = dated[1].when
        if _UNTIL.search(between):
            last = until(last, english=_UNTIL_EN.search(between) is not None)
        return dated[0].when, last
    when = dated[0].when if len(dated) == 1 else None
    if when is None or when.earliest is None or when.latest is None or not _ALL_OF.search(low[: dated[0].start]):
        return None
    return When.on(when.earliest), When.on(when.latest)


def without_least(lasting: Duration) -> Duration:
    """A break of "bijna vijf jaar" as one of less than that: how much less makes no difference here."""
    return replace(lasting, least=None) if lasting.under else lasting


def break_of(low: str, times: Sequence[Time]) -> Duration:
    """How long a break was: as said; "in 2024", at most as long as that; otherwise unknown."""
    for time in times:
        if time.length is not None:
            return without_least(time.length.duration)
    if len(times) == 1 and _WITHIN.search(low[: times[0].start]):
        when = times[0].when
        if when.earliest is not None and when.latest is not None:
            return Duration(most=Amount(days=(when.latest - when.earliest).days + 1))
    return Duration()
