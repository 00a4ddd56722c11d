"""The criteria on the certificate: is there one, is it valid, and is the term for showing competence again over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.eligibility.dates import FAR_AHEAD, LONG_AGO, ONE_DAY, valid_through
from app.eligibility.facts import Certificate, Facts, When
from app.eligibility.logic import Finding, Status, Unsure
from app.eligibility.rules import RuleSet
from app.eligibility.rules_file import ReservationId

_LAST_VALID_DAY: frozenset[ReservationId] = frozenset({"last-valid-day"})
_NOT_TOLD = Unsure("certificate", "input_missing", "certificate")
_NO_DATE = Unsure("certificate.issued", "input_missing", "certificate_date")
_VAGUE_DATE = Unsure("certificate.issued", "input_ambiguous", "certificate_date")
_VAGUE_PLAN = Unsure("certificate.planned", "input_ambiguous", "certificate_date")
_CONFLICT = Unsure("certificate", "input_ambiguous", "certificate_conflict")


@dataclass(frozen=True, slots=True)
class Term:
    """Some day from `earliest` to `latest`: the last of a term; none where what was told contradicts itself."""

    earliest: date
    latest: date

    @property
    def contradictory(self) -> bool:
        """No day fits all that was told."""
        return self.earliest > self.latest


def weigh_certificate(facts: Facts) -> Finding:
    """Was a certificate obtained by the day it is decided for?"""
    told = facts.certificate
    if told is None:
        return _unknown(_NOT_TOLD)
    plan = _plan(told, facts)
    if plan is not None and plan.latest <= facts.as_of:
        return Finding("met", notes=frozenset({"plan"}))
    if plan is not None and plan.earliest <= facts.as_of and not _had_one(told):
        return _unknown(_VAGUE_PLAN)
    if told.issued:
        return _obtained(told.issued, facts)
    if _had_one(told):
        past = facts.told_on is not None and facts.as_of < facts.told_on
        return _unknown(_NO_DATE) if past else Finding("met")
    if told.held is False or plan is not None:
        notes: frozenset[ReservationId] = frozenset({"plan"} if plan else ())
        return Finding("not_met", notes=notes)
    return _unknown(_NOT_TOLD)


def weigh_validity(facts: Facts, rules: RuleSet) -> Finding:
    """Is the certificate valid on that day? With the last day on which it certainly is."""
    running = _running(facts, rules.parameters["validity_years"])
    if running.day is None:
        return running
    return Finding("met", notes=running.notes | _LAST_VALID_DAY, day=running.day)


def weigh_renewal(facts: Facts, rules: RuleSet) -> Finding:
    """Is the term over after which competence must be shown again? With its last day where it certainly runs."""
    running = _running(facts, rules.parameters["renewal_years"])
    if weigh_certificate(facts).status == "not_met":
        return Finding("not_met")
    opposite: dict[Status, Status] = {"met": "not_met", "not_met": "met", "unknown": "unknown"}
    status = opposite[running.status]
    extra: set[ReservationId] = set()
    if status == "met":
        extra.add("late-renewal")
    if running.day is not None:
        extra |= _LAST_VALID_DAY
    return Finding(status, running.reason, running.missing, running.notes | extra, running.day)


def _running(facts: Facts, years: int) -> Finding:
    """Does a term of so many years from the latest certificate still run on the day it is decided for?"""
    held = weigh_certificate(facts)
    told = facts.certificate
    if told is None or held.status != "met":
        return held
    term = _term(told, facts, years)
    if term is None:
        return _unknown(_NO_DATE)
    if term.contradictory:
        return _unknown(_CONFLICT)
    notes = frozenset(_notes(told, term)) | held.notes
    if facts.as_of <= term.earliest:
        return Finding("met", notes=notes, day=term.earliest)
    if facts.as_of > term.latest:
        return Finding("not_met", notes=notes)
    return _unknown(_VAGUE_DATE if term.earliest != LONG_AGO else _NO_DATE)


def _term(told: Certificate, facts: Facts, years: int) -> Term | None:
    """The last day of the term, as all that was told leaves it; None where nothing dates it.

    With a date of issue the years count from there, whatever end the asker names; an end alone is taken as named.
    """
    told_on = facts.told_on or facts.as_of
    plan = _plan(told, facts)
    if plan is not None and plan.latest <= facts.as_of:
        return Term(valid_through(plan.earliest, years), valid_through(plan.latest, years))
    dated = bool(told.issued or told.valid_until)
    term = Term(LONG_AGO, valid_through(told_on, years))
    if told.issued:
        first, last = _latest(told.issued, told_on, facts.as_of)
        term = Term(valid_through(first, years), valid_through(last, years))
    elif told.valid_until is not None:
        term = Term(_from(told.valid_until), min(_until(told.valid_until), term.latest))
    if told.expired is True:
        term, dated = Term(term.earliest, min(term.latest, told_on - ONE_DAY)), True
    elif told.expired is False:
        term = Term(max(term.earliest, told_on), term.latest)
    if plan is not None and plan.earliest <= facts.as_of:
        term = Term(term.earliest, FAR_AHEAD)  # it may have begun anew
    return term if dated else None


def _plan(told: Certificate, facts: Facts) -> Term | None:
    """Between which days a certificate is to be obtained; what is to come comes after the day of telling."""
    if told.planned is None:
        return None
    return Term(max(_from(told.planned), facts.told_on or facts.as_of), _until(told.planned))


def _latest(issued: tuple[When, ...], told_on: date, as_of: date) -> tuple[date, date]:
    """Between which days the latest certificate was obtained, of those obtained by `as_of`: by `told_on` all were."""
    possible = [when for when in issued if _from(when) <= as_of]
    certain = [when for when in possible if min(_until(when), told_on) <= as_of]
    return max(_from(when) for when in certain), max(min(_until(when), told_on) for when in possible)


def _obtained(issued: tuple[When, ...], facts: Facts) -> Finding:
    told_on = facts.told_on or facts.as_of
    if min(min(_until(when), told_on) for when in issued) <= facts.as_of:
        return Finding("met")
    if min(_from(when) for when in issued) <= facts.as_of:
        return _unknown(_VAGUE_DATE)
    return _unknown(_NO_DATE)  # told later than the day asked about: an earlier one may have gone unmentioned


def _had_one(told: Certificate) -> bool:
    return bool(told.held or told.issued or told.valid_until) or told.expired is not None


def _notes(told: Certificate, term: Term) -> list[ReservationId]:
    notes: list[ReservationId] = []
    if len(told.issued) > 1:
        notes.append("several-certificates")
    if told.valid_until is not None:
        notes.append("end-by-rule" if told.issued else "stated-expiry")
    if term.earliest != term.latest and term.earliest != LONG_AGO:
        notes.append("uncertain-date")
    days = [when.exact for when in told.issued]
    if any(day is not None and (day.month, day.day) == (2, 29) for day in days):
        notes.append("leap-day")
    return notes


def _unknown(doubt: Unsure) -> Finding:
    return Finding("unknown", doubt.reason, (doubt,))


def _from(when: When) -> date:
    return when.earliest or LONG_AGO


def _until(when: When) -> date:
    return when.latest or FAR_AHEAD
