"""What a message tells of the certificate: had, dated, expired, not had, or still to come.

"Sinds mei 2022 gecertificeerd" is no date of the latest certificate: it may have been renewed since, so the interval runs
to the day of telling. "In mei 2022 gecertificeerd" is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.eligibility.facts import Certificate, When
from app.eligibility.parse_amounts import Length
from app.eligibility.parse_clauses import Clause
from app.eligibility.parse_dates import MONTH_NAMES
from app.eligibility.parse_names import Names
from app.eligibility.parse_reckoned import Time, days_ago
from app.eligibility.parse_told import Problem, ProblemCode
from app.eligibility.parse_words import Message

_OURS = r"(?:persoons|register\w*|her|«title»|«ours»|«field»)"
THING = (
    rf"\b(?:(?:{_OURS}[ -]?)?(?:certifica[at]{{1,3}}t?e?n?|certifi[ck]{{1,2}}a+t(?:je|en)?|sertificaat|"
    rf"certificering|certificatie|certificates?|certification|hercertificering|certs?)|"
    r"(?:her|re-?)?gecertificeerde?|gecertifi?seerd|hercertificeerd|gehercertificeerd|(?:re-?)?certified|«title»|"
    r"keurmerk|registratie|geregistreerd|registration|registered|(?:het|'?t) mijne|mine|hers|(?:the |my |a )?new one|(?:de|het|mijn|een) nieuwe(?= (?:is|was|in|op|van)\b)|(?:die|dat) van (?:mij|haar|hem)|(?:het|'?t) (?:hare|zijne)|"
    r"(?:her)?toets|(?:her)?getoetst|hertoetst|examen|geslaagd|exam|passed|(?:«title»-?)?titel|title|hertoetsing|erkenning)\b|"
    r"(?<!\w)(?:het|hem|'m|it)\b(?! (?:contract|diploma|rijbewijs|examen|cursus))(?: \w+){0,5} (?:verlengd|vernieuwd|"
    r"gehaald|behaald|renewed|obtained)\b|"
    r"\b(?:(?:laten|liet)(?: \w+){0,3} (?:vernieuwen|verlengen|(?:her)?certificeren)|(?:haalde|behaalde|verlengde|vernieuwde|renewed|obtained) (?:ik )?(?:het|hem|'m|it))\b|\b(?:het|ie|hij|die|dat|it) (?:is )?(?:pas |nog )?(?:geldig tot|geldig t/m|verloopt|vervalt|"
    r"valid (?:until|till)|expires)\b"
)
_OTHER_THING = (
    rf"\b(?:van|bij|door|from|of|by) (?:een |an? )?(?:ander\w*|another|different) \w+|\b(?:ander|another|"
    rf"different) (?:certificaat|certificate)\b|"
    rf"\b(?!{_OURS}[ -]?cert)(?P<which>\w[\w-]*?)-?(?:certificaat|certificering|certificate)\b|\b(?P<name>«elsewhere»|"
    r"coach|coaching)[ -](?:certificaat|certificering|certificate|registratie|keurmerk)\b|"
    r"\b(?:certificaat|certificering|registratie|certificate|gecertificeerd|certified|geregistreerd|registered)(?: "
    r"\w+){0,5} (?:van|bij|door|als|in|by|with|as)(?: de| het| een| a| an| the)? "
    r"(?P<body>«elsewhere»|trainer|arbeidsdeskundige|(?!«title»|«field»|loopbaan|register|career)[\w-]*(?:coach|adviseur|begeleider|consulent|mediator|deskundige|therapeut|recruiter|manager|psycholoog|supervisor))\b"
)
_WORKING_AS = re.compile(r"\b(?:werk|werkt|werkte|gewerkt|werkzaam|work|works|worked|working|ervaring|experience)\b")
_NONE = (
    r"\b(?:(?:geen|nog geen|nooit een|nooit het|niet een)(?: (?:geldig|eigen|«title»|«ours»|officieel|enkel|echt|such))* "
    r"(?:[\w-]*certificaat|certificering|certificaten|registratie|«title»|keurmerk|"
    r"register\w*)|"
    r"(?:nog |helemaal |\bnooit )?(?:niet|nooit)(?: (?:eerder|officieel|zelf))* (?:gecertificeerd|geregistreerd|"
    r"«title»\b|geslaagd)|(?:het |mijn |een )?[\w-]*certificaat (?:heb|heeft) (?:ik|hij|zij|ze) (?:nog )?(?:niet|"
    r"nooit)(?: \w+)?|"
    r"(?:heb|heeft)(?: \w+)? (?:het|mijn|een|haar|zijn|m'n) (?:[\w-]+ )?(?:[\w-]*certificaat|certificering|«title») "
    r"(?:(?:dus|nog|helaas|echter|ook|zelf|natuurlijk|alleen) )*(?:niet|nooit)\b(?! (?:verleng|vernieuw))|"
    r"zonder (?:[\w-]*certificaat|certificering)|no (?:\w+ )?certificate|never (?:had|held|got|gotten|obtained|received|owned) (?:(?:a|the|any|my|one)(?: \w+)? ?)?certificat\w+|not (?:yet )?(?:been )?certified|never "
    r"(?:been )?certified|don't (?:have|hold|own) (?:a|the|any|my) (?:\w+ )?certificat\w+|"
    r"do not (?:have|hold|own) (?:a|the|any) (?:\w+ )?certificate|haven't (?:got )?(?:a|the) certificate|has no "
    r"certificate|"
    r"certificaat (?:nog )?niet (?:behaald|gehaald)|nooit (?:[\w-]*certificaat|certificering) (?:gehaald|behaald|"
    r"gehad)|(?:een|het) [\w-]*certificaat (?:nog )?nooit (?:gehaald|behaald|gehad))\b"
)
_NO_LONGER = (
    r"\b(?:niet meer (?:gecertificeerd|geregistreerd|«title»|geldig)|niet langer (?:gecertificeerd|geldig|«title»)|no longer "
    r"(?:certified|valid)|geen (?:geldig|«title» meer|geldige))\b|\bgeen (?:geldig )?certificaat meer\b"
)
_ANOTHER_MATTER = (
    r"\b(?:ingeschreven (?:voor|op)|inschrijving|aangemeld|aanmelding|opgegeven|aangevraagd|aanvraag|applied|application|signed up|enrolled|"
    r"booked|geboekt|gezakt|niet geslaagd|failed|afgewezen|geweigerd|rejected|teruggevonden|opgevraagd|kopie|brief|letter|mail|"
    r"\w*opleiding\w*|\w*studie\w*|cursus\w*|\w*diploma\w*|hbo|mbo|bachelor|master|course|degree|training|kvk|rijbewijs)\b"
)  # steps towards it, papers about it, and what else one may pass
_HAVING = re.compile(
    r"\b\w*certifica\w+\b[^.?!]*\b(?:gehaald|behaald|gekregen|ontvangen|obtained|received|got)\b|\b(?:is|was) van\b|\bgecertificeerd\b"
)
_NEVER_APPLIED = re.compile(
    r"\bnooit (?:een |het )?certificaat aangevraagd\b|\bnever applied for (?:a|the|any) certificate\b"
)
_JUST = re.compile(
    r"\b(?:net|pas|zojuist|onlangs|recent|kortgeleden|just|recently)(?: \w+){0,2} (?:her)?(?:gecertificeerd|geslaagd|gehaald|behaald|verlengd|vernieuwd|certified|"
    r"recertified|obtained|passed|renewed)\b"
)
_RECENT = timedelta(days=183)  # "net gecertificeerd" is at most that long ago
_WITHDRAWN = re.compile(r"\b(?:ingetrokken|geschorst|ingeleverd|teruggegeven|revoked|withdrawn|suspended|vervalst)\b")
_EXPIRED = re.compile(
    r"\b(?:liep|afliep|verlopen|verliep|verviel|vervallen|expired|lapsed|lapse|over datum|niet meer geldig|no longer "
    r"valid|ongeldig|"
    rf"afgelopen(?! (?:jaar|maand|week|\w+ ?jaar|zomer|winter|voorjaar|najaar|lente|herfst|{MONTH_NAMES}|\d))|out of date|has run out|ran out)\b"
)
_VALID = re.compile(
    r"\b(?:(?:nog|still)(?: steeds| altijd| gewoon)? (?:een )?(?:geldige?|valid)|is geldig|geldig certificaat|"
    r"valid certificate)\b"
)
_RUNS_OUT = re.compile(
    r"\b(?:liep|afliep|verloopt|verliep|verloop|loopt|aflopen|afloopt|vervalt|verviel|expires?|expired|lapsed|lapse|runs "
    r"out|eindigt|"
    r"ends|"
    r"verlopen|vervallen|einddatum|vervaldatum|expiry date)\b"
)
_OF_A_THING = re.compile(
    r"\b(?:certificaat|certificate|certs?|(?:her)?certificering|(?:re)?certification|registratie|registration)\W*(?:in|op|van|uit|per|from|on)? ?$"
)  # "certificaat 2020", "eerste certificaat in 2016"
_UNTIL = re.compile(r"(?<!\w)(?:tot(?: en met| aan)?|t/m|tem|until|till|through|to) $")
_SINCE = re.compile(r"(?<!\w)(?:sinds|sedert|vanaf|al sinds|since) $")
_ALREADY = re.compile(r"(?<!\w)(?:al|sinds|reeds|inmiddels|nu|for|for the (?:past|last)|de afgelopen|already) $")
_VALID_FOR = re.compile(r" (?:lang )?(?:geldig|valid)\b")
_OLD = re.compile(r" (?:oud|old)\b")
_OBTAINED = re.compile(
    r"\b(?:(?:heb|heeft|had)\b[^.?!;,]*\blaten (?:vernieuwen|verlengen|hercertificeren|hertoetsen)|hertoetst|behaald|gehaald|gekregen|ontvangen|verkregen|afgegeven|uitgegeven|uitgereikt|verleend|toegekend|verstrekt|in ontvangst genomen|granted|awarded|gecertificeerd|gecertifiseerd|(?:laten|liet) (?:her)?certificeren|"
    r"hercertificeerd|gehercertificeerd|geslaagd|verlengd|vernieuwd|geregistreerd|ingeschreven|getoetst|"
    r"gedateerd|gedagtekend|behaalde|haalde|kreeg|verlengde|opnieuw|weer|nogmaals|nog (?:eens|een keer)|hercertificering|hertoets|recertification|renewal|(?:de|het|mijn|the|my) (?:laatste|eerste|tweede|derde|vorige|(?:meest )?recente|nieuwste|latest|newest|most recent|last|first|"
    r"second|third)|voor het laatst|again|once more|obtained|got|received|certified|recertified|passed|renewed|issued|registered|"
    r"earned|geworden|became|dateert|dated|afgerond|halen|is van|was van|komt uit|stamt|"
    r"is uit|from|van|uit|sinds|datum|is op|laatste (?:toets|certificaat|hertoets|certificering)|last (?:exam|"
    r"certificate))\b"
)
_RENEWED = re.compile(
    r"\b(?:(?:heb|heeft|had)\b[^.?!;,]*\blaten (?:vernieuwen|verlengen|hercertificeren|hertoetsen)|hertoetst|verlengd|vernieuwd|verlengde|hercertificeerd|gehercertificeerd|hergecertificeerd|hertoets|renewed|(?:nieuw|new) \w*certifi\w+|"
    r"recertified|opnieuw "
    r"(?:gecertificeerd|behaald|getoetst|gehaald|geslaagd)|certified again|weer gehaald|weer (?:behaald|"
    r"gecertificeerd))\b"
)
_PLANNED = re.compile(
    r"\b(?:ik (?:haal|behaal|krijg|verwacht|hoop|ga|wil|doe|word|ontvang)|(?:haal|behaal|krijg|verwacht|hoop|ga|"
    r"wil|doe|word|ontvang) ik|doet (?:\w+ ){0,4}?(?:pas )?examen|(?:doe|haal|behaal|krijg) (?:in|op|over|volgende|komende|pas|dan) (?:\w+ ){0,4}?(?:examen|certificaat)|(?:hij|zij|ze) (?:haalt|behaalt|krijgt|verwacht|hoopt|gaat|wil|doet|wordt)|i "
    r"(?:expect|hope|will|plan|am going|want|get|will get)|i'll|"
    r"(?:dat|die|het|hij|ie) (?:komt|volgt)|i'm (?:going|getting|taking)|gaan (?:halen|behalen)|van plan|als ik [^.?!]*(?:krijg|haal|behaal|ontvang))\b"
)
_TO_RENEW = re.compile(
    r"\b(?:verlengen|verleng|verlengt|vernieuwen|vernieuw|vernieuwt|hercertific\w+|hertoets\w*|opnieuw|weer|renew(?:al)?|recertif\w+|again)\b"
)
_PERFECT = re.compile(
    r"\b(?:behaald|gehaald|gekregen|ontvangen|verkregen|geslaagd|verlengd|hercertificeerd|obtained|received|passed|"
    r"renewed)\b"
)
_HELD = (
    rf"\b(?:(?:ik|hij|zij|ze|i|she|he) (?:\w+ )?(?:heb|heeft|have|has|bezit|hold|holds|'ve)|heb ik|heeft (?:hij|"
    rf"zij|ze)|i've(?: got)?|in bezit van)(?: (?:al|nu|sinds kort|wel|gewoon|een|het|mijn|haar|zijn|ook|dit|dat|"
    rf"sinds|jaren|a|the|my|already|"
    rf"eigen|geldig|geldige|valid|{_OURS}|got))* ?[\w-]*(?:certificaat|certificering|registratie|certificate|«title»|"
    rf"keurmerk)\b|"
    r"\b(?:ik ben|ben ik|i am|i'm|is hij|hij is|zij is|ze is|she is|he is|ik sta)(?: (?:al|nu|sinds kort|wel|"
    r"gewoon|een|zelf|ook|dus|inmiddels|already|a|officieel|nog|nog steeds))* (?:gecertificeerde?|«title»|"
    r"register \w+|registered|certified|geregistreerd)\b|"
    r"\b(?:mijn|m'n|my|haar|zijn|her|his) (?:\w+ )?(?:[\w-]*certificaat|registratie|certificate|certification|"
    r"certificering|«title»|«title»-titel|registration)\b"
)
_GENERAL = re.compile(
    r"\b(?:krijg|haal|behaal|ontvang|aanvragen|aanvraag|aanvraagt|halen|behalen|krijgen|verkrijgen|verlengen|nodig|"
    r"als ik (?:het|een|mijn)? "
    r"?(?:\w*certificaat)|apply|applying|get|obtain|renew|if i|worden|become|get certified|inleveren|kwijt|lost)\b"
)
_ASKS = (
    r"\b(?:ben|is|heb|heeft) (?:ik|hij|zij|ze) (?:al |nog |nu |dan |wel )*(?:gecertificeerd|«title»|geregistreerd)|\bam "
    r"i (?:still |already )?certified|\bis (?:mijn|haar|zijn|my|her|his) \w+ (?:nog |still )?(?:geldig|valid)"
)
_DENIES = re.compile(r"\b(?:niet|geen|nooit|not|no|never|don't|zonder|without)\b")
_WITHOUT = re.compile(r"\bzonder\b")
_SOON = re.compile(r"\b(?:bijna|binnenkort|nearly|soon|about to|straks|weldra)\b")
_FROM = re.compile(r"(?<!\w)(?:van|uit|from|of|dated|sinds|since|sedert) $")
_GOT = re.compile(
    r"\b(?:behaald|gehaald|gekregen|ontvangen|verkregen|afgegeven|uitgereikt|(?:her)?gecertificeerd|"
    r"hercertificeerd|geslaagd|"
    r"verlengd|vernieuwd|behaalde|haalde|kreeg|obtained|got|received|certified|passed|renewed|issued)\b"
)
ASKED_WHETHER = re.compile(
    r"^\W*(?:is|zijn|are) (?:het|mijn|m'n|dat|die|haar|zijn|my|it|the|her|his)\b.*\b(?:geldig|verlopen|valid|"
    r"expired)|"
    r"\b(?:is|zijn|ben|wanneer|of|hoe lang|how long|when)(?: (?:het|dat|die|dit|mijn|haar|zijn|it|that|my|ik|i|hij|"
    r"zij))*"
    r"(?: [\w-]*(?:certificaat|certificate|registratie))?(?: \w+)? (?:nog |still |al |already )*"
    r"(?:geldig|verlopen|valid|expired)"
)
_STATED = (
    r"\b(?:certificaat|registratie|certificate|«title»|dat|die|deze|het|'t|titel|hij|ie|it|certificering) (?:is|was|has) (?:\w+ )*?"
    r"(?:verlopen|expired|geldig|valid|vervallen|afgelopen|lapsed)"
)
_NOT_EXPIRED = re.compile(r"\b(?:niet|not) (?:verlopen|expired)")
_IF_EXPIRED = re.compile(r"\b(?:als|wanneer|if|when) (?:mijn|het|my)\b")
_HOW_LONG = re.compile(r"\b(?:hoe|how|wanneer)\b")
_RUNNING_OUT = re.compile(r"\b(?:loopt|verloopt|expires|running|vervalt)\b")
_ROUNDED = timedelta(days=15)  # "over twee maanden" is said of anything between one and a half and two and a half


_OF_IT = re.compile(
    r"^\W*(?:van|uit) [^.?!;,]{3,25} (?:is|was) (?:ie|hij|het|die|dat)\b|"
    r"^\W*(?:(?:ja|jawel|yes|nee|no|en|and|maar|but|well|nou|helaas|unfortunately|volgens mij|i think|sorry|oeps|oops|pardon|"
    r"(?:typ|type|tik|schrijf)?fout(?:je)?|typo|ik bedoel(?:de)?|i mean(?:t)?|i forgot to (?:say|mention|add)(?: that)?|ik vergat te (?:zeggen|melden|vermelden) dat)\W+)*(?:"
    r"(?:het|'t|hij|ie|dat|die|deze|dit|it|that|this|that one)(?:'s\b| (?:is|was|werd|has|liep|loopt|verliep|verloopt|verviel|vervalt|expire\w*|lapsed|"
    r"ran|runs|dateert|dates|komt|stamt|comes|geldt|moet zijn|moest zijn|should be)\b)|'t is\b|'s\b|(?:afgegeven|uitgereikt|behaald|gehaald|gekregen|verlopen|vervallen|gedateerd|verliep|geldig|valid|"
    r"(?:eerst|first)(?= (?:in|op|on)\b)|(?:het|de|the|my|mijn) (?:eerste|laatste|tweede|first|last|latest|second|most recent)(?: (?:one|keer|time))?(?= (?:is|was|in|op|van|uit|on|from)\b)|"
    r"issued|expired|obtained|received|dated|lapsed)\b)"
)


@dataclass(frozen=True, slots=True)
class ReadCertificate:
    """What one clause tells of the certificate, and what it tells that can't be; `unread`: the times that it left."""

    certificate: Certificate | None = None
    renewed: bool = False
    problems: tuple[tuple[ProblemCode, Time], ...] = ()
    other: tuple[int, int] | None = None
    unread: tuple[Time, ...] = ()


def is_about_certificate(clause: Clause, names: Names) -> bool:
    """Whether the times in a clause date a certificate and not work."""
    return bool(names.search(THING, clause.text)) and not _WORKING_AS.search(clause.text)


def speaks_of_it(low: str) -> bool:
    """Whether a message begins with what became of the thing that was spoken of: "Het is afgegeven op …"."""
    return _OF_IT.search(low) is not None


def read_certificate(
    clause: Clause, low: str, times: Sequence[Time], as_of: date, names: Names, *, continues: bool
) -> ReadCertificate:
    """Read one clause; `continues` where the clause before spoke of a certificate and this one names none."""
    text = clause.text
    if not names.search(THING, text) and not continues:
        return ReadCertificate()
    other = names.search(_OTHER_THING, text)
    if other:
        return ReadCertificate(other=(clause.start + other.start(), clause.start + other.end()))
    if _NEVER_APPLIED.search(text) and not times:
        return ReadCertificate(Certificate(held=False))
    if names.search(_ANOTHER_MATTER, text) and not _HAVING.search(text):
        return ReadCertificate(unread=tuple(times))
    if _WITHDRAWN.search(text):
        return ReadCertificate(Certificate())  # whether there still is one isn't clear
    if names.search(_NO_LONGER, text):
        return ReadCertificate(Certificate(held=True, expired=True))
    if names.search(_NONE, text) and not times:
        return ReadCertificate() if _WITHOUT.search(text) else ReadCertificate(Certificate(held=False))
    planned = _planned(text, times, as_of)
    if planned is None:
        return _dated(clause, low, times, as_of, names)
    had = [time.when for time in times if time.coming is None and _FROM.search(low[clause.start : time.start])]
    past = tuple(when for when in had if when.latest is not None and when.latest <= as_of)
    if past or _TO_RENEW.search(text):  # what is to be renewed is held already
        return ReadCertificate(Certificate(held=True, issued=past))
    return ReadCertificate(Certificate(planned=planned))


def _planned(text: str, times: Sequence[Time], as_of: date) -> When | None:
    """The day still to come on which it is to be obtained."""
    if not _PLANNED.search(text) or _PERFECT.search(text):
        return None
    tomorrow = as_of + timedelta(days=1)
    for time in times:
        when = time.coming or time.when
        if time.form in ("date", "ahead") and (when.latest is None or when.latest > as_of):
            return When(max(when.earliest or tomorrow, tomorrow), when.latest)
    return None


def _dated(clause: Clause, low: str, times: Sequence[Time], as_of: date, names: Names) -> ReadCertificate:
    told, text = Certificate(), clause.text
    problems: list[tuple[ProblemCode, Time]] = []
    unread: list[Time] = []
    for time in times:
        if time.form == "impossible":
            problems.append(("impossible_date", time))
            continue
        before, after = low[clause.start : time.start], low[time.end : clause.end]
        if time.length is not None:
            step: Certificate | ProblemCode = _from_length(told, text, before, after, time.length, as_of, names)
            known = _VALID_FOR.match(after) is not None
        else:
            step = _one_time(told, text, before, time, as_of)
            known = False
        if step == told and not known:
            unread.append(time)
        if isinstance(step, Certificate):
            told = step
        else:
            problems.append((step, time))
    told = _standing(told, text, as_of, names)
    if told == Certificate() and not times and _JUST.search(text) and not _DENIES.search(text):
        told = replace(told, issued=(When(as_of - _RECENT, as_of),))
    if (
        told == Certificate()
        and names.search(_HELD, text)
        and not _GENERAL.search(text)
        and not names.search(_ASKS, text)
    ):
        told = replace(told, held=True)
    if told == Certificate() or (told == Certificate(held=True) and _DENIES.search(text)):
        return ReadCertificate(problems=tuple(problems), unread=tuple(unread))
    renewed = bool(_RENEWED.search(text) and told.issued)
    return ReadCertificate(replace(told, held=True), renewed, tuple(problems), unread=tuple(unread))


def _standing(told: Certificate, text: str, as_of: date, names: Names) -> Certificate:
    """Expired or still valid, in the asker's own word and not as a question."""
    if ASKED_WHETHER.search(text) and not names.search(_STATED, text):
        return told
    if _NOT_EXPIRED.search(text):
        return replace(told, expired=False)
    end = told.valid_until
    ended = end is None or (end.earliest is not None and end.earliest <= as_of)
    if _EXPIRED.search(text) and ended and not _IF_EXPIRED.search(text):
        return replace(told, expired=True)
    still_valid = _VALID.search(text) and end is None and not _HOW_LONG.search(text)
    runs_out_soon = _SOON.search(text) and _RUNNING_OUT.search(text) and not told.issued
    return replace(told, expired=False) if still_valid or runs_out_soon else told


def _one_time(told: Certificate, text: str, before: str, time: Time, as_of: date) -> Certificate | ProblemCode:
    """The certificate with one day of the clause put in its place; unchanged where its place isn't said."""
    when = time.when
    ends = _RUNS_OUT.search(text) and not _FROM.search(before) and not _GOT.search(text)
    if _UNTIL.search(before) or ends:
        return _expiry(told, text, time, as_of)
    if time.form == "ahead":
        return told
    if (
        not _OBTAINED.search(text)
        and not _SINCE.search(before)
        and not _OF_A_THING.search(before)
        and not re.fullmatch(
            r"\W*(?:(?:en|and|then|daarna|toen|ik|ikzelf|zelf|i|hij|zij|ze|she|he|sorry|oeps|(?:typ|type|tik)?fout(?:je)?|typo|nee|no|ik bedoel(?:de)?|i meant?|"
            r"het|dat|die|'t|it|that|is|was|it's|that's|moet zijn|moest zijn|eerst|eerste|first)\b\W*)*(?:in|op|van|uit|on|per|from)? ?",
            before,
        )
    ):
        return told
    if when.earliest is not None and when.earliest > as_of:
        return "future_certificate"
    if when.latest is None or when.latest > as_of:
        when = When(when.earliest, as_of)
    if _EXPIRED.search(text) and not (_GOT.search(text) or _FROM.search(before)):
        return replace(told, valid_until=when)
    if _SINCE.search(before):
        when = When(when.earliest, as_of)  # the first of a row, perhaps
    return replace(told, issued=(*told.issued, when))


def _expiry(told: Certificate, text: str, time: Time, as_of: date) -> Certificate:
    past = _EXPIRED.search(text) and not _RUNNING_OUT.search(text)
    when = time.when if past or time.coming is None else time.coming
    if time.form == "ahead" and when.earliest is not None and when.latest is not None:
        when = When(max(as_of, when.earliest - _ROUNDED), when.latest + _ROUNDED)
    begun = when.earliest is None or when.earliest < as_of
    if past and begun and when.latest is not None and when.latest >= as_of:
        when = When(when.earliest, as_of - timedelta(days=1))
    return replace(told, valid_until=when)


def _from_length(
    told: Certificate, text: str, before: str, after: str, length: Length, as_of: date, names: Names
) -> Certificate:
    if length.negative:
        return told
    if _OLD.match(after):
        return replace(told, issued=(*told.issued, days_ago(length, as_of, exactly=False)))
    if re.search(r"\bnog(?: \w+)? $", before) and re.match(r" (?:geldig|te gaan|valid)", after):
        return replace(told, expired=False)
    if (
        _ALREADY.search(before)
        and names.search(
            r"\b(?:gecertificeerd|«title»|certificaat|geregistreerd|certified|registered|titel|certificate)\b", text
        )
        and not _EXPIRED.search(text)
    ):
        return replace(told, issued=(*told.issued, When(days_ago(length, as_of, exactly=False).earliest, as_of)))
    if _EXPIRED.search(text) and re.search(r"\b(?:al|reeds|sinds|for) $", before):
        return replace(told, expired=True)
    return told


def problems_of(read: ReadCertificate, message: Message) -> list[Problem]:
    """The problems of a clause in the asker's words."""
    return [Problem(code, message.said(time.start, time.end)) for code, time in read.problems]


def merged_certificate(old: Certificate | None, new: Certificate, *, adds: bool, renewed: bool = False) -> Certificate:
    """Old and new together; what is new takes the place of the old, but `adds` keeps what else was told of it.

    `renewed`: the new one is a further certificate, of which nothing is known yet but its date.
    """
    if old is None or new.held is False or new == Certificate():  # the last: whether there still is one isn't clear
        return new
    if old.held is False and new.held is True and not (new.issued or new.valid_until or new.expired is not None):
        return new
    base = old if old.held is not False else Certificate()
    further = tuple(when for when in new.issued if when not in base.issued)
    issued = (*base.issued, *further) if adds or renewed else new.issued or base.issued
    fresh = bool(new.issued or new.valid_until) and (renewed or not adds)
    return Certificate(
        held=new.held if new.held is not None else base.held,
        issued=issued,
        valid_until=new.valid_until or (None if fresh else base.valid_until),
        expired=new.expired if new.expired is not None else (None if fresh else base.expired),
        planned=new.planned or base.planned,
    )
