"""What a reply means in the light of what had been asked: "ja", "vier jaar", "sinds maart", "in outplacement"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.eligibility.facts import Certificate, Experience, Kind
from app.eligibility.parse_merge import merged_stretch
from app.eligibility.parse_told import Lexicon, Told, Unread
from app.eligibility.tally import most_days

_ASKS_YEARS = re.compile(r"^experience$|\.(?:lasting|start)$")
_INDEX = re.compile(r"experience\[(\d+)\]\.(\w+)")


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one person."""

    experience: tuple[Experience, ...] | None = None
    certificate: Certificate | None = None
    unread: tuple[Unread, ...] = ()


def answered_case(case: Case, told: Told, asked: str | None, kind: Kind | None, lexicon: Lexicon) -> Case:
    """The case with the bare answer, if the message is one, to what had been asked."""
    if told.none_of_it:
        return replace(case, certificate=Certificate(held=False)) if kind != "apply" else replace(case, experience=())
    put_right = (told.corrects or told.hypothetical) and case.experience and case.experience[-1].lasting is not None
    if told.counted and not _ASKS_YEARS.search(asked or "") and not put_right:
        return case
    return _with_answer(case, told, asked, kind, lexicon)


def _with_answer(case: Case, told: Told, asked: str | None, kind: Kind | None, lexicon: Lexicon) -> Case:
    """The case with an answer that only what had been asked gives its meaning."""
    if asked is None and kind not in ("apply", None):
        unasked = replace(told, yes_no=None)  # "nee maar serieus, mag ik …?" answers nothing
        return replace(case, certificate=_certificate_answer(case.certificate, unasked))
    if asked is None and not _orders(case, told):
        return _corrected(case, told, lexicon)
    if asked is not None and asked.startswith("certificate"):
        return replace(case, certificate=_certificate_answer(case.certificate, told))
    if asked is None or asked == "experience.overlap" or _orders(case, told):
        if told.overlapping is False and case.experience:
            return replace(
                case,
                experience=(case.experience[0], *(replace(item, after_others=True) for item in case.experience[1:])),
            )
        if case.experience and (told.wholly or (told.at_once and _equally_long(case.experience))):
            return replace(case, experience=at_once(case.experience, lexicon))
        return _corrected(case, told, lexicon)
    if asked == "experience" or not case.experience:
        return replace(case, experience=_first_answer(case.experience, told, lexicon))
    match = _INDEX.fullmatch(asked)
    place = int(match[1]) if match else len(case.experience) - 1
    if match is None or place >= len(case.experience):
        return _corrected(case, told, lexicon)
    item = _answer(case.experience[place], told, match[2], lexicon)
    return replace(case, experience=(*case.experience[:place], item, *case.experience[place + 1 :]))


def _orders(case: Case, told: Told) -> bool:
    """Whether a message says nothing but how several stretches lie."""
    return len(case.experience or ()) > 1 and told.overlapping is not None and not told.has_facts


def _equally_long(items: tuple[Experience, ...]) -> bool:
    return all(item.lasting is not None and item.lasting == items[0].lasting for item in items)


def at_once(items: tuple[Experience, ...], lexicon: Lexicon) -> tuple[Experience, ...]:
    """Stated lengths of work done in the same time: the longest is all there was."""
    lengths = [
        item.lasting.least
        for item in items
        if item.lasting and item.lasting.least and item.lasting.least == item.lasting.most
    ]
    alike = all(item.role is not None and lexicon.knows(item.role) and not item.circumstances for item in items)
    if len(lengths) != len(items) or not alike:
        return items
    longest = max(items, key=lambda item: most_days(item.lasting.least) if item.lasting and item.lasting.least else 0)
    return (longest,)


def _first_answer(known: tuple[Experience, ...] | None, told: Told, lexicon: Lexicon) -> tuple[Experience, ...] | None:
    """The answer to "Hoe lang werkt u al als …, en sinds wanneer?": it speaks of the role that was asked about."""
    if told.has_facts:
        return known
    if told.not_begun:
        return ()
    if told.until is not None and told.when is not None:
        return (Experience(start=told.when, end=told.until, role=lexicon.asked_role),)
    if told.when is not None:
        return (Experience(start=told.when, still=True, role=lexicon.asked_role),)
    if told.lasting is not None:
        return (Experience(lasting=told.lasting, still=True, role=lexicon.asked_role),)
    if told.loose_role is not None and told.yes_no is None:
        return (Experience(still=True, role=told.loose_role),)
    return known


def _answer(item: Experience, told: Told, field: str, lexicon: Lexicon) -> Experience:
    """One stretch with the answer to a question about one thing of it."""
    if told.corrects and told.loose_role is not None and lexicon.knows(told.loose_role):
        return replace(item, role=told.loose_role, career_advice=None)
    denied = told.yes_no == "no" and told.experience and told.experience[0].after_others
    if field == "career_advice" and told.has_facts and (denied or told.career_advice is False):
        return replace(item, career_advice=False)
    if told.has_facts:
        return item
    if field == "career_advice" and told.career_advice is not None:
        return replace(item, career_advice=told.career_advice)
    if field == "career_advice" and told.yes_no is not None:
        mixed = tuple(dict.fromkeys((*item.circumstances, "mixed"))) if told.yes_no == "partly" else item.circumstances
        return replace(item, career_advice=told.yes_no != "no", circumstances=mixed)
    timed = told.lasting is not None or told.when is not None
    if field == "role" and told.career_advice is True:
        return replace(item, career_advice=True)
    if field == "role" and told.loose_role is not None and not timed:
        return replace(item, role=told.loose_role)
    if field == "interruption" and told.lasting is not None:
        return replace(item, interruption=told.lasting)
    return _timed_answer(item, told, field)


def _timed_answer(item: Experience, told: Told, field: str) -> Experience:
    """The stretch with a day or a length, or whether it goes on, answered."""
    if field == "still" and told.yes_no in ("yes", "no"):
        item = replace(item, still=told.yes_no == "yes", end=None)
    if field in ("end", "still") and (told.until or told.when) is not None:
        return merged_stretch(item, Experience(end=told.until or told.when))
    if told.until is not None or told.when is not None:
        return merged_stretch(item, Experience(start=told.when, end=told.until))
    return merged_stretch(item, Experience(lasting=told.lasting)) if told.lasting is not None else item


def _corrected(case: Case, told: Told, lexicon: Lexicon) -> Case:
    """A bare "nee, vier jaar" or "sinds 2019" where nothing was open: of the last thing told."""
    if told.has_facts:
        return case
    if case.experience and told.loose_role is not None and lexicon.knows(told.loose_role):
        item = replace(case.experience[-1], role=told.loose_role, career_advice=None)
        return replace(case, experience=(*case.experience[:-1], item))
    if not (told.lasting or told.when or told.until):
        return case
    certificate = case.certificate
    if case.experience:
        last = case.experience[-1]
        if told.lasting is not None:
            item = merged_stretch(last, Experience(lasting=told.lasting))
        else:
            item = merged_stretch(
                last, Experience(start=told.when, end=told.until, still=last.still if told.when else None)
            )
        return replace(case, experience=(*case.experience[:-1], item))
    if certificate is not None and told.when is not None:
        return replace(case, certificate=replace(certificate, held=True, issued=(told.when,)))
    return case


def _certificate_answer(known: Certificate | None, told: Told) -> Certificate | None:
    if told.certificate is not None:
        return known
    base = known if known is not None and known.held is not False else Certificate()
    ends = base.valid_until is not None and not base.issued
    if (told.until is not None and told.when is None) or (told.when is not None and ends and told.until is None):
        return replace(base, held=True, valid_until=told.until or told.when, expired=None)
    if told.when is not None and (told.when.earliest is None or told.yes_no != "no" or known is not None):
        return replace(base, held=True, issued=(told.when,))
    if told.yes_no == "no" and (known is None or known.held is None):
        return Certificate(held=False)
    if told.yes_no == "yes" and known is None:
        return Certificate(held=True)
    return known
