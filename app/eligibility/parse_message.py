"""One message -> Told: which clauses speak of whom and of what, each read by the reader of its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.eligibility.facts import Certificate, Duration, Experience, When
from app.eligibility.parse_certificate import is_about_certificate, problems_of, read_certificate
from app.eligibility.parse_clauses import (
    HOURS,
    HYPOTHETICAL,
    Clause,
    case_subject,
    clauses_of,
    is_about_something_else,
    is_part_time,
    without_instructions,
    without_other_numbers,
)
from app.eligibility.parse_dates import Time, find_times
from app.eligibility.parse_roles import Role, find_roles, loose_role
from app.eligibility.parse_told import Lexicon, Problem, Told, YesNo
from app.eligibility.parse_words import Message, blank, is_english
from app.eligibility.parse_work import WORK, Circumstance, Work, assembled, iter_circumstances, speaks_of_break

_COUNTRIES = (
    r"belgie|vlaanderen|brussel|antwerpen|gent|duitsland|frankrijk|engeland|spanje|italie|portugal|oostenrijk|"
    r"zwitserland|luxemburg|denemarken|zweden|noorwegen|finland|polen|ierland|schotland|"
    r"amerika|de vs|de verenigde staten|canada|australie|suriname|curacao|aruba|turkije|marokko|zuid-afrika|"
    r"indonesie|het verenigd koninkrijk|londen|berlijn|parijs|"
    r"belgium|flanders|germany|france|england|spain|italy|austria|switzerland|denmark|sweden|norway|poland|ireland|"
    r"scotland|the uk|the us|the usa|the united states|the united kingdom|america|australia|turkey|south africa"
)
_ABROAD = re.compile(rf"(?<!\w)in (?:{_COUNTRIES})(?!\w)")
_NO_COUNTRY = re.compile(r"\b(?:woon|woont|live|lives|geboren|born|vakantie)\b")
_OWN = re.compile(r"\b(?:per week|a week|in de week)\b")
_MORE_CIRCUMSTANCES = (
    ("voluntary", r"vrijwillige?r?s?|vrijwilligersbasis|vrijwilligerswerk|onbetaalde?|pro bono|vrijwilligersfunctie"),
    (
        "internship",
        (r"stages?|stage-?periode|stageplek|meewerkstage|afstudeerstage|stagiaire?|stage gelopen|traineeship"),
    ),
    (
        "self_employed",
        (
            r"zzp'?e?r|zzp-er|zelfstandige?|freelancer|eenmanszaak|ondernemer|voor mezelf|own company|for myself|"
            r"zelfstandig ondernemer"
        ),
    ),
    ("part_time", r"part ?-?time|deeltijds?|halftijds|halve dagen|half-time|parttimer|parttimebaan"),
    ("mixed", r"deels|gedeeltelijk|ten dele|voor de helft|half om half|partly|partially|for part of"),
    ("abroad", r"(?:in|naar) het buitenland|abroad|buitenlandse werkgever"),
)
_NO_EXPERIENCE = re.compile(
    r"\b(?:(?:nog )?(?:nooit|nog niet|niet eerder)(?: (?:echt|zelf|eerder|betaald|in))*(?: als (?:een )?[\w-]+(?: "
    r"adviseur| coach)?| in (?:de |dit |het )?[\w-]+)* (?:gewerkt|werkzaam geweest|actief geweest)|"
    r"(?:heb|heeft)(?: (?:ik|hij|zij|ze|nog|helemaal|eigenlijk))* (?:geen|nul|0)(?: (?:enkele|enkel|relevante|jaar|"
    r"echte))* (?:werk)?ervaring|ik heb (?:nog )?(?:geen|nul)(?: (?:enkele|relevante|jaar))* (?:werk)?ervaring|"
    r"(?:zonder|geen|nul) (?:enkele |relevante |jaar )?(?:werk)?ervaring(?=[^?]*\b(?:ik|mijn)\b)|no (?:work |"
    r"relevant )?experience|never worked(?: as| in)?|have not worked|haven't worked|nog geen dag (?:gewerkt|als)|"
    r"nooit (?:in|als) [\w-]+(?: [\w-]+)? gewerkt)\b"
)
_CORRECTS = re.compile(
    r"^\W*(?:nee|neen|no|sorry|oeps|oops|pardon|correctie|wacht|ik bedoel|i mean|actually|eigenlijk|foutje|ik "
    r"vergis|vergissing|o nee|oh nee|och|excuus|my mistake|i meant|herstel|ik bedoelde)\b|"
    r"\b(?:ik bedoel(?:de)?|ik vergiste me|i mean(?:t)?|klopt niet|moet zijn|moest zijn|ik zei (?:het )?verkeerd|"
    r"ik had me vergist|typefout|in plaats van|is niet juist|rather than)\b"
)
_ADDS = re.compile(r"\b(?:ook|daarnaast|bovendien|verder|also|in addition|besides|plus|tevens|nog)\b")
_YES = re.compile(
    r"^\W*(?:(?:ja|jawel|jazeker|jep|yep|yes|yeah|zeker|klopt|inderdaad|uiteraard|natuurlijk|correct|right|"
    r"absoluut|precies|dat klopt|joh ja|jaa|jawohl|indeed|sure|that's right|(?:i do|i have|i am|wel)(?=\W*$))\b)"
)
_NO = re.compile(
    r"^\W*(?:nee|neen|no|nope|niet|nooit|nog niet|not yet|not|never|geen|helaas niet|helemaal niet|absoluut niet|i "
    r"don't|i haven't|nog nooit|i'm not)\b"
)
_PARTLY = re.compile(
    r"\b(?:deels|gedeeltelijk|grotendeels|soms|ten dele|partly|partially|sometimes|mostly|half|voor een deel|"
    r"voornamelijk|af en toe)\b"
)
_ADVICE = (
    r"(?:loopbaan\w*(?: ?(?:advies|advisering|begeleiding|coaching))?|outplacement\w*|career (?:advice|guidance|"
    r"coaching|counselling|counseling))"
)
_WAS_ADVICE = re.compile(
    rf"\b(?:dat|dit|het|mijn werk|it|that|the work|werk) (?:\w+ )?(?:is|was|wel|betrof|ging over|ging om|waren)(?: "
    rf"(?:\w+))?(?: (?:wel|gewoon|ook|eigenlijk|volledig|echt|helemaal|really|career|over|om|degelijk|puur))* "
    rf"{_ADVICE}"
)
_WAS_NO_ADVICE = re.compile(
    rf"\b(?:is|was|betrof|had)(?: \w+)? (?:geen|niet|not|no)(?: (?:echt|echte|really|te maken met))* {_ADVICE}"
)
_APART = re.compile(
    r"\b(?:na elkaar|achter elkaar|aaneensluitend|achtereenvolgens|opeenvolgend|one after the other|consecutive\w*|"
    r"niet tegelijk|aansluitend|na mekaar|not at the same time|after each other)\b"
)
_TOGETHER = re.compile(
    r"\b(?:tegelijk\w*|in dezelfde (?:tijd|periode)|gelijktijdig|overlap\w*|naast elkaar|at the same time|"
    r"simultaneous\w*|deels tegelijk)\b(?! gestopt)"
)
_ASKS = re.compile(
    r"\b(?:kom|mag|kan|ben|voldoe|moet|zou|heb|haal|kwam|mocht|was|wordt|zal)(?:t)? (?:ik|hij|zij|ze|dat|het|mijn|"
    r"die)\b|\b(?:can|may|am|do|does|will|would|must|should|is|was|could|did) (?:i|she|he|it|my)\b|\bgeldt\b|\bhoe "
    r"(?:zit|is) het\b|\b(?:komt|telt)\b|\bwanneer\b"
)
_ELLIPTICAL = re.compile(
    r"^\W*(?:en|and|maar|but|of|or|what about|how about|hoe zit het(?: dan)?|wat|what if|and what|en hoe zit het|"
    r"en wat|dan)?(?: (?:dan|about|als ik|als ik het|wacht|wacht tot|het|is het|if i wait|until|mocht|kom ik|mag "
    r"ik|can i|may i|met|zit|vraag|nou|het nu|nu|aanvraag|aanvragen|i apply))*(?: (?:op|in|per|vanaf|on|by|tot|at|"
    r"over|from|about|dit|de|rond))? ?$"
)
_TAIL = re.compile(
    r"^ ?(?:dan|wel|al|pas|ook|wel dan|then|nog|mag het dan|kan het dan|kom ik dan|mag ik dan|in aanmerking| )*\W*$"
)
_OTHER_FUTURE = re.compile(r"\b(?:begin|start|haal|behaal|krijg|verloopt|loopt|geldig|expires|valid|stop)\b")
_BOUND = re.compile(r"\b(?:sinds|vanaf|since|from|tot|until|van)(?: \w+)? $")
_SHORT_FILL = re.compile(
    r"\b(?:ja|nee|neen|jawel|klopt|al|nu|ongeveer|dat|is|was|zijn|er|sinds|vanaf|van|tot|en|met|t/m|in|op|per|pas|"
    r"maar|inmiddels|precies|denk|ik|bedoel|eigenlijk|sorry|toch|wel|het|de|een|begin|gewoon|geleden|yes|no|i|mean|"
    r"since|from|to|until|it|it's|for|about|now|"
    r"actually|totaal|totale|alles|bij|elkaar|samen|ruim|bijna|nog|steeds|heden|present|laatste|keer|ofzo|of|zo|"
    r"goed|helemaal|uit|mijn|hoofd|ja,|oke|ok|dus|toen|toe|nog|kan|in|zeg|moet|zijn|bedoelde|dag|datum|sommige|"
    r"geloof|volgens|mij|weer|opnieuw|terug|again|nou|oh|o|euh|eh|uh|hmm|waarschijnlijk|jij|hoor)\b"
)


@dataclass(frozen=True, slots=True)
class _Read:
    """The message in the forms that the readers need."""

    message: Message
    low: str
    times: list[Time]
    roles: list[Role]
    circumstances: list[Circumstance]
    clauses: list[Clause]
    subject: str


def parse(text: str, as_of: date, lexicon: Lexicon) -> Told:
    """Read one message.

    Args:
        text: the message as typed.
        as_of: the day it was told on; "drie jaar geleden" is reckoned from it.
        lexicon: the words that the rules know.
    """
    message = Message.of(text)
    low, instruction = without_instructions(message.low)
    read = _prepare(message, low, as_of, lexicon)
    shift = _shift(read, as_of)
    own = [clause for clause in read.clauses if _is_of(clause, read.subject)]
    certificate, renewed, about, problems = _certificate(read, own, as_of, shift)
    experience, work_problems = _work(read, [clause for clause in own if clause not in about], as_of, lexicon, shift)
    no_experience = bool(_NO_EXPERIENCE.search(low)) and not any(_timed(item) for item in experience)
    told = Told(
        experience=() if no_experience else tuple(experience),
        no_experience=no_experience,
        certificate=certificate,
        renewed=renewed,
        subject=read.subject,
        as_of=_day_of(shift, as_of),
        corrects=bool(_CORRECTS.search(low)),
        adds=bool(_ADDS.search(low)),
        overlapping=False if _APART.search(low) else True if _TOGETHER.search(low) else None,
        hypothetical=bool(HYPOTHETICAL.search(low)),
        instruction=instruction,
        career_advice=False if _WAS_NO_ADVICE.search(low) else True if _WAS_ADVICE.search(low) else None,
        problems=(*problems, *work_problems),
    )
    return _with_career_advice(_with_answers(told, read, lexicon))


def _prepare(message: Message, low: str, as_of: date, lexicon: Lexicon) -> _Read:
    circumstances = sorted(_circumstances(low, lexicon), key=lambda item: item.at)
    whole, low = low, without_other_numbers(low)
    times = find_times(low, as_of, is_english(message.low))
    roles = [
        role
        for role in find_roles(message, low, lexicon)
        if not any(time.start < role.end and role.start < time.end for time in times)
    ]
    clauses = clauses_of(low, times, [(role.start, role.end) for role in roles])
    return _Read(message, low, times, roles, circumstances, clauses, case_subject(low, clauses, whole))


def _is_of(clause: Clause, subject: str) -> bool:
    whose = "self" if subject in ("", "self") else "other"
    return clause.subject in ("", whose)


def _within(clause: Clause, times: Sequence[Time]) -> list[Time]:
    return [time for time in times if clause.start <= time.start < clause.end]


def _circumstances(low: str, lexicon: Lexicon) -> list[Circumstance]:
    known = set(lexicon.circumstances.values())
    words = [
        (word, name)
        for word, name in lexicon.circumstances.items()
        if not _OWN.search(word)
        and not word.startswith("in ")
        and len(word) > 3
        and word not in ("intern", "onder andere", "dagen per week")
    ]
    found = list(iter_circumstances(low, words))
    for name, pattern in _MORE_CIRCUMSTANCES:
        if name in known:
            for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w])", low):
                if not re.search(r"\b(?:geen|niet|zonder|nooit|not|no|never)(?: \w+)? $", low[: match.start()]):
                    found.append(Circumstance(match.start(), name))
    if "abroad" in known and not _NO_COUNTRY.search(low):
        found.extend(Circumstance(match.start(), "abroad") for match in _ABROAD.finditer(low))
    if "part_time" in known:
        found.extend(Circumstance(match.start(), "part_time") for match in HOURS.finditer(low) if is_part_time(match))
    return found


def _shift(read: _Read, as_of: date) -> Time | None:
    """The time that names the day the question is about: "En over anderhalf jaar?", "Kom ik op 1 maart 2027 in aanmerking?"."""
    question_then = re.search(r"\b(?:dan|then)\b", read.low) is not None and "?" in read.low
    for clause in read.clauses:
        for time in _within(clause, read.times):
            if time.form not in ("date", "ahead"):
                continue
            before = read.low[clause.start : time.start]
            whole_before, whole_after = read.low[: time.start], read.low[time.end :]
            when = time.coming or time.when
            ahead = (when.earliest is not None and when.earliest > as_of) or (when.latest or as_of) > as_of
            alone = _ELLIPTICAL.match(whole_before) is not None and _TAIL.match(whole_after) is not None
            question = (
                _ASKS.search(clause.text) is not None
                and not _OTHER_FUTURE.search(clause.text)
                and not _BOUND.search(before)
            )
            opens = re.search(
                r"^\W*(?:en|and|what about|how about|hoe zit het|maar|dan) ", read.low
            ) is not None or read.low.rstrip().endswith("?")
            counts_to_then = question_then and ahead and any(other.length for other in _within(clause, read.times))
            if counts_to_then and not _BOUND.search(before):
                return time
            if (alone and opens and (ahead or time.when.exact) and not _BOUND.search(before)) or (ahead and question):
                return time
    return None


def _day_of(shift: Time | None, as_of: date) -> date | None:
    """The day itself; of an interval the first that is still to come."""
    if shift is None:
        return None
    when = shift.coming if shift.coming is not None else shift.when
    day = when.earliest or when.latest
    if day is None:
        return None
    return day if day > as_of or when.exact or (when.latest or day) <= as_of else as_of


def _certificate(
    read: _Read, own: Sequence[Clause], as_of: date, shift: Time | None
) -> tuple[Certificate | None, bool, list[Clause], list[Problem]]:
    told: Certificate | None = None
    renewed, continues = False, False
    about: list[Clause] = []
    problems: list[Problem] = []
    for clause in own:
        times = [time for time in _within(clause, read.times) if time is not shift]
        names = is_about_certificate(clause)
        follows = (
            continues
            and not WORK.search(clause.text)
            and not any(clause.start <= role.start < clause.end for role in read.roles)
        )
        if is_about_something_else(clause.text) and not re.search(
            r"\b(?:ik heb|ik ben|mijn|i have|i am|my)\b", clause.text
        ):
            continue
        answer = read_certificate(clause, read.low, times if names or follows else [], as_of, continues=follows)
        if answer.other:
            about.append(clause)
            problems.append(Problem("other_certificate", read.message.said(*answer.other)))
            continues = False
            continue
        if names or follows:
            about.append(clause)
        problems.extend(problems_of(answer, [read.message.said(time.start, time.end) for _, time in answer.problems]))
        if answer.certificate is not None:
            told = merged_certificate(told, answer.certificate, adds=True, renewed=answer.renewed)
            renewed = renewed or answer.renewed
        continues = names or follows
    return told, renewed, about, problems


def merged_certificate(old: Certificate | None, new: Certificate, *, adds: bool, renewed: bool = False) -> Certificate:
    """Old and new together; what is new takes the place of the old, but `adds` keeps what else was told of it.

    `renewed`: the new one is a further certificate, of which nothing is known yet but its date.
    """
    if old is None or new.held is False:
        return new
    if old.held is False and new.held is True and not (new.issued or new.valid_until or new.expired is not None):
        return new
    base = old if old.held is not False else Certificate()
    further = tuple(when for when in new.issued if when not in base.issued)
    issued = (*base.issued, *further) if adds or renewed else new.issued or base.issued
    fresh = bool(new.issued) and (renewed or not adds)
    return Certificate(
        held=new.held if new.held is not None else base.held,
        issued=issued,
        valid_until=new.valid_until or (None if fresh else base.valid_until),
        expired=new.expired if new.expired is not None else (None if fresh else base.expired),
        planned=new.planned or base.planned,
    )


def _work(
    read: _Read, clauses: Sequence[Clause], as_of: date, lexicon: Lexicon, shift: Time | None
) -> tuple[list[Experience], list[Problem]]:
    work = Work(read.low, as_of, lexicon.longest_years, read.message.offsets, read.message.text)
    speaks = False
    bare: set[int] = set()
    for number, clause in enumerate(clauses):
        times = _within(clause, read.times)
        times = [time for time in times if time is not shift or any(other.length for other in times)]
        roles = [role for role in read.roles if clause.start <= role.start < clause.end]
        named = (
            bool(WORK.search(clause.text))
            or bool(roles)
            or (
                speaks
                and (
                    speaks_of_break(clause.text)
                    or any(clause.start <= item.at < clause.end for item in read.circumstances)
                )
            )
        )
        alone = bool(times) and not _left_over(clause, times)
        if is_about_something_else(clause.text):
            continue
        if named or (alone and (speaks or _after_work(read, clause))):
            circumstances = [item for item in read.circumstances if clause.start <= item.at < clause.end]
            work.read(clause, number, times, roles, circumstances)
            speaks = True
            if alone:
                bare.add(number)
    items, problems = assembled(work.events, as_of, read.low, bare)
    items = [_standing(item, read.low) for item in items]
    if any(_timed(item) or item.planned for item in items):
        items = [item for item in items if _timed(item) or item.planned]
    held = {role.named for role in read.roles if role.held}
    items = [item for item in items if item.role in held or _timed(item) or item.planned]
    if items:
        items[0] = replace(items[0], after_others=False) if len(items) > 1 or not items[0].after_others else items[0]
    return items, [*work.problems, *problems]


def _after_work(read: _Read, clause: Clause) -> bool:
    """Whether the clause before, whoever it is about, speaks of work: "hij werkt er tien jaar, ik pas twee jaar"."""
    before = [other for other in read.clauses if other.start < clause.start and other.sentence == clause.sentence]
    return bool(before) and before[-1].subject == "other" and bool(WORK.search(before[-1].text))


def _standing(item: Experience, low: str) -> Experience:
    """A role without a time: whether it is held now, in the asker's own tense."""
    if _timed(item) or item.role is None or item.still is not None or item.planned:
        return item
    if re.search(r"\b(?:ik was|was ik|i was|i used to be|was (?:vroeger|eerst))\b", low):
        return replace(item, still=False)
    if re.search(r"\b(?:ik ben|ben ik|ik werk|werk ik|i am|i'm|i work)\b(?! geweest)", low) and not re.search(
        r"\b(?:geweest|gewerkt)\b", low
    ):
        return replace(item, still=True)
    return item


def _timed(item: Experience) -> bool:
    return item.start is not None or item.end is not None or item.lasting is not None


def _left_over(clause: Clause, times: Sequence[Time]) -> str:
    """What a clause says beside its times."""
    rest = clause.text
    for time in times:
        rest = blank(rest, time.start - clause.start, min(time.end, clause.end) - clause.start)
    return re.sub(r"[\W\d]+", "", _SHORT_FILL.sub(" ", rest))


def _with_answers(told: Told, read: _Read, lexicon: Lexicon) -> Told:
    """The bare answers that a short message may be."""
    low = read.low
    yes_no: YesNo | None = "no" if _NO.search(low) else "yes" if _YES.search(low) else None
    if _PARTLY.search(low) and len(low.split()) <= 8:
        yes_no = "partly"
    whole = Clause(0, len(low), low, 0, "")
    told = replace(told, yes_no=yes_no, loose_role=loose_role(read.message, low, lexicon))
    lasting, when, until = _bare_times(read)
    if told.has_facts or _left_over(whole, read.times):
        return told
    problems = told.problems
    for time in read.times:
        said = read.message.said(time.start, time.end)
        if time.form == "impossible" and not any(problem.said == said for problem in problems):
            problems = (*problems, Problem("impossible_date", said))
        if time.length is not None and time.length.negative:
            problems = (*problems, Problem("negative", said))
    return replace(told, lasting=lasting, when=when, until=until, problems=problems)


def _bare_times(read: _Read) -> tuple[Duration | None, When | None, When | None]:
    lasting = next(
        (time.length.duration for time in read.times if time.length is not None and not time.length.negative), None
    )
    dated = [time for time in read.times if time.form in ("date", "ago")]
    if not dated:
        return lasting, None, None
    if len(dated) > 1:
        return lasting, dated[0].when, dated[1].when
    ends = re.search(
        r"(?<!\w)(?:tot(?: en met)?|t/m|until|till|gestopt(?: in| op| per)?) $", read.low[: dated[0].start]
    )
    return (lasting, None, dated[0].when) if ends else (lasting, dated[0].when, None)


def _with_career_advice(told: Told) -> Told:
    """The asker's word on whether it was career advice, put with the one stretch it can be about."""
    if told.career_advice is None or len(told.experience) != 1:
        return told
    return replace(told, experience=(replace(told.experience[0], career_advice=told.career_advice),))
