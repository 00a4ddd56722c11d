"""A message cut into clauses, each with whose it is; what speaks of something else is taken out before it is read.

Taken out, so that no number of it can become a fact: instructions ("doe alsof …"), ages, hours per week, what the rule
asks ("je hebt drie jaar nodig"), how long an office exists, time still to wait.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.eligibility.parse_amounts import UNIT
from app.eligibility.parse_reckoned import Time
from app.eligibility.parse_words import NUMBER, blank, value_of

_TO_THE_END = (
    r"[^.?!;]*?(?=[.?!;]|, (?:ben|werk|heb|doe)\b|,? (?:kom|mag|kan|ben|voldoe|moet|can|may|do|am) (?:ik|i)\b|$)"
)
_SOURCE = (
    r"(?:de|het|jullie|uw|the|your) (?:\w+ )?(?:bron|tekst|teksten|regel|regels|eis|norm|website|instelling|stichting|source|text|"
    r"texts|rule|rules|requirement)\b"
)
_SUPPOSE = (
    r"(?:stel(?: (?:je|u))?(?: (?:eens|nu|even|voor))*,? dat|ga ervan? uit dat|neem aan dat|veronderstel dat|"
    r"(?:suppose|assume|imagine)(?: that)?)"
)
INSTRUCTION = re.compile(
    rf"\b(?:doe(?:t)?(?: (?:u|je|jij|nu|dan|eens|maar|even|gewoon|nou|toch|voor mij))* (?:net )?alsof|"
    rf"(?:zeg|antwoord)(?: (?:me|mij|nu|gewoon|maar|even|toch))* ja\b|(?:zeg|antwoord|bevestig|verklaar|schrijf|meld|beweer|concludeer|zet|noteer|vul|reken|registreer|leg|onthoud|noem|houd?)(?: (?:me|mij|nu|nou|dan|"
    rf"gewoon|maar|even|eens|alsjeblieft|toch|in|op|neer|vast|er|het|erop))* (?:dat|met|:)|"
    rf"(?:negeer|vergeet|ignore|disregard|forget)(?: (?:nu|eens|maar|even|all|the|de|alle|die))+|{_SUPPOSE} "
    rf"{_SOURCE}|"
    rf"(?:just )?(?:pretend|act as (?:if|though)|make believe|(?:put|write|note|record|enter|fill in)(?: (?:down|it|in|just))* that)|(?:please )?(?:just )?(?<!forgot to )(?<!forgotten to )(?<!meant to )(?<!neglected to )(?<!failed to )(?:say|tell me|confirm|answer|"
    rf"declare|conclude) (?:that|i|yes)\b)"
    rf"{_TO_THE_END}"
)
HYPOTHETICAL = re.compile(
    rf"\b{_SUPPOSE}|\bstel\b(?=,| ik)|\b(?:wat|en) als ik\b|\bwhat if\b|\bsuppose\b|\bas a hypothetical\b|"
    rf"\bhypothetisch\b|\bals ik (?:nou|nu) "
    r"(?:eens|al)\b|\bif i (?:had|were|would)\b|\bhad ik maar\b|\bals ik\b(?=[^.?!]*\b(?:kom|mag|kan|voldoe|ben) "
    r"ik\b)|\bif i (?:have|had|work)\b"
)
_JOB = r"(?:uur|uren|hours?|hrs?|u|dagen|dgn|dag|days?|urige?|daagse)"
HOURS = re.compile(
    rf"(?<![\w.,/])(?:(?:voor|for) )?(?P<number>{NUMBER}) ?-?(?P<unit>{_JOB}) ?(?:per|in de|a|/|p\.?|elke|iedere|each|every) "
    rf"?(?:week\b|wk\b\.?|w\b\.?)|"
    r"(?<![\w.,/])(?:(?P<fte>0?[.,]\d+) ?fte|(?P<percent>\d{2}) ?(?:%|procent|percent))|"
    rf"(?<![\w.,/])(?P<hours>\d{{1,2}}) ?(?:uur|hours?)\b|(?<![\w.,/])(?P<urig>\d{{1,2}})[ -]?(?:urig\w*|uurs)\b"
)
_HOURS_ASIDE = re.compile(
    rf"\b(?:begeleid|coach|adviseer|help) ik(?P<aside>,(?: (?:voor|for|ongeveer|about|gemiddeld|zo'n))? (?<![\w.,/]){NUMBER} ?-?{_JOB} ?(?:per|in de|a|p\.?|elke|iedere|each|every) ?(?:week|wk|w)\b,)(?= )"
)
FULL_WEEK = {"hours": 36, "days": 5}  # fewer than these a week is part-time work

_AMOUNT = rf"(?<![\w.,/])(?:{NUMBER}) ?-?(?:volle )?{UNIT}(?!\w)"
RELATION = (
    r"collega(?:atje)?|(?:oud|ex|vak)-?collega|vriend(?:in|je|innetje)?|man|vrouw|echtgeno(?:ot|te)|partner|ex|(?:half|schoon|stief)?"
    r"(?:zus|zusje|broer|broertje|moeder|vader|dochter|zoon)|buur(?:man|vrouw|meisje|jongen)|baas|chef|leidinggevende|medewerk(?:er|ster)|"
    r"werkne(?:mer|emster)|neef|nicht|nichtje|tante|oom|kennis|compagnon|vennoot|maat|maatje|kantoorgenoot|stagegenoot|studiegenoot|"
    r"team ?(?:lid|genoot|leider)|manager|opvolg(?:er|ster)|voorganger|leerling|pupil|"
    r"flatmate|roommate|housemate|huisgenoot|kamergenoot|klasgenoot|colleague|co-?worker|workmate|friend|wife|husband|spouse|sister|brother|boss|employee|mother|mum|mom|father|dad|daughter|son|"
    r"(?:sister|brother|mother|father|daughter|son)-in-law|cousin|aunt|uncle|neighbour|neighbor|team ?mate|team ?member|staff member"
)
_PROFESSION = (
    r"adviseur|coach|loopbaanadviseur|loopbaancoach|loopbaanbegeleider|jobcoach|kandidaat|stagiair|stagiaire|adviser|"
    r"advisor|career adviser|career advisor|career coach"
)
PERSON = rf"{RELATION}|{_PROFESSION}"
_TRADES = (
    r"verkoop|horeca|(?:woning|wegen|huizen|machine)?bouw|bakkerij|(?:kleding|schoenen|boek|speelgoed|bloemen|web|kaas|fietsen)?winkel|supermarkt|retail|sales|"
    r"marketing|zorg|thuiszorg|verpleging|leger|defensie|politie|brandweer|bankwezen|accountancy|(?:salaris|personeels)?administratie|boekhouding|logistiek|"
    r"transport|magazijn|fabriek|landbouw|tuinbouw|ict|it|automatisering|software|reclame|journalistiek|media|theater|muziek|catering|"
    r"restaurant|cafe|keuken|hotel\w*|schoonmaak|kapsalon|garage|techniek|engineering|finance|banking|insurance|verzekeringen|hospitality|"
    r"construction|nursing|healthcare|army|navy|police|klas|classroom|shop|store|bakery|factory|warehouse|advertising|publishing"
)
_NOT_ME = r"\b(?:niet (?:voor )?(?:ik|mij|me|mezelf)(?:zelf)?,? maar|not (?:for )?(?:me|myself|i),? but|(?:ik vraag (?:het|dit)|i(?:'m| am) asking(?: this)?|asking) (?:voor|namens|for|on behalf of)(?= \w)|(?:dit is|het is|het gaat) (?:voor|om)(?= mijn| een| onze| my))\b"
_OTHER_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        _NOT_ME,
        rf"\b(?:ik ben|ben ik|ik word|i am|i'm|ben|als|hij is|zij is|ze is|she is|he is)(?: (?:nu|inmiddels|al|pas|"
        rf"net|een|now|almost|bijna))* "
        rf"{NUMBER}(?: ?-?(?:jaar|jarige|years?|yrs))?(?: (?:oud|old|jong|young|of age))(?!\w)",
        rf"\b(?:ik ben|ben ik|ben|ik word|i am|i'm)(?: (?:nu|inmiddels|al|pas|net|now))* {NUMBER}(?: (?:jaar|"
        rf"years?))?(?= *(?:[,.;!?)](?!\d)|$|(?:maar|and|but|dus)\b|en\b(?! {NUMBER})))",
        rf"(?<!certificaat is )(?<!certificate is )(?<![\w.,/]){NUMBER} ?-?(?:jaar|jarige|years?)[ -](?:oud|oude|"
        rf"old|jong)(?!\w)|\bleeftijd(?: (?:van|"
        rf"is))? {NUMBER}(?: jaar)?|\b\d\d-jarige?\b",
        rf"\b(?:toen|als|when|voor|na|op|sinds|vanaf) (?:ik |i |mijn |m'n |my |was )*(?!\d{{3}}){NUMBER}(?:e|ste|th)?(?: "
        rf"jaar)? (?:was|ben|werd|am|verjaardag|levensjaar)\b|\bop mijn \d\d(?:e|ste)\b",
        rf"\b(?:moet|moeten|hoef|hoeft|duurt|mis|blijf|ga|wil|rest|resteert|scheelt)\b[^.?!;,]{{0,30}}\bnog "
        rf"(?:ongeveer |minstens |minimaal |"
        rf"zeker )?{_AMOUNT}",
        rf"{_AMOUNT} (?:te gaan|wachten|te kort|tekort|te weinig|verder|later|to go|short|left)\b",
        rf"\b(?:elke|iedere|ieder|elk|om de|per|eens in de|every|once every|each)(?: de)? {_AMOUNT}|\b(?:geldig "
        rf"voor|geldig gedurende|valid for) {_AMOUNT}",
        rf"\bna {_AMOUNT}(?=[^.?!;,]*\b(?:mag|mogen|kan|kunt|moet)\b)|\b(?:mag|kan|moet)\b[^.?!;,]{{0,20}} na "
        rf"{_AMOUNT}",
        rf"{_AMOUNT} (?:en|of|and|or) (?:ouder|jonger|older|younger)\b|\b(?:boven|onder|over) de {NUMBER}(?: "
        rf"jaar)?(?! \w*ervaring)",
        rf"\b(?:mensen|zoon|dochter|kind|kinderen|clienten|jongeren|iemand|man|vrouw|people|son|daughter) (?:van|"
        rf"of) {_AMOUNT}",
        rf"\b(?:mensen|klanten|clienten|professionals|medewerkers|werknemers|managers|leidinggevenden|people|clients|employees) (?:met|with|die|who)"
        rf"(?: \w+){{0,3}} {_AMOUNT}",
        rf"\b(?:moet|must|do) (?:ik|je|men|hij|zij|ze|i|he|she)\b[^.?!;,]{{0,25}} {_AMOUNT}(?=[^.?!;,]*\b(?:hebben|"
        rf"have|werken|work)\b)",
        rf"\b(?:na|after) (?:\w+ ){{0,4}}{_AMOUNT} (?:in|bij|voor|op|at|of) (?:(?:het|de|the) )?(?:onderwijs|teaching|education|{_TRADES})\b",
        r"\b(?:na|after) (?:heel wat|vele|veel|een paar|enkele|wat|many|several|some) (?:jaren?|years)\b|\b(?:al|allang) (?:heel )?lang niet meer\b|"
        r"\b(?:zonder|without) (?:ook maar |even )?(?:een|a|one) (?:dag|week|maand|day|month)(?:'s)?(?: (?:ertussen|ertussenuit|break|gap|in between))?\b",
        rf"\b(?:alle|al die|all|all of the) {_AMOUNT}",
        r"\b(?:is|zijn) \d\d jaar(?= (?:en|and) | *[,.])",
        r"\b(?:ik ben|ik heet|mijn naam is|i'm|i am|my name is) [a-z'-]{2,20},? \d\d(?: jaar| jr| years old)?(?=,| en | and |\.)",
        rf"\b(?:binnen|within|minder dan over) (?:de )?{_AMOUNT}",
        rf"\b(?:die|deze|those|these|of the|aan de|de vereiste|de benodigde|de minimale|de gevraagde|the required|"
        rf"required|vereiste|"
        rf"gevraagde) (?:minimaal |minstens )?{_AMOUNT}|\b(?:de|the) {_AMOUNT}(?= (?:ervaring|werkervaring|eis|"
        rf"experience|vol|grens|regel|termijn))",
        rf"\b(?:kom ik aan|haal ik|zit ik aan|heb ik genoeg aan|reach)(?: dan| nu| al| de)* {_AMOUNT}",
        rf"\b(?:is|zijn|was|are) {_AMOUNT}(?: (?:ervaring|werkervaring|experience|of experience))? (?:al |nu "
        rf")?(?:genoeg|voldoende|nodig|vereist|verplicht|enough|"
        r"sufficient|required|needed)",
        rf"\b(?:opleiding|studie|cursus|traject|training|course|degree)(?: \w+)? (?:van|duurde|of|took) {_AMOUNT}|"
        rf"{_AMOUNT} (?:gestudeerd|studie|opleiding|"
        r"school|hbo|mbo|universiteit|stilgezeten|getrouwd|samen|married)\b",
        rf"{_AMOUNT} (?:bestaat|bestaan|bestond|exists|existed)\b|\b(?:bestaat|bestaan|bestond)(?: (?:al|nu|"
        rf"inmiddels|ruim))* {_AMOUNT}",
        rf"\b(?:{PERSON}) (?:met|with) {_AMOUNT}(?: (?:werk)?ervaring| of experience| experience)?(?= (?:zegt|zei|"
        rf"beweert|denkt|vindt|meent|says|said|thinks|claims))",
        r"\b(?:clients|people|sessions|hours|days|times|evenings|mornings|klanten|clienten|mensen|gesprekken|uur|uren|u|dagen|dag|avonden|ochtenden|keer) (?:a|an|per|in de|in een|elke|iedere|each|every) "
        r"(?:week|month|maand|year|jaar|dag|day)\b",
        r"\b(?:heel|geheel|het hele jaar|all of|the whole of) (?:19|20)\d\d,? (?:dus|oftewel|dat is|ofwel|i\.e\.|so|that is),? (?=van |from )",
        r"\b\d{1,3}(?:[.,]\d{3})*(?:,\d\d)? ?(?:euro|eur|clienten|klanten|mensen|kandidaten|trajecten|clients|"
        r"people)\b|€ ?\d[\d.,]*",
    )
)
_RULE = re.compile(
    r"\b(?:nodig|vereist\w*|verplicht\w*|voorwaarde\w*|required|requires?|requirement\w*|needed|you need|moeten "
    r"hebben|moet hebben|"
    r"(?:je|men|u|iemand|een kandidaat) (?:moet|dient|hoort)|moet (?:je|men|u|iemand)|de (?:regel|eis|norm|grens|"
    r"termijn)|the rule|geldt (?:een|de)|"
    r"bestaat|bestaan|opgericht|exists?|founded|in business|getrouwd|geboren|born|afgestudeerd|graduated|"
    r"gestudeerd|diploma|verhuisd|lid van|"
    r"member of|woon|woonde|gewoond|live|lived|kinderen|pensioen over)\b"
)
_REPORTED = re.compile(
    r"\b(?:ik dacht|i thought)(?: dat| that)? (?:het|je|dat|men|it|you|one)\b|(?<!ik )(?<!i )(?<!bij )(?<!te )\b(?:zegt|zei|zeggen|beweert|vindt|vond|denkt|meent|zegt me|zei me|says|said|claims|thinks|"
    r"told me) "
    r"(?:(?:me|mij|ons) )?(?:dat|that|i|ik)\b|\bvolgens (?:de|het|mijn|onze|een|jullie) (?!(?:\w*contract|cv|\w*overzicht\w*|\w*lijst\w*|\w*systeem|\w*dossier|\w*bestand|hr\w*|personeelszaken|hem|haar|"
    r"\w*administratie|aanstelling|\w*papieren|agenda|loonstrook|registratie|certificaat|\w*overeenkomst)\b)\w+"
)
_OTHER_TRADE = re.compile(
    rf"\b(?:in|bij|voor|op|naar|at) (?:(?:de|het|een|mijn|the|a|an) )?(?:{_TRADES})\b|\b(?:de|het) (?:{_TRADES}) in\b"
)
_OWN_WORK = re.compile(
    rf"\b(?:voldoe|voldoet|met|with) (?:\w+ )?(?:{_AMOUNT})|\b(?:ik|i|hij|zij|ze|she|he|dat) (?:\w+ )?(?:werk|"
    rf"werkt|heb|heeft|have|has|work|works|doe|ben)\b|"
    rf"\b(?:werk|heb|ben|doe) ik\b"
)
_FIRM = (
    r"kantoor|bureau|bedrijf|werkgever|organisatie|praktijk|firma|opdrachtgever|school|opleiding|team|afdeling|"
    r"stichting|company|"
    r"agency|office|employer|firm|organisation|organization|practice|department|business"
)
_MY = r"(?:mijn|m'n|mn|onze|ons|een|die|deze|de|my|our|a|the|that)"
_ONE_OF_MINE = (
    r"\b(?:een|een van de|iemand|eentje|one|someone|somebody|a member)(?: (?:van|uit|in|bij|of|from|on)) (?:mijn|m'n|mn|onze|ons|my|our|the)"
    r"(?: \w+)?(?= )"
)
_OTHER = re.compile(
    rf"\b(?:hij|(?<!is )ie|zij|ze|she|he)\b|\b(?:{_MY} (?:\w+ )?(?P<noun>{RELATION})|"
    rf"(?:mijn|m'n|mn|onze|die|my|our|(?<!after )(?<!before )that) (?:\w+ )?(?P<profession>{_PROFESSION}))\b"
    r"(?! (?:van mij )?(?:zegt|zei|beweert|denkt|vindt|meent|says|said|thinks|claims))"
    rf"|(?:^|[.,;!?] ?|\b(?:en|and) )(?:collega|colleague) (?=\w)|\b(?:{PERSON}|klant|cliente?|deelnemer|cursist) (?:van mij|of mine)\b|{_ONE_OF_MINE}|\b(?:een|eentje) van (?:hen|ze)\b|\bone of them\b|\b(?:haar|his|her|diens|zijn) (?:certificaat|ervaring|werkervaring|registratie|titel|certificate|"
    rf"experience|registration)\b"
)
_SELF = re.compile(
    rf"^\W*(?:ben|werk|heb|was|werkte|doe)\b(?! (?:je|u|jij|hij|zij|ze|het|dat|er)\b)|\b(?:ik|ikzelf|'k|mezelf|me|"
    rf"mij|i|i'm|i've|i'd|myself|zelf)\b|\b(?:mijn|m'n|mn|my) (?!(?:\w+ )?(?:{PERSON}|{_FIRM}|verjaardag|bruiloft|trouwdag|vakantie|verhuizing|birthday|wedding|holiday)\b)\w"
)
_I_MEAN = re.compile(
    r"\bvolgens (?:mijn|onze|ons) \w+|\bi (?:just )?(?:misread \w+(?: \w+)?|looked(?: it| that)?(?: up)?|checked(?: it)?|asked(?: (?:her|him|them))?)\b(?! (?:for|to))|\b(?:ik heb|heb ik)(?: (?:het|dat|haar|hem|even|net))* (?:nagekeken|opgezocht|nagevraagd|gevraagd|uitgezocht|gecheckt)\b|"
    r"\b(?:ik bedoel(?:de)?|bedoel(?:de)? ik|i mean(?:t)?|ik vergis(?:te)? me|ik zei|i said|ik denk|denk ik|i think|volgens mij|ik weet|weet ik|ik geloof|"
    r"ik (?:zie|zag|lees|las|begrijp|begreep|hoor|hoorde|merk|vergat|moet (?:nog )?(?:toevoegen|zeggen))|i (?:see|read|understand|heard|forgot|should add|must add))\b"
)
"""What the asker says of his own saying, which makes it nobody's case."""
_FIRM_SUBJECT = re.compile(
    rf"(?:^ *|[^\w ] ?|\b(?:en|maar|want|and|but|dat|omdat) )(?:{_MY}|het) (?:\w+ )?(?:{_FIRM})\b(?! ?(?:member|mate|lid|genoot|leader|leider)\b)|\b(?:wij|we|"
    rf"ons team|our team(?! member)) "
)
_OF_FIRM = re.compile(
    rf"\W*(?:(?!ik\b|i\b|en\b|een\b|het\b|de\b)[\w'-]+ ){{1,3}}(?:van|uit|bij|from|in|of) (?:ons|onze|mijn|our|my) (?:\w+ )?(?:{_FIRM})\b(?= (?:heeft|is|werkt|kreeg|haalde|behaalde|has|was|got|works|doet|begon|started)\b)"
)
_GENERIC = re.compile(
    r"\b(?:je|men|iemand|jullie|you|(?<!new )(?<!this )(?<!that )(?<!old )(?<!first )(?<!last )(?<!the )one (?:needs?|has|must|can|may|should|does|is|gets?)|someone|anyone|kandidaten|adviseurs|mensen|people|candidates|advisers)\b"
)
_FIRST_PERSON = re.compile(
    r"\W*(?:maar|en|want|dus|al|wel|toen)\W+(?:ben|werk|heb|doe)\b(?! (?:je|u|jij|hij|zij|ze|het|dat|er geen)\b)"
)  # "maar ben er twee jaar tussenuit geweest voor mijn moeder"
_GUIDED = re.compile(
    r"\b(?:begeleidt?|begeleidde|coacht?|coachte|adviseert?|adviseerde|helpt?|hielp|guides?|coache[sd]|coach|helps?|advises?)\b.*\b(?:mensen|kandidaten|people|candidates)\b"
)  # "begeleidt sinds 2022 mensen": they are no subject
_BOUNDARY = re.compile(
    r"[.!?;:]+(?= |$)|[()]|(?<!before that)(?<!after that)(?<!afterwards),(?= )(?! (?:deed|werkte|was|zat) ik )|(?<!nog) (?=(?:en(?! met\b| nabij\b)|maar|want|dus(?! (?:nog |ook |wel |al )*(?:niet|nooit|geen)\b)|and(?! including\b)|but|so|omdat|terwijl|hoewel|"
    r"because|while|although|daarna|vervolgens|"
    r"daarvoor|ervoor|waarvan|waarna|then|toen|nadien|voordien|tegenwoordig|nu ben ik|nu werk ik) )|"
    r" (?=(?:(?:kom|mag|kan|voldoe|mocht) (?:ik|hij|zij|ze|mijn)|(?:can|may|am|must|should) i) )|"
    r"(?:(?<=collega)|(?<=vriend)|(?<=vriendin)|(?<=vrouw)|(?<= man)|(?<=medewerker)|(?<=medewerkster)|(?<=werknemer)|(?<=adviseur))(?= die )"
)
_ASIDE = re.compile(r"\((?:[^\W\d]+[ -]?){1,4}\)")  # "(tweede spoor)", "(part-time)"
_SENTENCE_END = re.compile(r"[.!?;]")
_QUESTION_OF_SELF = re.compile(
    r"^\W*(?:ben|werk|heb|was|werkte|doe)\b(?! (?:je|u|jij|hij|zij|ze|het|dat|er)\b)|\b(?:kom|mag|kan|voldoe|moet|"
    r"heb|ben|zou|haal|kwam|mocht|zal|word) (?:ik|'k)\b|\b(?:can|may|do|am|must|should|will|would|could) i\b|\bof "
    r"ik\b|\bif i (?:can|may|qualify)\b"
)
_QUESTION_OF_OTHER = re.compile(
    rf"\b(?:komt|mag|kan|voldoet|moet|heeft|is|zou|haalt|mocht|wordt) (?:(?:hij|ie|zij|ze|die)\b(?! \w+ gelijk)|{_ONE_OF_MINE}|{_MY} (?:\w+ "
    rf")?(?P<noun>{PERSON})\b)|"
    rf"\b(?:can|may|does|is|must|should|will|would|could|has) (?:(?:she|he)\b|(?:my|our) (?:\w+ "
    rf")?(?P<noun_en>{PERSON})\b)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """low[start:end] with the number of its sentence and whose it is: self, other, firm, generic, or "" for not said.

    `carried`: it doesn't say so itself, the sentence before does.
    """

    start: int
    end: int
    text: str
    sentence: int
    subject: str
    carried: bool = False


def without_instructions(low: str) -> tuple[str, bool]:
    """The text with its instructions blanked, and whether there were any."""
    found = list(INSTRUCTION.finditer(low))
    for match in found:
        low = blank(low, match.start(), match.end())
    return low, bool(found)


def without_other_numbers(low: str) -> str:
    """The text with numbers blanked that speak of something else than work or a certificate."""
    for match in list(_HOURS_ASIDE.finditer(low)):
        low = blank(low, match.start("aside"), match.end("aside"))
    for pattern in (HOURS, *_OTHER_NUMBERS):
        for match in list(pattern.finditer(low)):
            low = blank(low, match.start(), match.end())
    return low


def is_part_time(match: re.Match[str]) -> bool:
    """Whether hours or days a week, as HOURS found them, are fewer than a full week."""
    if match["fte"]:
        return True
    if match["percent"]:
        return int(match["percent"]) < 100
    if match["hours"] or match["urig"]:
        return int(match["hours"] or match["urig"]) < FULL_WEEK["hours"]
    full = FULL_WEEK["days" if match["unit"].startswith("d") else "hours"]
    return value_of(match["number"]) < full


def clauses_of(low: str, times: Sequence[Time], kept_whole: Sequence[tuple[int, int]]) -> list[Clause]:
    """The clauses of a comparable text; times, and the parts in `kept_whole`, are not cut."""
    asides = (match.span() for match in _ASIDE.finditer(low))
    whole = [*((time.start, time.end) for time in times), *kept_whole, *_pairs(low, times), *asides]
    clauses: list[Clause] = []
    start = sentence = said_in = 0
    subject = ""
    cuts = [
        match for match in _BOUNDARY.finditer(low) if not any(a < match.end() and match.start() < b for a, b in whole)
    ]
    for begin, end, ends_sentence in _cut(low, cuts, start):
        text = low[begin:end]
        if text.strip():
            own = _subject(text)
            said_in = sentence if own else said_in
            subject = own or ("" if subject == "generic" else subject)
            clauses.append(Clause(begin, end, text, sentence, subject, carried=said_in != sentence))
        if ends_sentence:
            sentence += 1
    return clauses


def case_subject(low: str, clauses: Sequence[Clause], whole: str) -> str:
    """Whose case it is: "self", the word for another person, "other", or "" where nobody is named.

    `whole` is the text with the parts that `low` had taken out.
    """
    other = _QUESTION_OF_OTHER.search(low)
    if _QUESTION_OF_SELF.search(low) and not other:
        return "self"
    if other:
        return other["noun"] or other["noun_en"] or _noun(low) or "other"
    subjects = [clause.subject for clause in clauses]
    if "self" in subjects:
        return "self"
    if "other" in subjects:
        return _noun(low) or "other"
    return "self" if _SELF.search(_I_MEAN.sub(" ", whole)) else ""


def is_about_something_else(text: str) -> bool:
    """Whether a clause speaks of the rule, an office or a life, and not of the person's work."""
    return bool(_REPORTED.search(text)) or (bool(_RULE.search(text)) and not _OWN_WORK.search(text))


def is_another_trade(text: str) -> bool:
    """Whether a clause names a trade that nobody takes for career advice; where a role is named, that decides."""
    return _OTHER_TRADE.search(text) is not None


def _noun(low: str) -> str:
    nouns = (match["noun"] or match["profession"] for match in _OTHER.finditer(low))
    return next((noun for noun in nouns if noun), "")


def _subject(text: str) -> str:
    text = _I_MEAN.sub(" ", text)
    if re.match(r" ?die\b(?!.*\b(?:ik|mijn)\b)", text):
        return "other"
    if _FIRST_PERSON.match(text):
        return "self"
    if _OF_FIRM.match(text):
        return "other"  # "Joost van ons team heeft …"
    if _FIRM_SUBJECT.search(text) and not re.search(r"\b(?:ik|i|i've)\b", text):
        return "firm"
    other = _OTHER.search(text)
    if other and not re.search(r"\b(?:ik|'k|i|i'm|i've|i'd)\b", text):
        return "other"
    if _SELF.search(text):
        return "self"
    return "generic" if _GENERIC.search(_GUIDED.sub(" ", text)) else ""


def _cut(low: str, cuts: Sequence[re.Match[str]], start: int) -> Iterator[tuple[int, int, bool]]:
    for match in cuts:
        yield start, match.start(), bool(_SENTENCE_END.search(match.group()))
        start = match.end() if match.group().strip() else match.start()
    yield start, len(low), True


def _pairs(low: str, times: Sequence[Time]) -> Iterator[tuple[int, int]]:
    """The two times of "tussen 2018 en 2021", which are one."""
    for first, second in pairwise(times):
        between = low[first.end : second.start].strip()
        before = low[: first.start].rstrip()
        if between in ("en", "and") and before.endswith(("tussen", "between")):
            yield first.start, second.end
