"""Is what a clause dates the certificate, and does it say that it was obtained?

Who asks about the title tells of many things with a day: a prize, a course, an application, a certificate in English. Here
what may stand beside the day is listed, and not what may not: with anything else the day is asked about.
"""

from __future__ import annotations

import re

from app.eligibility.parse_answers import SHORT_FILL
from app.eligibility.parse_clauses import PERSON, RELATION, Clause
from app.eligibility.parse_lone import ASIDES, OF_IT
from app.eligibility.parse_names import Names
from app.eligibility.parse_reading import Reading
from app.eligibility.parse_words import blank

_ITSELF = (
    r"\b(?:[\w-]*certifi\w*|[\w-]*certificering|certs?|«title»\w*|«ours»\w*|keurmerk|registratie|geregistreerd|registration|registered|titel|title|hertoets\w*|hergetoetst|hertoetsing|herexamen|"
    r"re-?assess\w*|re-?test\w*)\b"
)
_OBTAINED = re.compile(
    r"\b(?:gehaald|behaald|in ontvangst|genomen|haalde|behaalde|gekregen|kreeg|ontvangen|ontving|verkregen|verkreeg|geslaagd|slaagde|verleend|toegekend|verstrekt|uitgereikt|afgegeven|verlengde|vernieuwde|liet|laten|verlengen|"
    r"vernieuwen|toets|examen|opnieuw|nogmaals|nog eens|een keer|keer|eenmaal|er|daarvoor|ervoor|voor het laatst|voor het eerst|glansrijk|gelukkig|uiteindelijk|eindelijk|officieel|meteen|cum laude|derde|vierde|vijfde|laatst|laatste|laatstelijk|nieuwste|hernieuwing|verlenging|getoetst|beoordeeld|assessed|tested|renewal|let|runs|run|voor|for|ben|am|is|wel|sindsdien|daarna|verder|"
    r"renew|extend|passed|exam|test|assessment|got|earned|granted|awarded|obtaining|last time|first time|once|again|finally|eventually|luckily|officially|have|had|has|been|was|were|verlopen|verliep|expired|lapsed|lapse|vervallen|verviel|"
    r"ie|die|dat|dit|deze|this|that|its|afgelopen|run out|loopt|verloopt|vervalt|expires|geldig|valid|until|af|month|year|ago|geleden|nooit|never|niet|not|meer|anymore|inmiddels|already|gewoon|ook|toen|then)\b"
)
_IN_WORDS = re.compile(
    r".*\b(?:\w*diploma\w*|\w*opleiding\w*|\w*cursus\w*|\w*studie|rijbewijs|theorie\w*|module\w*|master|bachelor|hbo|mbo|degree|course|training|driving test|licen[cs]e|paspoort|passport|visum|visa|subsidie)\b",
    re.DOTALL,
)
_PLACED = re.compile(r"\b(?:in|te|at) \w+\b")


_NOUN = (
    r"\b(?:(?:persoons|register|«ours»-?|«title»-?)?(?:certifi[ck]a+t(?:je)?|certificaten|certificering|registratie)|certificates?|certs?|certification|registration|titel|title|keurmerk|"
    r"(?:her|re-?)?(?:gecertificeerde?|certified)|geregistreerd|registered|«title»)\b"
)
_BEFORE_IT = re.compile(
    r"(?:^|[^\w' ] *|0+ |\b(?:laatst|then|mij|me|zich|mezelf|mijzelf|myself|als|tot|geleden|ago|het|'t|de|een|mijn|m'n|mn|haar|zijn|hun|ons|onze|dit|dat|die|deze|geen|zo'n|elk|eerste|tweede|derde|vierde|laatste|nieuwe?|nieuwste|oude?|vorige?|huidige?|persoonlijke?|eigen|recente?|meest recente?|recent|geldige?|officiele?|officieel|"
    r"enige|twee|drie|papieren|van|voor|met|zonder|op|in|over|uit|en|maar|dus|want|ja|nee|ook|al|nu|wel|nog|niet|nooit|toen|ik|hij|zij|ze|ben|is|was|werd|bent|heb|heeft|had|haalde|haal|behaalde|kreeg|ontving|heet|inmiddels|officieel|"
    r"pas|net|sinds|reeds|opnieuw|weer|voor het eerst|titel|title|register|the|a|an|my|her|his|their|our|this|that|no|any|first|second|third|last|latest|newest|new|old|current|previous|valid|personal|own|only|official|"
    r"professional|and|but|so|of|for|with|without|got|get|have|has|hold|holds|held|received|obtained|earned|passed|am|i'm|been|is|was|were|became|got|being|still|already|first|again|newly|re|not|never|since|as|\w+'s|«ours»|«title»|«field»)[ -])$"
)
_AFTER_IT = re.compile(
    r"(?:geslaagd|slaagde|gecertificeerd|hergecertificeerd|getoetst|passed|certified|(?:van|voor|in|uit|from|of|door|bij|met|te|by|for|as|als)(?= *(?:0|$|[^\w ]))|is|was|werd|ben|heb|heeft|had|hebben|op|aan|al|nog|nu|maar|dan|staat|stond|geldig|ontvangen|ontving|kreeg|krijg|gekregen|gehaald|gehad|behaald|behaalde|haalde|haal|verlengd|verlengde|vernieuwd|verlengen|vernieuwen|verlopen|verliep|"
    r"verviel|vervalt|vervallen|verloopt|loopt|liep|afgegeven|uitgereikt|uitgegeven|verleend|toegekend|komt|kwam|stamt|dateert|gedateerd|gedagtekend|draagt|ligt|hangt|zegt|vermeldt|heet|ruim|ergens|ook|eigenlijk|weer|opnieuw|dus|hoor|ja|nee|"
    r"en|of|dat|die|dit|want|sinds|vorige?|volgende?|vandaag|kwijt|kwijtgeraakt|teruggevonden|terug|erbij|noemen|voeren|gebruiken|dragen|zetten|achter|gevonden|binnen|inmiddels|toch|wel|niet|nooit|pas|net|toen|daarna|laatst|voor het|haha|trouwens|gewoon|officieel|"
    r"mag|moet|kan|blijft|blijkt|vanaf|tot|t/m|rond|eind|begin|medio|afgelopen|dates?|dated|issued|obtained|received|got|came|arrived|expired|expires|lapsed|lapsing|valid|runs?|ran|says?|said|states?|reads?|shows?|bears?|hangs|on|at|and|but|so|that|"
    r"which|already|now|yet|last|once|then|only|again|just|since|until|till|around|early|late|about|back|has|have|had|will|may|must|renewed|it|i|ik|hij|zij|ze|she|he|we|wij|mij|haar|hem|himself|herself|myself|zelf|rl|register|titel|title|certificates?|certificaat|certs?|registratie|registration|"
    r"loopbaan\w*|career|«ours»|«title»|«field»|professional|nummer|number|itself|years?|months?|jaar|jaren|maanden?|geleden|ago|long|lang|inmiddels|ruimschoots|alweer|two|three|twee|drie)\b"
)
_PREPOSITION = re.compile(
    r" (?:van|voor|in|als|of|for|as|by|bij|door|uit|from|with|met|te)(?: (?:de|het|een|the|a|an))?(?= +[^\W\d_])"
)
_OF_WHOM = re.compile(
    rf" (?:mij|mijn|mijzelf|haar|hem|hun|ons|onze|me|mine|hers|his|him|her|my|our|ik|zelf|destijds|toen|loopbaan\w*|career|register\w*|«ours»|«title»|«field»|{PERSON}|het|de|een|the|a|dat|die|januari|februari|maart|april|mei|juni|juli|"
    r"augustus|september|oktober|november|december|ergens|somewhere|begin|eind|early|late|nog|goede|good|orde|order|handen|bezit|huis|vorm|kracht|ben|heb|is|was|mag|moet|kan|verlengd|gehaald|behaald)\b"
)
_NOT_OBTAINED = re.compile(
    r"\b(?:niet|nooit|not|never|n't) (?:\w+ ){0,2}(?:aangekomen|ontvangen|gekregen|afgegeven|uitgereikt|arrived|come|received|issued|got)\b|\b(?:afgekeurd|vals|vervalst|nep|fake|forged|rejected|declined|geweigerd|afgewezen|op naam|"
    r"aanvraag|aanvragen|bezig|wacht|wachtte|wachten|waiting|wait for|begon|begonnen|begin met|gestart|startte|started|starting|began|begun|busy|applied|application|per ongeluk|abusievelijk|by mistake|in error|\w*cursus|course|\w*opleiding|training|deelname|participation|workshop|webinar|studiedag)\b|"
    r"\b(?:als|wanneer) (?:ik|hij|zij|ze)\b(?! (?:me|mij|het) (?:niet|goed))(?![^.?!;,]*\b(?:gekregen|gehaald|behaald|geslaagd) (?:heb|heeft|ben|is)\b)(?![^.?!;,]*\b(?:heb|heeft|ben|is) (?:gekregen|gehaald|behaald|geslaagd)\b)|\bif (?:i|he|she)\b(?! (?:remember|recall))|\b(?:zou|zouden|wilde|wou|hoopte|hoop|hope|hoped|wanted|would|should|could|might|planned|supposed|intended)\b|"
    r"\bhad(?:den)?\b[^.?!;,]*\b(?:willen|moeten|kunnen|zullen)\b"
)
_OLD_ONE = re.compile(
    r"^[^0]*\b(?:van|uit|from|of) 0+(?!.*0)[^0]*\b(?:verlengd|vernieuwd|(?:ge)?hercertificeerd|renewed|recertified|extended)\b"
)  # renewed on a day that isn't told: "mijn certificaat van mei 2022 is op tijd verlengd"
_NOT_RENEWED = re.compile(r"\b(?:niet|nooit|niets|geen|not|never|nothing)\b|n't\b")
_TITLED_OTHER = r"«title»-(?!titel|title|cert|reg|keur)\w+"


def tells_of_another(reading: Reading, clause: Clause, names: Names) -> bool:
    """Whether the times of a clause that speaks of a certificate aren't those of the certificate, had and valid for itself."""
    if dates_another(reading, clause, names) or _NOT_OBTAINED.search(clause.text):
        return True
    text = clause.text
    for time in reading.times_in(clause):
        start, end = time.start - clause.start, min(time.end, clause.end) - clause.start
        text = text[:start] + "0" * (end - start) + text[end:]  # a time may stand anywhere
    if names.search(_TITLED_OTHER, text) or (_OLD_ONE.search(text) and not _NOT_RENEWED.search(text)):
        return True
    about = reading.message.said(clause.start, clause.end) if reading.subject != "self" else ""
    return any(_is_of_another(text, match, names, about) for match in names.finditer(_NOUN, text))


def _is_of_another(text: str, noun: re.Match[str], names: Names, written: str) -> bool:
    """Whether what stands right before or after a word for the certificate makes it another one.

    `written` is the clause as typed, where it is about another person: "het certificaat van Ruud".
    """
    before, after = text[: noun.start()], text[noun.end() :]
    if not names.search(_BEFORE_IT.pattern, before) and before.strip():
        return True
    preposition = _PREPOSITION.match(after)
    if preposition:
        whose = re.match(r" ([\w-]+)", after[preposition.end() :])
        if whose and re.search(rf"\b{re.escape(whose[1].title())}\b", written):
            return False
        return not names.search(rf"\A{_OF_WHOM.pattern}", after[preposition.end() :])
    follows = re.match(r" +(?=[^\W\d_])", after)
    return follows is not None and not names.search(rf"\A{_AFTER_IT.pattern}", after[follows.end() :])


def dates_another(reading: Reading, clause: Clause, names: Names) -> bool:
    """Whether a clause that dates something obtained doesn't name the certificate, and does name something else.

    "Ik heb hem in mei gehaald" speaks of it; "in mei de intake gehaald", "een prijs gekregen" don't.
    """
    if names.search(_ITSELF, clause.text):
        return False
    before = _IN_WORDS.search(reading.low[: clause.start])
    if before and not names.search(_ITSELF, reading.low[before.end() : clause.start]):
        return True  # "mijn diploma? Heb hem in 2025 gehaald"
    rest = ASIDES.sub(lambda match: " " * len(match.group()), clause.text)
    for time in reading.times_in(clause):
        rest = blank(rest, time.start - clause.start, min(time.end, clause.end) - clause.start)
    for known in (_OBTAINED, SHORT_FILL, OF_IT, _PLACED):
        rest = known.sub(" ", rest)
    rest = re.sub(rf"\b(?:{RELATION})\b", " ", rest)
    return re.search(r"[^\W\d_]{3}", rest) is not None
