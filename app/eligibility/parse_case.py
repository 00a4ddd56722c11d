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
from functools import lru_cache

from app.eligibility.facts import Kind
from app.eligibility.parse_clauses import INSTRUCTION
from app.eligibility.parse_message import parse
from app.eligibility.parse_names import Names
from app.eligibility.parse_told import Lexicon, Told
from app.eligibility.parse_words import NUMBER, Message

_ANY_DAY = date(2030, 1, 1)  # whether facts are told hardly depends on the day; which, is read again with the real one
FOLLOW_UP_WORDS = 14  # an answer or "En over anderhalf jaar?" is short; what is longer stands alone

_WHO = (
    r"(?:ik|'k|hij|zij|ze|die|(?:mijn|m'n|onze|een) (?:\w+ )?(?:collega|vriend|vriendin|man|vrouw|partner|zus|"
    r"broer|medewerker|medewerkster|adviseur|coach|werknemer|kennis|compagnon|buurvrouw|buurman|dochter|zoon))"
)
_WHO_EN = (
    r"(?:i|she|he|(?:my|our) (?:\w+ )?(?:colleague|friend|wife|husband|partner|sister|brother|employee|boss|coach|"
    r"adviser|advisor))"
)
_ADVERB = (
    r"(?: (?:nu|al|dan|nog|ook|eigenlijk|straks|alvast|misschien|wel|zelf|volgens (?:jou|jullie|u)|op dit moment|"
    r"meteen|direct|dus|daarmee|hiermee|zo|met mijn ervaring|inmiddels|als [\w-]{3,40}))*"
)
_AT = r"(?: (?:met [\w ,½'-]{3,60}?|over [\w ,½-]{2,25}?|op \d[\w -]{3,20}?|in \w+ \d{4}))?"
_ADVERBS = _ADVERB + _AT + _ADVERB  # one phrase of free words only: two would take forever on a long message
_ADVERBS_EN = (
    r"(?: (?:now|already|still|then|yet|also|currently|actually))*"
    r"(?: (?:with [\w ,½'-]{3,60}?|in [\w ]{3,20}?|on [\w ]{3,20}?))?(?: (?:now|already|still|then|yet|also))*"
)
_TITLE = "«title»"
_THING = (
    rf"(?:het |een |de |dit |mijn |jullie |the |a |this |your )*(?:\w*certifica\w+|certifi\w+|{_TITLE}|titel|title|"
    rf"register|toets\w*|examen|exam|«ours»\w*|dat|daarvoor|ervoor|it|that|assessment|keurmerk)"
)

_APPLY = (
        rf"(?<!\w)(?:kom|komt|kwam|kun|zou) {_WHO}{_ADVERBS} (?:niet )?in aanmerking(?! voor (?!{_THING}\b))(?! "
        rf"komen (?!$|[?.!,]|voor {_THING}))",
        rf"(?<!\w)(?:kan|zou|zal) {_WHO}{_ADVERBS}(?: voor {_THING})? in aanmerking komen(?: voor "
        rf"{_THING}\b)?(?=\W*$|[?.!,])",
        rf"\b(?:in aanmerking)(?: voor {_THING}\b)?(?: kom| komt)(?: {_WHO})?\b|\bof {_WHO}{_ADVERBS}(?: voor "
        rf"{_THING})? in aanmerking",
        rf"(?<!aan welke )(?<!\w)(?:voldoe|voldoet) {_WHO}{_ADVERBS}(?: (?:nu|al|aan)|(?=\W*$|[?.!,]))",
        rf"(?<!\w)(?:mag|kan|zou) {_WHO} (?:(?:me|mij|zich) )?(?:\w+ ){{0,2}}?(?:nu al|al|nu|alvast|dan al|"
        rf"meteen)(?: \w+){{0,4}} (?:aanmelden|opgeven|inschrijven|aanvragen|opgaan|certificeren|gecertificeerd "
        rf"worden|examen doen|"
        r"laten certificeren|laten toetsen|«title» worden|toets doen|instappen|starten met de certificering)",
        rf"(?<!\w)(?:heb|heeft) {_WHO}{_ADVERBS} (?:genoeg|voldoende|lang genoeg) (?:\w+ )?(?:\w*ervaring|jaren|"
        rf"gewerkt)|\bis mijn (?:werk)?ervaring{_ADVERBS} (?:genoeg|voldoende|lang genoeg)",
        r"\b(?:telt|tellen|geldt|gelden|tel) (?:mijn|m'n|haar|zijn)(?: \w+)? (?:\w*ervaring|jaren|tijd|werk|baan|"
        r"functie|stage|periode|uren|dienstjaren|vrijwilligerswerk)\b(?! van tien)",
        rf"\b(?:vanaf wanneer|wanneer|per wanneer|hoe snel|op welke datum) (?:kom|komt|mag|kan|voldoe|voldoet|"
        rf"haalt|haal) {_WHO}(?: (?:me|mij|zich|dan|wel|nu|al|eindelijk|zelf|voor {_THING}))*(?: (?:in aanmerking|"
        rf"aanmelden|opgaan|op|gecertificeerd worden|"
        rf"het aanvragen|aanvragen|aan de eis|de {NUMBER} jaar|voor {_THING}|een aanvraag doen|me laten certificeren|"
        rf"laten certificeren))(?! en wat| en hoe)(?=\W|$)",
        rf"\b(?:ben|is) {_WHO}{_ADVERBS} (?:toelaatbaar|gerechtigd|al zo ?ver|er al klaar voor|ervaren genoeg|lang "
        rf"genoeg bezig)\b",
        rf"\bhoe ?lang moet {_WHO} (?:dan )?nog (?:wachten|werken)|\bhoeveel (?:jaar|maanden|tijd) (?:moet|kom) "
        rf"{_WHO} (?:dan |er )?nog\b|\bhoe ?lang (?:duurt het )?nog (?:voor|voordat|tot) {_WHO} (?:in aanmerking|"
        rf"mag|kan|me mag)",
        rf"\b(?:am|is|are) {_WHO_EN}{_ADVERBS_EN} (?:eligible|qualified)(?! for (?!{_THING}))|\b(?:do|does|would|"
        rf"will) {_WHO_EN}{_ADVERBS_EN} (?:qualify|meet (?:the|this)|have enough|have sufficient|fulfil)(?! for "
        rf"(?!{_THING}))",
        rf"\b(?:can|may|could) {_WHO_EN}(?: already| now| yet)+ (?:apply|be certified|get certified|sign up|"
        rf"register)|\b(?:can|may|could) {_WHO_EN} (?:apply|be certified|get certified|register)(?: \w+){{0,3}} "
        rf"(?:already|yet|now)\b|"
        rf"\bwhen (?:can|may|will|do) {_WHO_EN} (?:apply|be eligible|qualify)|\bdoes (?:my|her|his) (?:\w+ "
        rf"){{0,3}}(?:experience|work|job|internship) count|\bis my experience (?:enough|sufficient)|\bhow (?:much "
        rf")?longer (?:must|do|should) i",
)  # fmt: skip
_TITLE_VERB = r"(?:noemen|voeren|gebruiken|dragen|zetten|hanteren|schrijven|vermelden)"
_USE_TITLE = (
        rf"(?<!\w)(?:mag|kan|mocht) {_WHO}(?: (?:me|mij|mezelf|mijzelf|zich|zichzelf))?{_ADVERBS} (?:\w+ "
        rf")?{_TITLE}(?:[ -]?titel)?{_ADVERBS} ?(?:blijven)? (?:achter (?:mijn|haar|zijn|m'n) naam )?{_TITLE_VERB}",
        rf"(?<!\w)(?:mag|kan) {_WHO}{_ADVERBS} (?:de |mijn |die |deze |haar )?(?:\w+ )?(?:titel)(?: "
        rf"{_TITLE})?{_ADVERBS} (?:blijven )?{_TITLE_VERB}|(?<!\w)mag {_WHO}{_ADVERBS} {_TITLE}{_ADVERBS} (?:achter|op|"
        rf"in) (?:mijn|haar|zijn) (?:naam|kaartje|linkedin|profiel)",
        rf"(?<!\w)(?:ben|is) {_WHO}{_ADVERBS} (?:(?:nog|al|nu|dan) )+(?:geldig )?(?:{_TITLE}|gecertificeerd|"
        rf"geregistreerd)\b|\bis (?:mijn|haar|zijn|m'n) (?:\w*certificaat|registratie|certificering|titel|«title»)(?: "
        rf"\w+)? (?:nog|al|nu)\b[\w ]*(?:geldig|verlopen)|"
        r"\bis (?:mijn|haar|zijn|m'n) (?:\w*certificaat|registratie) (?:geldig|verlopen)",
        rf"\b(?:may|can|could) {_WHO_EN}{_ADVERBS_EN} (?:use|call (?:myself|herself|himself)|carry|put|hold|"
        rf"bear)(?: the| a| an| my)*(?: (?:protected|title|of))* ?(?:{_TITLE}|title)|\bam i{_ADVERBS_EN} (?:still |"
        rf"already )(?:{_TITLE}|certified)|\bis my (?:certificate|registration) (?:still )?(?:valid|expired)",
)  # fmt: skip
_RECERTIFY = (
        rf"\b(?:wanneer|per wanneer|vanaf wanneer|in welk jaar|hoe snel|op welke datum|voor welke datum) (?:moet|"
        rf"mag|ben|is|kan|dien|hoor|zou) {_WHO}(?: (?:me|mij|zich|dan|nu|eigenlijk|precies|uiterlijk|voor het|voor "
        rf"de))*(?: (?:volgende|eerstvolgende))?(?: \w+)? ?(?:weer|opnieuw|her\w+|aan de beurt|verlengen|"
        r"verlengd|keer|examen|herexamen|hertoets)",
        rf"\bwanneer (?:verloopt|vervalt|eindigt) (?:mijn|haar|zijn|m'n) (?:\w*certificaat|registratie|titel|«title»|"
        rf"certificering)|\bwanneer loopt (?:mijn|haar|zijn) (?:\w*certificaat|registratie|«title»|titel)(?: \w+)? af|"
        rf"\btot wanneer (?:is|ben|mag|loopt|geldt) (?:{_WHO}|mijn|haar|zijn)|"
        rf"\bwanneer (?:is|staat|valt) mijn (?:volgende|nieuwe) (?:her)?(?:toets|certificering|examen)|\bhoe ?lang "
        rf"(?:is|ben|geldt|blijft) (?:mijn|haar|zijn|ik)(?: \w+)? nog (?:geldig|gecertificeerd|«title»)|\bhoe ?lang "
        rf"(?:mag|kan) {_WHO} (?:\w+ )*nog\b",
        rf"\b(?:moet|dien) {_WHO}(?: (?:me|mij|zich))?(?: (?:nu|al|dit jaar|volgend jaar|binnenkort|dan))+ "
        rf"(?:(?:me|mij|zich) )?(?:weer|opnieuw|al weer|alweer|her\w+|verlengen)|\bmoet {_WHO}(?: (?:al|nu|dan))* "
        rf"(?:al)?weer\W*$|\bis het al tijd (?:voor|om)(?: \w+)* (?:her\w+|verlengen|verlenging)",
        rf"\bwhen (?:must|do|should|does|will) {_WHO_EN}(?: \w+)? (?:recertify|renew|be (?:tested|assessed|"
        rf"recertified)|need to (?:recertify|renew)|have to (?:recertify|renew)|go again|take (?:it|the exam|the "
        rf"test) again)|\bwhen does my (?:certificate|registration|certification) (?:expire|run out|end)|"
        rf"\b(?:must|should|do) {_WHO_EN}(?: (?:already|now))+ (?:have to |need to )?(?:recertify|renew)|\bhow "
        rf"long is my \w+ still valid|\b(?:until when|how much longer) (?:is|am|can|may) (?:my|i)",
)  # fmt: skip
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
    r"overstappen|«field» krijgen|assessor|stage lopen|adres|telefoon\w*|mail\w*|"
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
_ASKED_ANYWAY = re.compile(
    r"\b(?:wanneer|vanaf wanneer|hoe ?lang nog|hoeveel (?:jaar|maanden) nog|wat wordt er (?:nu )?van mij|wat moet "
    r"ik (?:nu|dan|doen)?|when|how long)\b"
)
_SPEAKS_OF = (
    rf"(?<!\w)(?:\w*certifi\w+|\w*certificaat|{_TITLE}|titel|title|aanmerking|ervaring|werkervaring|experience|"
    rf"aanmelden|opgeven|opgaan|voldoe|voldoende|genoeg|eligible|qualify|apply|«field»|enough|"
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
_COUNTS = re.compile(r"\b(?:telt|tellen|geldt|meetel\w*|mee ?telt|relevante? (?:werk)?ervaring|counts?)\b")
_AGAIN = re.compile(
    r"\b(?:weer|opnieuw|hercertific\w*|hercertificeren|verleng\w*|her-?toets\w*|her\w*examen|renew|recertif\w*|"
    r"again|wanneer|loopt het af|verloopt|aan de beurt|van mij verwacht|beoordeeld|getoetst|expire|expires)\b"
)
_GO_ON = re.compile(
    r"^\W*(?:en|and|maar|but|dus|so|of|nee|neen|ja|no|yes|what about|hoe zit het|stel|wat als|what if)\b"
)
_SOMEBODY_ELSE = re.compile(
    rf"^\W*(?:en|and|maar|but|what about|hoe zit het met)(?: (?:dan|met|voor))* (?:ik|mij|me|{_WHO}|{_WHO_EN}|nu|"
    rf"nu echt|dan|now|then)(?: (?:echt|dan|zelf|nu|then))?\W*$"
)
_MISSPELT = re.compile(r"\b(?:aan?mer?k(?:ng|ign|iing|in)|anmerking|aanmerknig|aamerking)\b")
_ASKS_SOMETHING = re.compile(
    r"\?|(?:^|[,.;] ?|\b(?:en|maar|dus|and|so) )(?:kom|mag|kan|voldoe|moet|ben|heb|telt|geldt|is|komt|zou|haal|can|"
    r"may|do|am|does|must) "
    r"(?:ik|dat|dit|mijn|hij|zij|ze|die|i|she|he|it|my)\b|\b(?:wanneer|when|hoe|how)\b"
)
_SMALL = re.compile(r"\b(?:dank|bedankt|thanks|thank you|merci|doei|bye|hallo|hoi|goedemorgen|oke dan)\b")


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
        own = _alone(turn, lexicon)
        if own is not None and running is not None and not _asks_anything(turn):
            own = running  # facts told without a question serve the question that was asked
        direct = bool(kinds) and kinds[-1] is not None
        kinds.append(own or (running if _goes_on(turn, running, lexicon, direct=direct) else None))
        running = kinds[-1] or running
    return kinds


@lru_cache(maxsize=8)
def _plain(names: Names) -> Lexicon:
    """The names alone: whether a message is a case doesn't depend on which roles count."""
    circumstances = ("part_time", "voluntary", "internship", "abroad", "self_employed")
    return Lexicon(circumstances={name: name for name in circumstances}, names=names)


def _alone(question: str, lexicon: Lexicon) -> Kind | None:
    """What a message asks for where it stands alone."""
    names = lexicon.names
    low = _MISSPELT.sub("aanmerking", Message.of(question).low)
    instruction = INSTRUCTION.search(low)
    if not (_RULE.search(low) and not instruction):
        for kind, patterns in _ASKED.items():
            if any(names.search(pattern, low) for pattern in patterns) and not _blocked(low, names):
                return kind
    told = parse(question, _ANY_DAY, _plain(names))
    if instruction and names.search(_INSTRUCTED, instruction.group()):
        return _kind_of(told, low, names)
    return _by_facts(told, low, names)


_ASKED: dict[Kind, tuple[str, ...]] = {"use_title": _USE_TITLE, "recertify": _RECERTIFY, "apply": _APPLY}


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
    asking = " ".join(sentence for sentence in re.split(r"[.!?]", low) if _QUESTION.search(sentence))
    if not asking and _WANTS.search(low):
        return None
    if names.search(_NOT_DECIDED, asking) and not (
        _ASKED_ANYWAY.search(low) and not re.search(r"\b(?:kost\w*|betal\w*|uitstel\w*|vergoed\w*)\b", low)
    ):
        return None
    if _QUESTION.search(low) and not told.hypothetical and not (_DECISIVE.search(low) or _ASKED_ANYWAY.search(low)):
        return None
    return _kind_of(told, low, names)


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
    if told.subject and any(problem.code != "other_certificate" for problem in told.problems):
        return True
    if (told.hypothetical and dated) or (certified and _ASKED_ANYWAY.search(low)):
        return True
    return (bool(told.subject) and (certified or told.no_experience or asked_about or dated)) or (
        dated and _DECISIVE.search(low) is not None
    )


def _kind_of(told: Told, low: str, names: Names) -> Kind:
    certificate = told.certificate
    if certificate is not None and not any(item.start or item.lasting for item in told.experience):
        if certificate.held is False and not names.search(rf"\b{_TITLE}\b|\btitel\b|\btitle\b", low):
            return "apply"
        return "recertify" if _AGAIN.search(low) else "use_title"
    if re.search(r"\b(?:noemen|voeren)\b", low) and names.search(_TITLE, low):
        return "use_title"
    return "apply"


def _asks_anything(turn: str) -> bool:
    return _ASKS_SOMETHING.search(Message.of(turn).low) is not None


def _goes_on(turn: str, running: Kind | None, lexicon: Lexicon, *, direct: bool) -> bool:
    """Whether a message that doesn't stand alone goes on with the case: an answer, a correction, another day, a fact."""
    if running is None:
        return False
    low = Message.of(turn).low
    told = parse(turn, _ANY_DAY, _plain(lexicon.names))
    asks_else = bool(lexicon.names.search(_NOT_DECIDED, low)) and "?" in turn
    if told.has_facts and not asks_else:
        return True
    if not direct or asks_else or len(low.split()) > FOLLOW_UP_WORDS or _SMALL.search(low):
        return False
    if told.is_answer or told.as_of is not None or told.has_details or told.instruction or told.problems:
        return True
    if _SOMEBODY_ELSE.search(low):
        return True
    plain = "?" not in turn and not _QUESTION.search(low)
    return plain and (told.loose_role is not None or bool(_GO_ON.search(low)))
