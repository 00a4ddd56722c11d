"""What stands beside a role and makes it another: other work joined to it, the job held in a field, whom one works for.

"loopbaanbegeleiding en werving" is partly another trade, "receptionist in outplacement" another job, and who works "bij een
loopbaancoach" is none. Such a role counts as one that isn't known, or as none, so that it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.eligibility.parse_told import Role
from app.eligibility.parse_words import Message

PERSON_NOUN = re.compile(
    r"(?:adviseurs?|adviseuse|advisers?|advisors?|begeleiders?|begeleidster|coach(?:es)?|consulente?n?|consultants?|professionals?|"
    r"specialist(?:en|s)?|counsell?ors?|managers?|er|(?<!spo)or)$"
)
_WORKS_FOR = re.compile(
    r"\b(?:bij|voor|for|with|onder|under|aan|van|namens)(?: (?:een|a|an)(?: \w+e)?| (?:de|het|mijn|onze|the|my|our|andere?|other|jonge|beginnende|aankomende))? $"
)
_HAS_ONE = re.compile(
    r"\b(?:(?:have|has|had|'ve|i'd) had|had|hired|consulted|saw|visited|used|paid|met|know|knew|need(?:ed)?|want(?:ed)?|(?:married|engaged|assistant|secretary|report\w*|related|talk\w*|spoke|speak\w*|went|going|been) to)"
    r" (?:a|an|the|my) $"
)
_HAD_ONE = re.compile(r"\b(?:een|mijn|dezelfde) $")
_HAD = re.compile(r"[^.?!;,]*\b(?:gehad|ingehuurd|bezocht|gesproken|geraadpleegd|ingeschakeld|nodig)\b")
_SEEKS = re.compile(
    r"\b(?:zoek|zoekt|zocht|gezocht|zoeken|solliciteer|solliciteert|seek\w*|looking for|applying for)\b"
)
_IS_ONE = re.compile(
    r"\b(?:functies?|rol|werk|baan|banen|beroep|vak|ervaring|werkervaring|jaar|jaren|maanden|taken|titel|roles?|job|profession|position|work|experience|years|months|title|duties)(?: \w+)? (?:van|of|for|voor|aan)"
    r"(?: (?:een|a|an|de|het|the))? $"
)  # "de functie van loopbaanadviseur"
_SEVERAL = re.compile(
    r"(?:adviseurs|advisers|advisors|begeleiders|coaches|consulenten|consultants|counsell?ors|professionals|specialisten|specialists)$"
)
_ONE_OF = re.compile(
    r"\b(?:een|eentje|one) (?:van|of) (?:\w+ ){1,3}$|\b(?:wij|we) (?:\w+ ){1,3}$|\b(?:als|as) (?:\w+ )?$"
)
_UNDERGOES = re.compile(
    r"\b(?:zit|zat|zitten|gezeten)\b[^.?!;,]*\bin (?:het |een |'t )?$|"
    r"\b(?:kandidaat|deelnemer|deelneemster|cliente?|klant|patient|participant|candidate|customer)(?: \w+)? (?:in|aan|van|bij|of|for|voor) (?:(?:de|het|the) )?$|"
    r"\b(?:over|about) (?:(?:de|het|the) )?$|\b(?:blad|tijdschrift|magazine|boek|woord|term) $"
)
_DISMISSED = re.compile(
    r"\b(?:(?:na|sinds|door|vanwege) (?:mijn|m'n|het) ontslag|ben ontslagen|(?:after|since|when) (?:i was|being|my employer|my) (?:laid off|fired|dismiss\w*|let go|let me go|redundan\w*)|"
    r"let me go|wegens (?:mijn )?ziekte|myself)\b"
)
_TO_BE = re.compile(
    r"\b(?:aankomende?|toekomstige?|aspirant|beoogde?|wannabe|future|prospective|would-be|aspiring)[ -]$"
)
_CLAUSE = re.compile(r"[.?!;,]|\b(?:en|and|maar|but)\b")
_AS_WHAT = re.compile(r",?(?: (?:maar|but|namelijk|wel|dan|though))?,? (?:als|as)(?: een| a| an| de| the)? $")
_SINCE_WHEN = re.compile(r" (?:al )?(?:sinds|since|vanaf|from)(?: \w+)? (?:19|20)\d\d(?: tot (?:nu|heden)| on)?")
ANY_ADVISER = re.compile(
    r"(?:begeleid(?:er|ster)|adviseur|adviseuse|advis[eo]r|coach|consulente?|consultant|counsell?or|specialist|professional)"
)  # within a field, somebody of that field
_IN_IT = re.compile(r" (?:in|binnen|within|bij|voor|for|op|at)(?: de| het| een| the| a)? $")
_JOINED = re.compile(
    r"(?: (?:en|and|plus|met|with|naast|alongside|annex|of|or)| ?[/&+,]| ?, (?:en|and))(?: (?:ook|also|deels|partly|wat|some|veel|een beetje|a bit of))* (?P<noun>[\w&-]+)"
)
_OTHER_WORK = re.compile(
    r"(?:\w{3,}(?:ing|atie|itie|iteit|heid|schap|zaken|beheer|selectie|onderwijs|ment|tion|support)|"
    r"\w*(?:verkoop|sales|payroll|hrm?|p&o|verzuim|marketing|recruitment|inkoop|boekhouden|administratie|hr-werk|onderwijs|communicatie|training|trainingen|advies|beleid|finance|admin|teaching|"
    r"accountancy|detachering|werving|zorg|horeca|logistiek))"
)
_NO_NOUN = re.compile(
    r"(?:ging|gingen|doing|working|going|looking|having|being|hoping|wondering|thinking|trying|planning|starting|asking|earning|living|loving|enjoying|nothing|something|"
    r"ervaring|werkervaring|certificering|hercertificering|certification|aanmelding|registratie|registration|opleiding|aanstelling|onderbreking|begeleiding|advisering|coaching|counselling|counseling|guidance|advies)"
)


def with_neighbours(message: Message, low: str, roles: Sequence[Role], knows: Callable[[str], bool]) -> list[Role]:
    """The roles of a message as what stands beside them makes them.

    Args:
        message: the message, for the asker's own words.
        low: its comparable text, in which the roles were found.
        roles: in the order in which they stand.
        knows: whether a comparable text is a role that counts.
    """
    own = [role for role in roles if not _is_not_held(low, role)]
    merged: list[Role] = []
    for role in own:
        before = merged[-1] if merged else None
        if before is not None and _is_one_job(low, before, role):
            named = message.said(before.start, role.end)
            merged[-1] = Role(before.start, role.end, named, known=False, held=before.held or role.held)
        else:
            merged.append(role)
    return [_with_other_work(message, low, role, knows) for role in merged]


def _is_not_held(low: str, role: Role) -> bool:
    """Whether the words name no work of the asker's: whom one works for, has, seeks or trains, or what one undergoes."""
    before = low[: role.start]
    clause = _CLAUSE.split(before)[-1] + low[role.start : role.end] + _CLAUSE.split(low[role.end :])[0]
    if _UNDERGOES.search(before) or _TO_BE.search(before):
        return True
    if PERSON_NOUN.search(low[role.start : role.end]) is None:
        return _DISMISSED.search(clause) is not None
    if _HAS_ONE.search(before) or (_HAD_ONE.search(before) and _HAD.match(low, role.end)) or _SEEKS.search(clause):
        return True
    if _SEVERAL.search(low[role.start : role.end]) and not _ONE_OF.search(before):
        return True
    return _WORKS_FOR.search(before) is not None and _IS_ONE.search(before) is None


def _is_one_job(low: str, first: Role, second: Role) -> bool:
    """Whether a field and a job that isn't known are one: "in outplacement als boekhouder", "receptionist in outplacement"."""
    between = low[first.end : second.start]
    if any(not role.known and ANY_ADVISER.fullmatch(low[role.start : role.end]) for role in (first, second)):
        return False
    if first.known and not second.known and not PERSON_NOUN.search(low[first.start : first.end]):
        return _AS_WHAT.fullmatch(_SINCE_WHEN.sub("", between)) is not None
    if second.known and not first.known and not PERSON_NOUN.search(low[second.start : second.end]):
        return _IN_IT.fullmatch(between) is not None
    return False


def _with_other_work(message: Message, low: str, role: Role, knows: Callable[[str], bool]) -> Role:
    """The role with the other work that is joined to it, if any is."""
    joined = _JOINED.match(low, role.end) if role.known else None
    if joined is None or _NO_NOUN.fullmatch(joined["noun"]) or not _OTHER_WORK.fullmatch(joined["noun"]):
        return role
    if knows(joined["noun"]):
        return role
    return replace(role, end=joined.end(), named=message.said(role.start, joined.end()), known=False)
