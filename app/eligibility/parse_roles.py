"""The roles that a message names: those the rules know, and others as named, so that they can be asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.eligibility.parse_beside import ANY_ADVISER, with_neighbours
from app.eligibility.parse_told import Lexicon, Role
from app.eligibility.parse_words import Message, near

LONGEST_IN_WORDS = 4  # "re-integratie tweede spoor" with a word to spare
LEAST_TO_MEND = 11  # letters of a role word in which one wrong letter is a typing error and not another word
_MENDED_WORDS = 2  # "loopbaan advizeur"
_LONGEST_UNKNOWN = 4  # words of a role that isn't known: more is a description

_NO_DIFFERENCE = re.compile(r"[\s\-.]+")
_TOKEN = re.compile(r"[\w&'+-]+")
_TITLE = (
    r"\b«title»\b|\b(?:certificaat|titel|opleiding|cursus|"
    r"studie|diploma|certificate|title|course)"
    r"(?: (?:tot|als|van|voor|of|as|in|voor een|tot een))* (?:loopbaan ?\w+|career \w+)|"
    r"\b(?:mijn|m'n|my|zijn|haar|onze|our|her|his|een eigen) (?:loopbaan ?(?:coach|adviseur|begeleider)|adviseur|"
    r"coach|jobcoach|career (?:adviser|advisor|coach))\b|"
    r"\b(?:niet|geen|nooit|not|never)(?: (?:meer|als|as|een|a|an|echt))* (?:loopbaan ?\w+|jobcoach|recruiter|"
    r"«field»|\w+adviseur|\w+coach|career \w+)\b"
    r"(?! (?:gewerkt|geweest|gedaan|worked))|"
    r"\b(?:word|worden|wordt|become|naast mijn (?:baan|werk|functie) als|naast) (?:een |a |an )?(?:loopbaan ?\w+|"
    r"career \w+|\w+)\b"
)
_WISH_OF = re.compile(
    r"\b(?:richting|doorgroei\w*|door te groeien|ontwikkel\w*|omscholen|om te scholen|opleiden|scholen|specialiser\w*|become|becoming|studeer\w*|"
    r"studying|solliciteer\w*|solliciteren|sollicitatie|droom\w*|dream\w*|ambieer\w*|aspir\w*|ambitie|op zoek|zoek(?: ik)?|looking for|apply for a|"
    r"retrain\w*|train as|training (?:as|to)|leer voor|in opleiding|(?:opleiding|cursus|studie|course|degree) (?:tot|voor|als|to|in|as|for))\b"
)
_WISH = re.compile(
    r"\b(?:wil|wilt|willen|wou|zou|zouden|hoop|hoopt|gaat?|want|wants|would like|'d like|hope|hopes)\b(?!.*\b(?:weten|vragen|aanmelden|aanvragen|"
    r"certificeren|opgeven|know|ask|apply)\b)"
)
_PHRASE_END = re.compile(r"[.?!;,]|(?<!\w)(?:en|maar|want|omdat|and|but|because)(?!\w)")
_WISHED_AFTER = re.compile(r"[^.?!;,]{0,25}\b(?:worden|gaan|beginnen|starten|aan de slag|zijn|overstappen)\b")
_WISHED_BEFORE = re.compile(
    r"\b(?:be|work as|move into|go into|switch to|work in|werken (?:als|in)|aan de slag (?:als|in)|beginnen (?:als|met|in)|overstappen naar|overstap naar|"
    r"naar(?: de| het)?|the switch to)(?: (?:een|a|an))?(?: \w+)? $"
)
_OCCUPATION = re.compile(
    r"[\w'-]*(?:adviseur|adviseuse|adviser|advisor|coach|consulent|consulente|consultant|manager|begeleider|"
    r"begeleidster|trainer|trainster|docent|docente|"
    r"leraar|lerares|medewerker|medewerkster|professional|specialist|recruiter|psycholoog|deskundige|mediator|"
    r"intercedent|intercedente|decaan|functionaris|"
    r"therapeut|therapist|counselor|counsellor|mentor|ambtenaar|directeur|onderwijzer|onderwijzeres|teacher|"
    r"officer|leidster|teamleider|secretaresse|verpleegkundige|"
    r"planner|accountmanager|headhunter|lecturer|partner|casemanager|p&o'?er|hr'?er|juf|nurse|engineer|accountant|"
    r"socioloog|psychologist|werkbegeleider|arbeidsdeskundige)"
)
_SEVERAL = re.compile(r"(?<=coach)es$|(?<=[a-z])s$|(?<=consulent)en$|(?<=intercedent)en$|(?<=docent)en$")  # the plural
_AS = re.compile(
    r"(?<!\w)(?:als|as)(?: (?:een|a|an|de|the))?(?= )|(?<!\w)(?:functie|rol|baan|role|job|position)(?: is| was| "
    r"van| of| as|:)+(?= )"
)
_AM = re.compile(
    r"(?<!\w)(?:ik ben|ben ik|ik was|was ik|i am|i'm|i was|i've been|i have been|ik ben nu|hij is|zij is|ze is|is "
    r"hij|is zij|is ze|she is|he is|was hij|was zij|hij was|zij was|ze was|en ben|"
    r"and am|geweest als|werk ik als|been)(?: (?:een|a|an|al|nu|nog|ook|net|zelf|sinds kort|momenteel|eerst|"
    r"vroeger|gewoon|now|currently|also|formerly))*(?= )"
)
_IN_FIELD = re.compile(
    r"(?<!\w)(?:in|bij|jaar|jr|jaren|years|years of) (?:de )?(?P<field>hr|hrm|p&o|recruitment|werving en selectie|personeelszaken|"
    r"uitzendbranche)(?!\w)"
)
_HELD_AS = re.compile(r"(?<!\w)(?:(?:als|as|in|bij|ervaring|experience) (?:[\w'-]+ ){0,2}|functie (?:is|was) )$")
_WORKS = re.compile(
    r"\b(?:werk|werkte|werkt|gewerkt|werkzaam|ervaring|werkervaring|actief|bezig|begonnen|gestart|begin|work|"
    r"worked|working|works|experience|job|started|baan|functie)\b"
)
_IN_TRAINING = re.compile(r" (?:in opleiding|i\.o\.|in wording|in training|in spe)(?!\w)")
_PERSON_NOUN = re.compile(
    r"(?:adviseurs?|adviseuse|adviser|advisor|begeleider|begeleidster|coach|consulente?|consultant|professional|"
    r"specialist|counsell?or|manager|er|or)$"
)
_DOES = re.compile(
    r"\b(?:(?:ik|hij|zij|ze) (?:begeleid|help|adviseer|coach)(?:de|t|te|en)?|(?:begeleid|help|adviseer|coach)(?:de|t|te)? (?:ik|hij|zij|ze)|"
    r"(?:i|she|he) (?:guide|support|help|advise|counsel|coach)(?:s|d|ed)?)\b|\b(?:doe|doet|deed|gedaan|(?:heb|heeft|had)\b.*\b(?:begeleid|gecoacht|uitgevoerd)|overgestapt|overstap|switched|moved|loop|loopt|geef|geeft|gaf|gegeven|verzorg\w*|give|gave|given|giving|provid\w+|offer\w*|do|does|did|done|als|as|zit (?:\w+ ){0,4}in|zat|gezeten|ben|been|was)\b"
)
_RECEIVED = re.compile(r"\b(?:gehad|gekregen|ontvangen|genoten|received|undergone|was given)\b")
_SOMEBODYS = re.compile(r"\b(?:in|bij|met|with|through) (?:zijn|haar|his|her) $")  # "mijn man in zijn outplacement"
_HELD_JOB = re.compile(r"\b(?:\w*ervaring|experience|baan|banen|functie|job|jobs|praktijk|rol|role|opdracht\w*)\b")
_LENGTH_OF = re.compile(r"\b(?:jaar|jr|maanden|mnd|years?|months)(?: of| in het| in| aan| de| in de| lang)? $")
_AN_EMPLOYER = re.compile(
    r"[ -]?(?:agency|bureau|firm|company|office|department|centre|center|team|kantoor|bedrijf|afdeling)\b"
)
_LASTS = re.compile(r" (?:(?:al|nu|already) )?(?:sinds|sedert|vanaf|since|van|from) ")  # "outplacement sinds 2025"
_PERIOD_OF = re.compile(
    r"\b(?:van|from)\b[^.?!;]{3,40} (?:tot|t/m|tem|tot en met|to|until|till|through|-)[^.?!;,]{0,20}\d (?:was het |deed ik |in )?$"
)  # "van februari 2022 t/m januari 2024 loopbaanbegeleiding"
_APPOSED = re.compile(
    r"\b(?:doe|doet|deed|werk|werkt|werkte|do|does|did|work|works|worked)\b[^.?!;,]*\b(?:sinds|vanaf|since|jaar|years)\b[^.?!;,]*, $"
)  # "ik doe het sinds mei 2022, loopbaanbegeleiding bij een hogeschool"
_WHERE = re.compile(r" ?(?:$|[.?!;,]|(?:bij|voor|at|for|als|in)\b)")
_NOT_DOING = re.compile(
    r"\b(?:les|lesgeven|lesgegeven|doceer|volg|volgde|gevolgd|krijg|kreeg|gekregen|opleiding|cursus|client|klant|"
    r"onderzoek\w*|research\w*|lectur\w*|doceerde|wrote|written|writing|boek|schrijf|zoek|aanvragen|traject gehad|teach|taught|student|studeer|gestudeerd)\b"
)
_BEFORE_A_ROLE = re.compile(
    r"^(?:(?:ja|nee|neen|sorry|no|yes|als|ik was|ik ben|ik bedoel|ik bedoelde|i mean|i meant|eigenlijk|een|a|an|as|"
    r"i was|i am|dat was|in|in de|bij|(?:all|both|most) of (?:them|it|that)|all|alles|allemaal|allebei|both|steeds|altijd|"
    r"het was|gewoon|in de functie van|was)[ ,]+)+"
)
_AFTER_A_ROLE = re.compile(
    r"(?:,? (?:allemaal|alles|alleen|altijd|volledig|helemaal|gewoon|hoor|all of it|all|always|only))+$"
)
_STOP = frozenset(
    "als as bij op in voor van met sinds sedert al en of gewerkt werkzaam gehad aan te heb ben was tot dat die mee meer maar dan daarna "
    "daarvoor want dus naast onder vanuit via uit is werk werkte ik je u het de er om mijn nog ook nu pas toen niet wel actief geweest bezig telt "
    "kom mag kan voldoe over per vanaf gedurende tijdens begonnen gestart gestopt in parttime fulltime deeltijd vrijwillig zzp freelance heeft "
    "at for since and or with from until till to of the who which count counts have been i my on but working worked full-time part-time "
    "giving providing doing offering zonder tussen rond ongeveer ruim bijna hebben hij zij ze komt geldt terwijl omdat "
    "volgens stond stage elke iedere "
    "zou wil ging deed doe doen gedaan begon startte stopte waarvan actief "
    "jaren nl januari februari maart april mei juni juli augustus september oktober november december jaar maanden years months".split()
)
_NO_ROLE = frozenset(
    "ik je u het dat dit deze die we wij hij zij ze men er geen volgt gevolg eerste tweede derde mijn jullie iemand niet nog alles "
    "zodanig vrijwilliger vrijwilligster zzp'er zzper zzp freelancer zelfstandige zelfstandig zelfstandig-ondernemer stagiair stagiaire "
    "parttimer werknemer kandidaat lid persoon mens intern volunteer trainee student register gecertificeerd gecertificeerde "
    "starter beginner relevante relevant werkervaring ervaring experience voldoende genoeg enough beginneling ondernemer professional a an the i it you they mijn bijbaan hobby laatste volwaardig startende "
    "blij ziek benieuwd begonnen gestopt bezig werkzaam actief gestart klaar bang oud zeker niets if well soon far much is was zij jobhopper eenmanszaak geslaagd".split()
)
_HARMLESS = frozenset(
    "onafgebroken doorlopend ononderbroken continu fulltime ervaren beginnend beginnende startend enthousiaste enthousiast interne externe extern full-time parttime gewone betaalde betaald "
    "volwaardig volwaardige zelfstandig zelfstandige freelance zzp eigen experienced qualified gediplomeerd fulltime part-time employed".split()
)
_ADVERBS = frozenset(
    "allang alweer reeds inmiddels nog nu al ook wel weer altijd zelf toen eerst vroeger momenteel already currently now also".split()
)
_BESIDE = frozenset(
    "hr hrm p&o senior junior medior school studie studieloopbaan team loopbaan career careers job business hr-business it office account".split()
)


def find_roles(message: Message, low: str, lexicon: Lexicon, *, in_field: bool = False) -> list[Role]:
    """The roles in `low`, which may be `message.low` with parts blanked; two joined by "en" or "/" are one.

    `in_field`: a field that is named is work, of which the conversation was, though no verb says so.
    """
    for match in list(lexicon.names.finditer(_TITLE, low)):
        if not _is_own_past(match.group()):
            low = low[: match.start()] + " " * (match.end() - match.start()) + low[match.end() :]
    found: list[Role] = []
    for role in sorted(
        (*_known(message, low, lexicon), *_unknown(message, low, lexicon)), key=lambda item: (item.start, -item.end)
    ):
        if not found or role.start >= found[-1].end:
            found.append(role)
    found = [_extended(message, low, role) for role in _of_a_field(message, low, found, lexicon)]
    joined = [replace(role, held=_is_held(low, role.start)) for role in _joined(low, found, in_field=in_field)]
    return with_neighbours(message, low, joined, lexicon.knows)


def _of_a_field(message: Message, low: str, roles: list[Role], lexicon: Lexicon) -> list[Role]:
    """Take an occupation with a known field behind it for that field's: "adviseur re-integratie"."""
    taken: list[Role] = []
    for role in roles:
        before = taken[-1] if taken else None
        if before is not None and role.known and low[before.end : role.start] == " " and _is_occupation(low, before):
            taken[-1] = replace(role, start=before.start)
            continue
        noun, _, field = low[role.start : role.end].partition(" ")
        of_field = not role.known and _PERSON_NOUN.fullmatch(noun) is not None and lexicon.knows(field)
        named = message.said(role.start + len(noun) + 1, role.end) if of_field else role.named
        taken.append(replace(role, named=named, known=role.known or of_field))
    return taken


def _is_occupation(low: str, role: Role) -> bool:
    return not role.known and _PERSON_NOUN.fullmatch(low[role.start : role.end]) is not None


def _extended(message: Message, low: str, role: Role) -> Role:
    """A role still being learnt is another one than the role itself."""
    learning = _IN_TRAINING.match(low, role.end)
    if learning is None:
        return role
    return Role(role.start, learning.end(), message.said(role.start, learning.end()), known=False)


def _is_held(low: str, start: int) -> bool:
    before = low[max(0, start - 45) : start]
    clause = re.split(r"[.?!;,]", low[:start])[-1] + re.split(r"[.?!;,]", low[start:])[0]
    named = [match for match in _AM.finditer(before) if len(before[match.end() :].split()) <= _LONGEST_UNKNOWN]
    return bool(named) or (bool(_HELD_AS.search(before)) and bool(_WORKS.search(clause)))


def loose_role(message: Message, low: str) -> str | None:
    """The role where the whole message is one: the answer to "In welke functie?"."""
    bare = _AFTER_A_ROLE.sub("", _BEFORE_A_ROLE.sub("", low.strip(" .!?")))
    words = bare.split()
    if not 0 < len(words) <= _LONGEST_UNKNOWN or any(word in _NO_ROLE or word.isdigit() for word in words):
        return None
    if re.search(r"[?]|\b(?:weet|geen|niet|wat|hoe|waarom|know|what|how|why|ja|nee|yes|no|misschien)\b", low):
        return None
    start = low.rfind(bare)
    return message.said(start, start + len(bare)) if start >= 0 else None


def _is_own_past(text: str) -> bool:
    return text.startswith("naast") and not re.match(r"naast (?:mijn (?:baan|werk|functie) als|een |\w+$)", text)


def _known(message: Message, low: str, lexicon: Lexicon) -> Iterator[Role]:
    tokens = list(_TOKEN.finditer(low))
    skip = 0
    for number, token in enumerate(tokens):
        if number < skip:
            continue
        sizes = list(range(min(LONGEST_IN_WORDS, len(tokens) - number), 0, -1))
        spans = {size: (token.start(), tokens[number + size - 1].end()) for size in sizes}
        whole = [size for size in sizes if not re.search(r"[.,;!?()]", low[slice(*spans[size])])]
        exact = next((size for size in whole if _form(low[slice(*spans[size])]) in lexicon.roles), None)
        if exact is not None:
            yield Role(*spans[exact], message.said(*spans[exact]), known=True)
            skip = number + exact
            continue
        for size in (size for size in whole if size <= _MENDED_WORDS):
            mended = _mended(low[slice(*spans[size])], lexicon)
            if mended is not None:
                yield Role(*spans[size], mended, known=True)
                skip = number + size
                break


def _mended(words: str, lexicon: Lexicon) -> str | None:
    """The known word that these differ from by a letter."""
    form = _form(words)
    if len(form) < LEAST_TO_MEND:
        return None
    alike = (known for size in (-1, 0, 1) for known in lexicon.by_length.get(len(form) + size, ()))
    return next((lexicon.roles[known] for known in alike if near(form, known)), None)


def _form(words: str) -> str:
    """Comparable text in the form of the lexicon's roles (`app.eligibility.rules.compact` of what is folded already)."""
    return _NO_DIFFERENCE.sub("", words)


def _unknown(message: Message, low: str, lexicon: Lexicon) -> Iterator[Role]:
    for match in _AS.finditer(low):
        phrase = _phrase(low, match.end(), lexicon)
        if phrase:
            yield Role(*phrase, message.said(*phrase), known=lexicon.knows(low[slice(*phrase)]))
    for match in _AM.finditer(low):
        phrase = _phrase(low, match.end(), lexicon)
        if phrase and _OCCUPATION.fullmatch(low[slice(*phrase)].rsplit(maxsplit=1)[-1]):
            yield Role(*phrase, message.said(*phrase), known=lexicon.knows(low[slice(*phrase)]))
    for match in _IN_FIELD.finditer(low):
        yield Role(match.start("field"), match.end("field"), message.said(*match.span("field")), known=False)
    yield from _occupations(message, low, lexicon)


def _occupations(message: Message, low: str, lexicon: Lexicon) -> Iterator[Role]:
    """The words that name an occupation wherever they stand."""
    tokens = list(_TOKEN.finditer(low))
    for number, token in enumerate(tokens):
        if not _OCCUPATION.fullmatch(_SEVERAL.sub("", token.group())) or token.group() in _NO_ROLE:
            continue
        start = token.start()
        first, _, rest = token.group().partition("-")
        if first in lexicon.qualifiers and lexicon.knows(rest):  # "zzp-loopbaancoach"
            start = token.end() - len(rest)
        elif number and tokens[number - 1].group() in _BESIDE and low[tokens[number - 1].end() : start] == " ":
            start = tokens[number - 1].start()
        known = lexicon.knows(low[start : token.end()])
        yield Role(start, token.end(), message.said(start, token.end()), known=known)


def _phrase(low: str, start: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The words that name a role from `start` on; a known role at its start is all of it."""
    begin = end = None
    words = 0
    for token in _TOKEN.finditer(low, start):
        between = low[end if end is not None else start : token.start()]
        word = token.group()
        if between.strip(" ") or word in _STOP or word[0].isdigit():
            break
        if begin is None and (word in lexicon.qualifiers or word in _HARMLESS or word in _ADVERBS):
            continue
        if begin is None and (word in _NO_ROLE or lexicon.names.search(r"\A«title»\Z", word)):
            return None
        begin = token.start() if begin is None else begin
        end = token.end()
        words += 1
        if lexicon.knows(low[begin:end]) or words == _LONGEST_UNKNOWN:
            break
    return (begin, end) if begin is not None and end is not None else None


def _is_wished_for(low: str, role: Role) -> bool:
    """Whether a role is one that the person would like to have or learns for: "wil loopbaancoach worden"."""
    before = _PHRASE_END.split(low[: role.start])[-1]
    if _WISH_OF.search(before):
        return True
    wishes = _WISH.search(before + _PHRASE_END.split(low[role.start :])[0])
    return bool(wishes and (_WISHED_AFTER.match(low, role.end) or _WISHED_BEFORE.search(before)))


def _is_no_work(low: str, role: Role, *, in_field: bool) -> bool:
    """Whether a field of work is named but not as work done in it: followed, studied, taught, asked for."""
    if _is_wished_for(low, role) or _AN_EMPLOYER.match(low, role.end):
        return True
    if _PERSON_NOUN.search(low[role.start : role.end]):
        return False
    clause = (
        re.split(r"[.?!;,]", low[: role.start])[-1]
        + low[role.start : role.end]
        + re.split(r"[.?!;,]", low[role.end :])[0]
    )
    if _SOMEBODYS.search(low[: role.start]):
        return True
    if _RECEIVED.search(clause) and not _HELD_JOB.search(clause):
        return True
    before = low[: role.start]
    apposed = _APPOSED.search(before) and _WHERE.match(low, role.end)
    if in_field or _LENGTH_OF.search(before) or _LASTS.match(low, role.end) or _PERIOD_OF.search(before) or apposed:
        return _NOT_DOING.search(clause) is not None
    return not (_WORKS.search(clause) or _DOES.search(clause)) or _NOT_DOING.search(clause) is not None


def _joined(low: str, roles: list[Role], *, in_field: bool) -> list[Role]:
    joined: list[Role] = []
    for role in (role for role in roles if not _is_no_work(low, role, in_field=in_field)):
        before = joined[-1] if joined else None
        if before is not None and re.fullmatch(
            r"(?:(?:/|,| en| and|&|\+|-|, en) ?| (?:/|en|and|&|\+) ?)(?:als |as |an? |een )?",
            low[before.end : role.start],
        ):
            if before.known and ANY_ADVISER.fullmatch(low[role.start : role.end]):
                continue  # "in outplacement, als begeleider"
            named = f"{before.named} en {role.named}"
            joined[-1] = Role(before.start, role.end, named, before.known and role.known)
        else:
            joined.append(role)
    return joined
