"""Refuses facts that can't be so, with the path to the culprit; nothing is mended or guessed."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from app.eligibility.dates import FIRST_DAY, LAST_DAY, LONG_AGO
from app.eligibility.facts import (
    MONTHS_IN_A_YEAR,
    Amount,
    Certificate,
    Duration,
    Experience,
    Facts,
    When,
    format_amount,
    format_duration,
    format_when,
)
from app.eligibility.rules import RuleSet
from app.eligibility.tally import fewest_days, most_days
from app.errors import InputError

MOST_STRETCHES = 20  # jobs of one person; it also bounds the work of one check
MOST_INTERRUPTED = 4  # stretches with breaks in them: the checker weighs every combination of them
MOST_CERTIFICATES = 30
LONGEST_ROLE = 200  # characters: longer is a story, not the name of a role
MOST_AMOUNT = 200 * MONTHS_IN_A_YEAR  # months or days beyond which nothing is reckoned with any more


def check(facts: Facts, rules: RuleSet) -> None:
    """Hold facts against the calendar, against each other and against the day they were told on.

    Raises:
        InputError: the first thing that can't be so; the message begins with its path.
    """
    told_on = facts.told_on or facts.as_of
    _day("as_of", facts.as_of)
    _day("told_on", told_on)
    items = facts.experience or ()
    if len(items) > MOST_STRETCHES:
        _refuse("experience", f"{len(items)} stretches of work are more than the {MOST_STRETCHES} that can be checked")
    if sum(item.interruption is not None for item in items) > MOST_INTERRUPTED:
        _refuse("experience", f"more than {MOST_INTERRUPTED} stretches have an interruption; give their dates instead")
    for index, item in enumerate(items):
        _check_experience(f"experience[{index}]", item, told_on, rules)
    if facts.certificate is not None:
        _check_certificate("certificate", facts.certificate, told_on)


def _check_experience(path: str, item: Experience, told_on: date, rules: RuleSet) -> None:
    _check_words(path, item, rules)
    if item.lasting is not None:
        _check_stated(path, item, item.lasting, rules)
    if item.start is not None:
        _when(f"{path}.start", item.start)
        _check_start(path, item, item.start, told_on)
    if item.end is not None:
        _when(f"{path}.end", item.end)
        if item.still is True:
            _refuse(f"{path}.end", f"{format_when(item.end)} contradicts `still`: work that goes on has no last day")
        if item.start is not None and (item.end.latest or LAST_DAY) < (item.start.earliest or LONG_AGO):
            _refuse(f"{path}.end", f"{format_when(item.end)} lies before its start {format_when(item.start)}")
    if item.lasting is None:
        _check_length(path, item, told_on, rules)


def _check_words(path: str, item: Experience, rules: RuleSet) -> None:
    if item.role is not None and not 0 < len(item.role.strip()) <= LONGEST_ROLE:
        _refuse(f"{path}.role", f"a role has 1 to {LONGEST_ROLE} characters")
    for number, name in enumerate(item.circumstances):
        if name not in rules.circumstances:
            known = ", ".join(rules.circumstances)
            _refuse(f"{path}.circumstances[{number}]", f"{name} is no circumstance of the rules; they know {known}")


def _check_stated(path: str, item: Experience, lasting: Duration, rules: RuleSet) -> None:
    if item.start is not None or item.end is not None:
        _refuse(f"{path}.lasting", "a length stands instead of dates; give one of the two")
    if item.planned:
        _refuse(f"{path}.planned", "what is planned has no length yet; give its start")
    _duration(f"{path}.lasting", lasting)
    if lasting.least is not None and lasting.least.months + lasting.least.days // 30 > _longest(rules):
        _refuse(f"{path}.lasting", f"{format_duration(lasting)} is more than a working life")
    if item.interruption is not None:
        _duration(f"{path}.interruption", item.interruption)


def _check_start(path: str, item: Experience, start: When, told_on: date) -> None:
    if not item.planned and start.earliest is not None and start.earliest > told_on:
        _refuse(
            f"{path}.start",
            f"{format_when(start)} lies after {told_on.isoformat()}: what is to come is a plan, no experience",
        )
    if item.planned and start.latest is not None and start.latest < told_on:
        _refuse(f"{path}.start", f"{format_when(start)} lies before {told_on.isoformat()}: that is no plan any more")


def _check_length(path: str, item: Experience, told_on: date, rules: RuleSet) -> None:
    if item.start is not None and item.start.latest is not None:
        ended = item.end.earliest if item.end else told_on if item.still is True else None
        if ended is not None and _months(item.start.latest, ended) > _longest(rules):
            _refuse(f"{path}.start", f"from {format_when(item.start)} on is more than a working life")
    if item.interruption is not None:
        _duration(f"{path}.interruption", item.interruption)
        least = item.interruption.least
        first = item.start.earliest if item.start else None
        last = item.end.latest if item.end else told_on
        if least and first and last and fewest_days(least) > (last - first).days + 1:
            _refuse(f"{path}.interruption", f"{format_duration(item.interruption)} is longer than the work itself")


def _check_certificate(path: str, certificate: Certificate, told_on: date) -> None:
    if certificate.held is False:
        for name in ("issued", "valid_until", "expired"):
            if getattr(certificate, name) not in (None, ()):
                _refuse(f"{path}.{name}", "contradicts `held`: who has no certificate has no date of one")
    if len(certificate.issued) > MOST_CERTIFICATES:
        _refuse(f"{path}.issued", f"more than {MOST_CERTIFICATES} dates")
    for index, when in enumerate(certificate.issued):
        _when(f"{path}.issued[{index}]", when)
        if when.earliest is not None and when.earliest > told_on:
            _refuse(f"{path}.issued[{index}]", f"{format_when(when)} lies in the future: that is no certificate yet")
    if certificate.valid_until is not None:
        _when(f"{path}.valid_until", certificate.valid_until)
    if certificate.planned is not None:
        _when(f"{path}.planned", certificate.planned)
        if certificate.planned.latest is not None and certificate.planned.latest < told_on:
            _refuse(f"{path}.planned", f"{format_when(certificate.planned)} lies in the past: that is no plan any more")


def _duration(path: str, duration: Duration) -> None:
    for amount in (duration.least, duration.most):
        if amount is not None:
            _amount(path, amount)
    if (duration.over and duration.least is None) or (duration.under and duration.most is None):
        _refuse(path, "more or less than what is not said")
    if duration.least is not None and duration.most is not None:
        same = duration.least == duration.most
        if fewest_days(duration.least) > most_days(duration.most) or (same and (duration.over or duration.under)):
            _refuse(path, f"{format_duration(duration)} can't be: its least is more than its most")


def _amount(path: str, amount: Amount) -> None:
    if amount.months < 0 or amount.days < 0:
        _refuse(path, "is negative; an amount of time is 0 or more")
    if amount.months > MOST_AMOUNT or amount.days > MOST_AMOUNT * 31:
        _refuse(path, f"{format_amount(amount)} is more than a working life")


def _when(path: str, when: When) -> None:
    for day in (when.earliest, when.latest):
        if day is not None:
            _day(path, day)
    if when.earliest is not None and when.latest is not None and when.latest < when.earliest:
        _refuse(path, f"{format_when(when)} ends before it begins")


def _day(path: str, day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        _refuse(path, f"{day.isoformat()} lies outside {FIRST_DAY.year} to {LAST_DAY.year}")


def _longest(rules: RuleSet) -> int:
    return rules.longest_working_life_years * MONTHS_IN_A_YEAR


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * MONTHS_IN_A_YEAR + last.month - first.month


def _refuse(path: str, trouble: str) -> NoReturn:
    raise InputError(f"{path}: {trouble}. Mend it and check again.")
