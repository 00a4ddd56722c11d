"""The one day in a message that says nothing else of a time: in a conversation about one thing it is that thing's day.

"The certificate says 20 January 2024", "gevonden, 6 september 2022", "het hare is van 30 november 2023": who was asked for
a day gives it in any words. What could make it another day (an end, a denial, work, a step towards it) is left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from app.eligibility.facts import Certificate, When
from app.eligibility.parse_answers import SHORT_FILL
from app.eligibility.parse_clauses import RELATION, is_about_something_else
from app.eligibility.parse_persons import named_person
from app.eligibility.parse_reading import Reading
from app.eligibility.parse_reckoned import Time
from app.eligibility.parse_told import Problem, Told
from app.eligibility.parse_words import blank

NO_CHANGE = r"\b(?:niet|nooit|not|never)(?: (?:meer|been|again|opnieuw|laten))* (?:verlengd|vernieuwd|hercertificeerd|verlengen|vernieuwen|renewed|recertified)\b"
"""What changes nothing about a day told beside it."""

ASIDES = re.compile(
    rf"{NO_CHANGE}|\b(?:vlak|net|kort|just|right|shortly) (?:voor|na|before|after) (?:(?:de|het|the|my|mijn|onze) )?(?:vakantie|zomer(?:vakantie)?|kerst\w*|pasen|holidays?|summer|christmas|easter)(?: in \w+)?|\b(?:never|not|n't) (?:renew|recertify|extend)\w*(?: it| that)?\b|"
    r"\b(?:daarna|sindsdien|verder|since(?: then)?|after that)(?: \w+){0,2} (?:niets?|niks|nothing)(?: \w+){0,2}\b|"
    r"\b(?:de )?(?:precieze|exacte) (?:datum|dag)\b[^.?!]*\b(?:niet|geen|kwijt|vergeten)\b|\b(?:don't|do not|can't) (?:know|remember|recall)\b[^.?!]*|"
    r"\b(?:weet|herinner)\b[^.?!]*\bniet\b[^.?!]*|\bniet (?:zeker|precies|exact)\b"
)
_ANOTHER_DAY = re.compile(
    r"\b(?:nooit|niet|geen|never|not|no|n't|als|if|tot|t/m|until|till|through|gestopt|stopte|stopped|ophou\w*|einde?|eindigde|ended|voor|before|na|after|"
    r"misschien|maybe|perhaps|of (?:zo|misschien|toch)|ofzo|or|tussen|between|verlo\w+|verval\w*|verlie\w+|verviel|liep|loopt|afloopt|aflopen|afgelopen|geldig|valid|expir\w+|lapse\w*|ran|runs|"
    r"einddatum|vervaldatum|aangevraagd|aanvraag|aangemeld|aanmelding|ingeschreven|opgegeven|applied|application|enrolled|gezakt|failed|afgewezen|geweigerd|rejected|"
    r"ingetrokken|geschorst|revoked|withdrawn|suspended|diploma\w*|\w*opleiding\w*|cursus\w*|studie\w*|degree|course|training|bachelor|master|hbo|rijbewijs|"
    r"op naam|werkgever|bedrijf|employer|company|geboren|jarig|born|birthday|getrouwd|married|verhuisd|moved|woon\w*|live[ds]?|pensioen|retire\w*|begin|start|krijg|haal|verwacht|hoop|ga|wil|will|expect|hope|plan)\b"
)
OF_IT = re.compile(
    r"\b(?:and|so|but|hang|hold|misread|misgelezen|verkeerd|papiertje|certifica\w+|certificering|certs?|certified|ge?certificeerd|(?:her|re)\w*certifi\w+|titel|title|rl|registratie|toets|examen|exam|datum|dag|date|day|"
    r"papier(?:en|werk)?|papers?|paperwork|document|pas|bewijs|brief|letter|overzicht\w*|administratie|staat|stond|says?|said|zegt|leest|reads?|draagt|erop|er|mij|mijne|hem|haar|hare|zijne|"
    r"her|hers|him|his|mine|theirs|gevraagd|asked|gezocht|opgezocht|looked|look|up|kijken|gekeken|zie|see|dated|gedateerd|dateert|dates|issued|afgegeven|uitgegeven|uitgereikt|verkregen|"
    r"ontvangen|geslaagd|passed|verlengd|vernieuwd|renewed|hertoetst|getoetst|nieuwe?|new|latest|last|laatste|eerste|vorige|previous|first|second|tweede|one|recent\w*|hier|here|liggen|heeft|had|"
    r"gaf|kreeg|kregen|haalde|haalden|behaalde|afgegeven|zeker|weten|certain|precise|precieze|exacte|exact|echt|really|just|net|toevallig|geen|wel|these|those|paraat|inderdaad|indeed|top|dank\w*|thanks|"
    r"mevrouw|meneer|mw|dhr|hoi|hallo|hi|ah|aha|agenda|calendar|diary|kwam|came|through|binnen|bekeken|teruggevonden|hebbes|gotcha|bingo|gevonden|gedagtekend|"
    r"their|ours|wij|we|with|bij|mee|did|doing|done|year|month|jaar|maand|toen|then|volgens|according|to)\b"
)
"""All that may stand beside the day of a certificate; with any other word it may be the day of something else."""
_WHOSE = re.compile(r"\b(?:certifica\w+|certs?|hare|zijne|hers|his|her|haar)\b")  # else "mijn dochter is van 2024"
_OF_BEGINNING = re.compile(
    r"\b(?:contract|begindatum|startdatum|ingangsdatum|start date|aanstelling|arbeidsovereenkomst|cv|loonstrook|werkdag|begonnen|begon|gestart|startte|started|began|in dienst|eerste|first|"
    r"werk|werkt|werkte|work|worked|job|baan)\b"
)


_DAYS = ("date", "ago", "impossible")


def _width(time: Time) -> int:
    first, last = time.when.earliest, time.when.latest
    return (last - first).days if first and last else 0


def _within(day: When, other: When) -> bool:
    """Whether every day of the one is in the other: "ergens in 2024, 6 juni 2024"."""
    if day == other:
        return True
    bounds = (day.earliest, day.latest, other.earliest, other.latest)
    return None not in bounds and other.earliest <= day.earliest and day.latest <= other.latest  # type: ignore[operator]


def lone_day(reading: Reading, *, of_work: bool = False) -> Time | None:
    """The one day that a message tells; None where it tells more, or where it may be the day of something else.

    `of_work`: the beginning of work was asked for, so that words for work change nothing.
    """
    if not reading.times or (reading.roles and not of_work):
        return None
    day = min(reading.times, key=_width)
    if any(time.form not in _DAYS or not _within(day.when, time.when) for time in reading.times):
        return None
    rest = ASIDES.sub(lambda match: " " * len(match.group()), reading.low)
    for time in reading.times:
        rest = blank(rest, time.start, time.end)
    if _ANOTHER_DAY.search(rest):
        return None
    name = named_person(reading.message)
    rest = re.sub(rf"\b{re.escape(name)}\b", " ", rest) if name else rest
    if _WHOSE.search(rest):
        rest = re.sub(rf"\b(?:{RELATION})\b", " ", rest)
    for known in (SHORT_FILL, OF_IT, *((_OF_BEGINNING,) if of_work else ())):
        rest = known.sub(" ", rest)
    if re.search(r"[^\W\d_]{2}", rest):
        return None
    told_in = next(clause for clause in reading.clauses if clause.start <= day.start < clause.end)
    if told_in.subject in ("firm", "generic") or is_about_something_else(told_in.text):
        return None
    return day


def with_lone_day(told: Told, reading: Reading, used: set[int], as_of: date, *, of_work: bool) -> Told:
    """Told with the one day of a message that nothing else took, as a bare answer."""
    day = lone_day(reading, of_work=of_work)
    bare = told.certificate in (None, Certificate(held=True)) and not (told.experience or told.when or told.until)
    if day is None or day.start in used or not bare:
        return told
    ahead = day.when.earliest is not None and day.when.earliest > as_of
    if ahead and not _DATED.search(reading.low):
        return told  # it may be the day on which it ends
    used.update(time.start for time in reading.times)
    if day.form == "impossible":
        said = Problem("impossible_date", reading.message.said(day.start, day.end))
        return told if said in told.problems else replace(told, problems=(*told.problems, said))
    whose = "other" if told.subject == "self" and _THEIRS.search(reading.low) else told.subject
    return replace(told, when=day.when, certificate=None, subject=whose)


_DATED = re.compile(
    r"\b(?:dated|gedateerd|dateert|van|uit|from|gehaald|behaald|gekregen|ontvangen|afgegeven|issued|obtained|got|received)\b"
)
_THEIRS = re.compile(r"\b(?:hem|haar|hij|zij|ze|zijn|his|him|her|hers|he|she)\b")  # "ik heb het hem gevraagd"
