"""Does a question ask for a decision about somebody's own case, and which? A question *about* a rule is none.

People say "ik" in both ("Hoeveel ervaring heb ik nodig?"), so the word decides nothing. What does:

    a verdict asked for     "Kom ik in aanmerking?", "Mag ik me RL noemen?", "Wanneer moet ik weer?"
    or facts of a person    "ik werk pas twee jaar …", "mijn certificaat is van …", with nothing asked that the rules
                            don't decide ("wat kost het?")
    or, in a conversation about a case, an answer, a correction, or another day
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from app.eligibility.facts import Kind
from app.eligibility.parse_certificate import speaks_of_it
from app.eligibility.parse_clauses import INSTRUCTION
from app.eligibility.parse_dates import find_times
from app.eligibility.parse_message import parse
from app.eligibility.parse_names import Names
from app.eligibility.parse_persons import named_person, with_pronoun
from app.eligibility.parse_questions import ASKED, WHO, WHO_EN, bare_question
from app.eligibility.parse_told import Lexicon, Told
from app.eligibility.parse_words import Message, is_english

_ANY_DAY = date(2030, 1, 1)  # whether facts are told hardly depends on the day; which, is read again with the real one
FOLLOW_UP_WORDS = 14  # an answer or "En over anderhalf jaar?" is short; what is longer stands alone

_RULE = re.compile(
    r"\b(?:als ik (?:het|een|mijn|dit)? ?(?:\w*certificaat|toets|examen) (?:heb |heb ik )?(?:gehaald|haal|behaal|"
    r"behaald)|zonder (?:\w*certificaat|certificering|papieren|ervaring)|without (?:a |the )?certificate|once i "
    r"(?:have|get)|zolang mijn|na het (?:slagen|behalen|halen)|(?:en|of) wat moet ik|en hoe)\b"
)
_NOT_DECIDED = (
    r"\b(?:kost|kosten|prijs|betalen|betaal|tarief|geld|vergoed\w*|vergoeding|subsidie|korting|waar (?:kan|moet|"
    r"vind|meld|staat)|hoe (?:kan|moet|meld|vraag|kom|werkt|gaat|bewijs|toon|verleng|vind|wordt|ziet|vaak|zwaar|"
    r"moeilijk)|welke?|wie|wat voor|wat is|wat zijn|waarom|wat houdt|wat kan|wat heb ik|wat levert|"
    r"(?:heb|heeft) (?:ik|hij|zij|ze) recht|recht op|uitkering|ww|pensioen|aow|salaris|loon|verdien\w*|ontslag\w*|"
    r"vacature\w*|solliciter\w*|cv|factuur|vrijstelling|herkansing|herkansen|boek\w*|opleiding\w*|cursus\w*|"
    r"studies?|studeren|diploma\w*|bewijs|bewijzen|documenten|lid|«elsewhere»|klacht|"
    r"uitstel\w*|opschort\w*|on hold|pauzeren|respijt\w*|vergeten|kwijt|naam wijzig\w*|kopie|pdf|digitaal|"
    r"overstappen|«field» krijgen|assessor|stage lopen|meelopen|meekijken|shadow|met pensioen|kracht|adres|telefoon\w*|mail\w*|"
    r"afspraak|verzetten|rijbewijs|paspoort|apk|auto|hypotheek|huis|boete|"
    r"is dat (?:erg|normaal|gek|raar|toegestaan)|advies over|wat vind\w*|help me|hulp bij|tips|klanten|website|"
    r"logo|reclame|verschil|cost|costs|price|pay|fee|"
    r"where|which|who|why|how (?:do|can|does|much does)|salary|entitled|pension|benefit|degree|job interview|sign "
    r"up where|postpone|appeal|retake|member|wil (?:graag )?(?:een|mijn) (?:andere|nieuwe) baan|"
    r"burn-?out|ziek|zwanger|baas|ongelukkig|verveel|saai|switch|andere baan|van baan|loopbaanswitch|toe aan|"
    r"carriere)\b"
)
_WANTS = re.compile(
    r"\b(?:zoek\w*|wil|help|hulp|tips|ongelukkig|burn-?out|klacht|baas|gezocht|looking for|want|need|vacature\w*|"
    r"sollicit\w*|ontslag\w*|kosten|betaald krijgen)\b"
)
_WISHES_TO_APPLY = re.compile(
    r"\b(?:wil|wilt|want|wants|would like)\b[^.?!;,]{0,40}\b(?:apply|certifica\w+|aanmelden|aanvragen|certificeren|certified)\b"
)
_ASKED_ANYWAY = re.compile(
    r"\b(?:hoe ?lang nog|hoeveel (?:jaar|maanden) nog|wat wordt er (?:nu )?van mij|tot wanneer(?: nog)? geldig|wat moet ik (?:nu|dan|doen)?)\b|"
    r"\b(?:wanneer|when|hoe ?lang|how long)\b[^.?!]*\b(?:ik|me|mij|mijn|m'n|mn|hij|zij|ze|haar|i|my|she|he|her|his|loopt (?:het|ie|dat|die)|"
    r"verloopt (?:het|ie|dat|die)|vervalt (?:het|ie|dat|die)|(?:it|that) (?:expire|run out|end))\b|\bwanneer (?:dan|weer|moet dat|kan dat|mag dat)\b|"
    r"\b(?:wanneer|when)(?: (?:dan|weer|opnieuw|to))? (?:her\w*certific\w+|hertoets\w*|verlengen|vernieuwen|recertif\w+|renew)\b"
)
_SPEAKS_OF = (
    r"(?<!\w)(?:\w*certifi\w+|\w*certificaat|«title»|titel|title|aanmerking|ervaring|werkervaring|experience|"
    r"aanmelden|opgeven|opgaan|voldoe|voldoende|genoeg|eligible|qualify|apply|«field»|enough|"
    r"jobcoach|registratie|geregistreerd|hertoets|toets|getoetst|verlengen|verlengd|tellen|telt|tel|"
    r"meetellen|counts?|jaar nodig|years needed)(?!\w)"
)
_QUESTION = re.compile(
    r"\?|\b(?:kom|mag|kan|voldoe|moet|ben|heb|telt|geldt|is|komt|zou|haal) (?:ik|dat|dit|mijn|hij|zij|ze|die|"
    r"het)\b|\b(?:can|may|do|am|does|is|must) (?:i|she|he|it|my|that)\b|\b(?:wanneer|when|hoe|wat|welke|waar|"
    r"hoeveel|how|what|where)\b"
)
_DECISIVE = re.compile(
    r"\b(?:kom|mag|kan|voldoe|moet|ben|telt|tellen|geldt|komt|zou|haal|heb|lukt|volstaat|klopt|tel) (?:ik|dat|dit|"
    r"mijn|hij|zij|ze|die|het|er|'k|mee)\b|\b(?:is|zijn) (?:dat|dit|het|die|mijn|ik|hij|zij|ze)\b|\b(?:can|may|do|"
    r"am|does|is|must|will|would|could|should) (?:i|she|he|it|my|that|this)\b|\b(?:enough|eligible|qualify|genoeg|"
    r"voldoende)\b|"
    r"\bmag (?:mijn|m'n|onze)\b|\bkan (?:mijn|onze)\b|\bkomt (?:mijn|onze)\b|\b(?:loopt|verloopt|vervalt) (?:het|"
    r"dat|die|mijn|ie)\b|\b(?:mag|kan|kom|komt|moet) \w+ (?:al|nu|weer)\b"
)
_INSTRUCTED = r"\b(?:ik|mijn|i|my|bron|regel|eis|source|rule)\b.*?\b(?:jaar|jaren|mag|aanmerking|years|eligible|qualify|«title»)\b"
_IN_GENERAL = re.compile(
    r"\b(?:men|iemand|in het algemeen|over het algemeen|algemene regel|in general|generally|the general rule|anyone|someone|people)\b"
)
_STILL_TITLED = r"\b(?:geen|nog|nog steeds|no longer|still)(?: een| an?)? «title»\b(?! (?:heb|heeft|have|has)\b)"
_CHECKS = re.compile(
    r"\b(?:klopt|is|zijn) (?:dat|dit|het|die)\b(?! (?:genoeg|voldoende|lang genoeg))|\b(?:is|are) (?:that|this|it)\b(?! (?:enough|sufficient))"
)
_VERDICT = re.compile(
    r"\b(?:aanmerking|aan(?:ge|te |)meld\w*|aan te melden|aanvra\w*|aan te vragen|aangevraagd|voldoe\w*|genoeg|voldoende|opgaan|certificeren|"
    r"opnieuw|weer|beoordeeld|getoetst|geldig|verlopen|verleng\w*|her\w*certific\w*|hertoets\w*|voeren|noemen|gebruiken|t?elt|tellen|meetel\w*|lang genoeg|toegelaten|"
    r"eligible|qualify|apply|enough|sufficient|counts?|renew\w*|recertif\w*|again|valid|expired|use|call myself)\b"
)
_PERSONAL = re.compile(r"\b(?:ik|me|mij|mijn|m'n|zich|haar|zijn|i|my|myself|she|he|her|his)\b")
_HEARSAY = re.compile(
    r"\b(?:zegt|zei|zeggen|beweert|vindt|denkt|meent|hoorde|gehoord|las|gelezen|says|said|claims|thinks|heard|read) (?:(?:me|mij|ons) )?(?:dat|that)\b|"
    r"\bvolgens (?:de|het|mijn|onze|een) \w+"
)
_COUNTS = re.compile(r"\b(?:telt|tellen|geldt|meetel\w*|mee ?telt|relevante? (?:werk)?ervaring|counts?)\b")
_AGAIN = re.compile(
    r"\b(?:weer|opnieuw|hercertific\w*|hercertificeren|verleng\w*|her-?toets\w*|her\w*examen|renew|recertif\w*|"
    r"again|wanneer|loopt het af|verloopt|aan de beurt|van mij verwacht|beoordeeld|getoetst|expire|expires)\b"
)
_GO_ON = re.compile(
    r"^\W*(?:en|and|maar|but|dus|so|of|niet|not|nee|neen|ja|no|yes|what about|hoe zit het|stel|wat als|what if)\b"
)
_SWITCH = r"^\W*(?:en|and|maar|but|what about|how about|hoe zit het(?: dan)? met|en hoe zit het met)(?: (?:de|het|die|mijn|the|my|dan|nu|voor|met))* {}\W*$"
_SWITCHES: dict[Kind, str] = {
    "use_title": r"(?:(?:titel|title)(?: «title»)?|«title»)(?: (?:voeren|gebruiken|dan))?",
    "recertify": r"(?:her\w+|verlengen|verlenging|recertif\w+|renewal|renewing)",
    "apply": r"(?:certificaat(?: aanvragen)?|aanmelden|aanvragen|aanmelding|certificering|certificate|applying)",
}
_SWITCH_QUESTION: dict[Kind, str] = {
    "use_title": r"(?:titel|title|«title»)\b.*\b(?:voeren|gebruiken|noemen|use|using|carry|call)\b|\b(?:voeren|gebruiken|noemen|use|carry|call)\b.*(?:titel|title|«title»)",
    "recertify": r"\b(?:hercertific\w+|hertoets\w*|opnieuw|verleng(?:en|ing)|recertif\w+|renew(?:al)?|reassessed|retested|again)\b",
    "apply": r"\b(?:aanvragen|aanmelden|aanmelding|apply|applying)\b",
}
_RENEWAL = re.compile(r"\b(?:\w*hercertific\w+|hertoets\w*|recertif\w+|renew\w*)\b")
_NOT_RENEWED = re.compile(
    r"\b(?:don't|doesn't|do not|does not|not|without|niet|niets|niks|zonder)(?: \w+){0,3} (?:renew\w*|recertif\w*|verleng\w*|vernieuw\w*|hercertific\w*)|"
    r"\b(?:verleng\w*|vernieuw\w*|hercertific\w*|renew\w*|recertif\w*)(?: \w+){0,2} (?:niet|not)\b"
)
_SOMEBODY_ELSE = re.compile(
    rf"^\W*(?:en|and|maar|but|what about|hoe zit het met)(?: (?:dan|met|voor))* (?:ik|mij|me|{WHO}|{WHO_EN}|nu|"
    rf"nu echt|dan|now|then)(?: (?:echt|dan|zelf|nu|then))?\W*$"
)
_WHEN_THEN = re.compile(
    r"\W*(?:(?:oke|en|dus|maar|and|so|ok)\W+)*(?:vanaf |per |from )?(?:wanneer|when)(?: (?:dan|wel|kan|mag|dat|het|then|can|i))*\W*$"
)
_MISSPELT = re.compile(r"\b(?:aan?mer?k(?:ng|ign|iing|in)|aanmreking|aanmerkign|anmerking|aanmerknig|aamerking)\b")
_CLIPPED = re.compile(
    r"\b(?:aanvrage|aanmelde|opgeve|inschrijve|(?:her)?certificere|gebruike|voere|noeme|verlenge|vernieuwe|worde)\b(?=\W*$|\W*[?.!,]| (?:al|nu|of|dan)\b)"
)  # the "n" that isn't said
_ASKS_SOMETHING = re.compile(
    r"\?|(?:^|[,.;] ?|\b(?:en|maar|dus|and|so) )(?:kom|mag|kan|voldoe|moet|ben|heb|telt|geldt|is|komt|zou|haal|can|"
    r"may|do|am|does|must) "
    r"(?:ik|dat|dit|mijn|hij|zij|ze|die|i|she|he|it|my)\b|\b(?:wanneer|when|hoe|how)\b|"
    r"\b(?:wil|zou|vraag me af|benieuwd|want to know|like to know|wonder\w*)\b[^.?!]*\b(?:of|if|whether) (?:ik|hij|zij|ze|i|she|he|my|mijn)\b"
)
_UNKNOWN = re.compile(
    r"\b(?:weet (?:ik )?(?:het )?(?:niet|zo niet|echt niet)|geen idee|vergeten|no idea|(?:don't|do not|can't) (?:know|remember|recall)|not sure)\b|^\W*(?:misschien|wellicht|maybe|perhaps)\W*$"
)
_MAY_I = re.compile(
    r"\bof (?:ik|hij|zij|ze) (?:me|mij|zich) kan (?:aanmelden|inschrijven|opgeven)\b|^\W*(?:kan|kunnen|can|could) (?:ik|wij|we|i)(?: (?:me|mij|mijzelf|mezelf|ons))?(?: (?:nu|al|ook|now|already))* (?:aanmelden|inschrijven|opgeven|apply|register|sign up)\b"
)
_IS_THAT_ENOUGH = re.compile(
    r"\W*(?:(?:oke|ok|en|dus|and|so|maar|but)\W+)*(?:is|kan|mag|lukt|volstaat|would|can|may) (?:dat|dit|het|that|this|it)"
    r"(?: (?:be|nu|dan|al|wel|zo|now|then|already))*(?: (?:genoeg|voldoende|enough|sufficient))?(?: (?:dan|nu|now|then))?\W*$"
)
_KNOWS_NOT = re.compile(
    r"[^?]*\b(?:weet|herinner)\b[^.?!]*\bniet\b[^.?!]*\bwanneer\b|[^?]*\b(?:no idea|don't (?:know|remember|recall))\b[^.?!]*\bwhen\b|\W*(?:geen (?:flauw )?idee|no idea|weet ik (?:zo |echt )?niet|i (?:really )?(?:don't|do not) know)\b"
)
_OF_ONESELF = re.compile(r"\b(?:ik|i|'k|mijn|my|hij|zij|ze|she|he)\b|^\W*(?:het|it|dat|that|die|this|dit)\b")
_ASKS_FOR = re.compile(
    r"\b(?:wat|welke|waar|wie|waarom|hoeveel|what|where|who|which|why|vertel|uitleg|leg|tell|explain|geef|give|informatie|information|over|about)\b"
)
_SMALL = re.compile(
    r"\b(?:dank\w*|top|super|prima|fijn|bedankt|thanks|thank you|thx|tnx|thnx|merci|doei|bye|hallo|hoi|goedemorgen|oke dan)\b"
)


def is_case(question: str, turns: Sequence[str], lexicon: Lexicon) -> Kind | None:
    """Which decision about a person's case is asked for; None where the question is none.

    Args:
        question: the message to judge.
        turns: the asker's earlier messages, oldest first.
        lexicon: the words that the rules know.
    """
    return kinds_of((*turns, question), lexicon)[-1]


def kinds_of(turns: Sequence[str], lexicon: Lexicon) -> list[Kind | None]:
    """What `is_case` says of each message of a conversation."""
    kinds: list[Kind | None] = []
    running: Kind | None = None
    for turn in turns:
        if _is_general(turn):
            kinds.append(None)
            continue
        own = _alone(turn, lexicon)
        if own is not None and running is not None and not asks_anything(turn):
            own = running  # facts told without a question serve the question that was asked
        own = own or (_switched(turn, lexicon.names) if running is not None else None)
        direct = bool(kinds) and kinds[-1] is not None
        if running is None and kinds and own is None and _MAY_I.search(Message.of(turns[len(kinds) - 1]).low):
            own = "apply" if _tells_of_work(turn, lexicon) else None  # "kan ik me aanmelden?", and then who asks it
        kinds.append(own or (running if _goes_on(turn, running, lexicon, direct=direct) else None))
        running = kinds[-1] or running
    return kinds


def _tells_of_work(turn: str, lexicon: Lexicon) -> bool:
    """Whether a message tells of somebody's work and asks nothing."""
    told = parse(turn, _ANY_DAY, lexicon)
    return not asks_anything(turn) and any(item.role is not None for item in told.experience)


def _is_general(turn: str) -> bool:
    """Whether it says that it asks for the rule: "Om de hoeveel jaar moet men …?"."""
    low = Message.of(turn).low
    return "?" in turn and _IN_GENERAL.search(low) is not None and not _PERSONAL.search(low)


def _switched(turn: str, names: Names) -> Kind | None:
    """Which other decision a short follow-up asks for: "En de titel?", "En hercertificeren?"."""
    low = Message.of(turn).low
    plain = next((kind for kind, about in _SWITCHES.items() if names.search(_SWITCH.format(about), low)), None)
    if (
        plain is not None
        or "?" not in turn
        or len(low.split()) > FOLLOW_UP_WORDS
        or names.search(_NOT_DECIDED, low)
        or _RULE.search(low)
    ):
        return plain
    low = _NOT_RENEWED.sub(" ", low)
    asked = [kind for kind, about in _SWITCH_QUESTION.items() if names.search(about, low)]
    return asked[0] if len(asked) == 1 else None


def _plain(lexicon: Lexicon) -> Lexicon:
    """Names and circumstances alone: whether a message is a case doesn't depend on which roles count."""
    return Lexicon(circumstances=lexicon.circumstances, names=lexicon.names)


def _alone(question: str, lexicon: Lexicon) -> Kind | None:
    """What a message asks for where it stands alone."""
    names = lexicon.names
    low = _CLIPPED.sub(r"\g<0>n", _MISSPELT.sub("aanmerking", with_pronoun(Message.of(question))))
    instruction = INSTRUCTION.search(low)
    if not (_RULE.search(low) and not instruction):
        for kind, patterns in ASKED.items():
            found = next(filter(None, (names.search(pattern, low) for pattern in patterns)), None)
            if found and not _blocked(_sentence_at(low, found.start()), names):
                return kind
        plain = bare_question(low, names)
        if plain is not None and not _blocked(_sentence_at(low, len(low.rstrip(" .?!"))), names):
            return plain
    told = parse(question, _ANY_DAY, _plain(lexicon))
    if instruction and names.search(_INSTRUCTED, instruction.group()):
        return _kind_of(told, low, names)
    return _by_facts(told, low, names)


def _sentence_at(low: str, place: int) -> str:
    """The sentence around a place in a comparable text."""
    return re.split(r"[.?!] ", low[:place])[-1] + re.split(r"[.?!](?: |$)", low[place:])[0]


def _blocked(low: str, names: Names) -> bool:
    """Whether the verdict asked for is about another thing than the certificate."""
    return bool(
        names.search(
            r"\b(?:rijbewijs|paspoort|vca|bhv|ehbo|apk|heftruck|toeslag|uitkering|subsidie|hypotheek|huurtoeslag|"
            r"pensioen|aow|ww|«field» (?:krijgen|aanvragen)|stap|vergoeding|korting|vrijstelling|lid|«elsewhere»|"
            r"diploma|forklift|scholarship|benefit)\b",
            low,
        )
    ) and not names.search(r"\b(?:«title»|«ours»|«field»)\b", low)


def _by_facts(told: Told, low: str, names: Names) -> Kind | None:
    """What is asked by telling facts: nothing else but what the rules decide."""
    if not _tells_a_case(told, low) or not names.search(_SPEAKS_OF, low):
        return None
    asking = _asking(low)
    if not asking and _WANTS.search(_WISHES_TO_APPLY.sub(" ", low)):
        return None
    if names.search(_NOT_DECIDED, asking) and not (
        _ASKED_ANYWAY.search(low) and not re.search(r"\b(?:kost\w*|betal\w*|uitstel\w*|vergoed\w*)\b", low)
    ):
        return None
    if asking and not told.hypothetical and not (_DECISIVE.search(asking) or _ASKED_ANYWAY.search(asking)):
        return None
    return None if _checks_something_else(asking, low) else _kind_of(told, low, names)


def _checks_something_else(asking: str, low: str) -> bool:
    """Whether it asks only if something is so, and that is no verdict about the person: "… in 1992 is opgericht. Klopt dat?"."""
    rest = _CHECKS.sub(" ", asking)
    if rest == asking or _DECISIVE.search(rest) or _ASKED_ANYWAY.search(rest):
        return False
    heard = _HEARSAY.search(low)
    claim = re.split(r"[.?!]", low[heard.start() :])[0] if heard else low
    return not (_VERDICT.search(claim) and _PERSONAL.search(claim.partition(" dat ")[2] if heard else claim))


def _asking(low: str) -> str:
    """The sentences that ask: those with a question mark, else those in the form of a question."""
    marked = re.findall(r"[^.!?]*[?]", low)
    return " ".join(marked or [sentence for sentence in re.split(r"[.!]", low) if _QUESTION.search(sentence)])


def _tells_a_case(told: Told, low: str) -> bool:
    """Whether it tells more of a person than a role or that there is a certificate."""
    dated = any(
        item.start or item.end or item.lasting or item.circumstances or item.planned for item in told.experience
    )
    certificate = told.certificate
    certified = certificate is not None and bool(
        certificate.issued
        or certificate.valid_until
        or certificate.expired
        or certificate.planned
        or certificate.held is False
    )
    asked_about = bool(told.experience) and _COUNTS.search(low) is not None
    if (told.subject or _ASKED_ANYWAY.search(low)) and any(
        problem.code != "other_certificate" for problem in told.problems
    ):
        return True
    if (told.hypothetical and dated) or (certified and _ASKED_ANYWAY.search(low)):
        return True
    return (bool(told.subject) and (certified or told.no_experience or asked_about or dated)) or (
        dated and _DECISIVE.search(low) is not None
    )


def _kind_of(told: Told, low: str, names: Names) -> Kind:
    certificate = told.certificate
    if names.search(_STILL_TITLED, low):
        return "use_title"
    if certificate is not None and not any(item.start or item.lasting for item in told.experience):
        if (
            certificate.held is False
            and not _RENEWAL.search(low)
            and not names.search(r"\b«title»\b|\btitel\b|\btitle\b", low)
        ):
            return "apply"
        return "recertify" if _AGAIN.search(low) else "use_title"
    if re.search(r"\b(?:noemen|voeren)\b", low) and names.search("«title»", low):
        return "use_title"
    return "apply"


def asks_anything(turn: str) -> bool:
    """Whether a message asks something, whatever it is."""
    return _ASKS_SOMETHING.search(Message.of(turn).low) is not None


def _goes_on(turn: str, running: Kind | None, lexicon: Lexicon, *, direct: bool) -> bool:
    """Whether a message that doesn't stand alone goes on with the case: an answer, a correction, another day, a fact."""
    if running is None:
        return False
    low = Message.of(turn).low
    told = parse(turn, _ANY_DAY, _plain(lexicon))
    if "?" in turn and lexicon.names.search(_NOT_DECIDED, low):
        return False
    names_field = direct and "?" not in turn and not _ASKS_FOR.search(low) and lexicon.names.search(r"\b«field»\b", low)
    if told.has_facts or told.has_details or names_field or told.career_advice is not None:
        return True
    if direct and "?" not in turn and told.overlapping is not None:
        return True
    if direct and (told.unread or find_times(low, _ANY_DAY, is_english(low))) and not asks_anything(turn):
        return True  # a longer reply with times in it
    answers = told.when is not None or told.lasting is not None or told.until is not None
    if _IS_THAT_ENOUGH.match(low) or (
        direct and (low.strip(" .!") in lexicon.qualifiers or low.strip(" .!").isdigit())
    ):
        return True
    if (
        not direct
        or (len(low.split()) > FOLLOW_UP_WORDS and told.as_of is None and not _KNOWS_NOT.match(low))
        or (_SMALL.search(low) and not answers and told.as_of is None)
    ):
        return False
    if (
        told.is_answer
        or told.as_of is not None
        or told.instruction
        or told.problems
        or told.unread
        or told.corrects
        or _UNKNOWN.search(low)
        or _KNOWS_NOT.match(low)
    ):
        return True
    if (
        _WHEN_THEN.match(low)
        or _SOMEBODY_ELSE.search(low)
        or named_person(Message.of(turn))
        or (running != "apply" and "?" not in turn and speaks_of_it(low))
    ):
        return True
    plain = "?" not in turn and not asks_anything(turn)
    remarks = _OF_ONESELF.search(low) and not (_WANTS.search(low) or _ASKS_FOR.search(low))
    return plain and bool(
        lexicon.names.search(_SPEAKS_OF, low) or told.loose_role is not None or _GO_ON.search(low) or remarks
    )
