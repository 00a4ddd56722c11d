"""A conversation -> Facts: every message is added to what was told, in the light of what had been asked.

What was asked is not remembered but found again: the facts so far leave something open, and that is what was asked for.
So the same messages always give the same facts. The engine knows what decides; `asks` puts the question to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateutil.relativedelta import relativedelta

from app.eligibility.facts import Certificate, Experience, Facts, Kind, When
from app.eligibility.parse_asked import of_what_was_asked
from app.eligibility.parse_case import asks_anything, kinds_of
from app.eligibility.parse_certificate import merged_certificate
from app.eligibility.parse_events import AFTER, AGAIN, SAME
from app.eligibility.parse_lone import NO_CHANGE
from app.eligibility.parse_merge import contradicts, merged_stretch, with_stretch
from app.eligibility.parse_message import parse
from app.eligibility.parse_replies import Case, answered_case
from app.eligibility.parse_told import Lexicon, Problem, Told, Unread
from app.eligibility.parse_words import Message
from app.eligibility.parse_work import without_gap

Asks = Callable[[Facts], str | None]
"""Facts -> the path of the fact that is asked for, as the engine names it ("experience[0].role"); None where nothing is."""

_BACK_TO_FACTS = re.compile(r"\b(?:echt|in werkelijkheid|in het echt|werkelijke?|really|in reality|actual)\b")
_NO_CHANGE = re.compile(
    rf"{NO_CHANGE}|"
    r"\b(?:geen|no) (?:eerdere|andere|verdere|vorige|previous|other|earlier|prior|further) (?:\w*ervaring|experience)\b|\b(?:eerdere|andere|verdere|previous|other) (?:\w*ervaring|experience) (?:heb|heeft) (?:ik|hij|zij|ze) niet\b|"
    r"\b(?:ik (?:blijf|ga)|i(?:'ll| will)? (?:stay|keep|go on))\b[^.?!\d]{0,25}\b(?:doen|werken|door|doing|working|on)(?: (?:there|here|hier|daar))?\W*$|"
    r"^\W*(?:(?:gewoon|altijd|steeds|just|always) )?(?:in (?:loon|vaste )?dienst|employed)\b\D*$|"
    r"^\W*(?:nee|neen|no|nope|full-?time|voltijds?|part-?time|deeltijd|ja|jawel|jazeker|yes|yep|ok|oke|prima|klopt|precies|inderdaad|right|correct)\W*$|"
    r"^\W*(?:nee|neen|no|nope)?\W*(?:(?:verder|anders|daarna|daarvoor|meer)(?: heb ik)? (?:niets|niks|niet)(?: meer| anders)?|"
    r"(?:niets|niks|nothing) (?:anders|meer|verder|else|more)|dat (?:was|is) (?:het|alles)|that's (?:it|all)|meer (?:is|was) (?:er|het) niet)\W*$"
)
_FORGOTTEN = re.compile(r"\b(?:vergat|vergeten|forgot|forgotten|left out|weggelaten)\b")
_ONLY = re.compile(r"\b(?:pas|slechts|alleen|only|last|laatste|just)\b")
_PUTS_RIGHT = re.compile(
    r"\b(?:niet|geen|not|no longer|instead|rather|in plaats|bedoel\w*|mean|meant|moet zijn|moest zijn|should be|verkeerd|fout\w*|\w+fout\w*|typo|vergis\w*|klopt|juist|correctie|correction|wrong|mistake|herstel|precies\w*|exact\w*|nauwkeuriger)\b"
)
"""What says that something told before was wrong; "sorry" and "wacht" alone don't."""
_SINCE = re.compile(r"\b(?:sinds|sedert|vanaf|since)\b")
_FORMER = re.compile(r"\b(?:eerste?|vorige?|oude|eerdere?|first|previous|former|old|earlier)\b")
_THE_SAME = re.compile(rf"{SAME.pattern}|\b(?:doe|doet|deed) (?:ik|hij|zij|ze) (?:het|dat|dit)\b")
_AND_THEN = re.compile(r"\W*(?:en|and) (?:(?:nu|now|dan|ook) )?(?:sinds|vanaf|since|from|van)\b")
_LONGEST = 60  # characters of a message that are repeated to the asker
_ASKS_TIMES = re.compile(r"^experience$|\.(?:start|end|still|lasting|interruption)$")
_ASKS_A_DAY = re.compile(r"\.(?:start|issued)$")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a conversation told.

    facts           of the person that the last message is about
    problems        what the last message told that can't be so
    asked           what had been asked before the last message, as a path; None where nothing had
    instruction     the last message was, in part, an instruction and no fact
    understood      whether the last message told anything at all
    """

    facts: Facts
    problems: tuple[Problem, ...] = ()
    asked: str | None = None
    instruction: bool = False
    understood: bool = False


def gather(turns: Sequence[str], as_of: date, lexicon: Lexicon, asks: Asks | None = None) -> Gathered:
    """Fold a conversation into facts.

    Args:
        turns: the asker's messages, oldest first.
        as_of: the day of the conversation.
        lexicon: the words that the rules know.
        asks: what the checker asks for with such facts; by default the first thing that isn't known.
    """
    asking = asks or first_missing
    cases: dict[str, Case] = {}
    supposed: Case | None = None
    person, kind, day = "self", None, as_of
    spoken: list[tuple[str, str]] = []
    asked: str | None = None
    told = Told()
    for turn, asks_now in zip(turns, kinds_of(turns, lexicon), strict=True):
        opens, kind = kind is None, asks_now or kind
        in_field = kind == "apply" and not opens and not asks_anything(turn)
        told = parse(turn, as_of, lexicon, in_field=in_field)
        told = _of_it(told, turn, as_of, lexicon) if kind not in ("apply", None) and not opens else told
        told = _longer_answer(told, turn, as_of, lexicon, asked)
        before, person = person, _person(told, person, spoken)
        spoken.append((turn.casefold(), person))
        context = _Context(turn, cases.get(person), kind, asked, as_of, lexicon)
        told = _in_context(told, context, goes_on=person == before)
        base = cases.get(person, Case())
        if _BACK_TO_FACTS.search(turn.casefold()):
            supposed = None
        if told.hypothetical:
            supposed = _told(supposed or base, told, None, kind, lexicon)
        elif supposed is not None and (told.is_answer or not told.has_facts):
            supposed = _told(supposed, told, asked, kind, lexicon)
        else:
            supposed = None
            case = _told(base, told, asked if person == before else None, kind, lexicon)
            silent = asks_now is not None and asked is None and case == base and person == before and not opens
            cases[person] = _unanswered(case, told, turn) if silent else case
        day = told.as_of or day
        facts = _facts(kind, as_of, day, supposed or cases.get(person, Case()), hypothetical=supposed is not None)
        was_asked, asked = asked, asking(facts) if asks_now else None
    if not turns:
        return Gathered(Facts("apply", as_of))
    understood = told.has_facts or told.is_answer or told.as_of is not None
    return Gathered(facts, told.problems, was_asked, told.instruction, understood)


@dataclass(frozen=True, slots=True)
class _Context:
    """A message, and what was known and asked when it came."""

    turn: str
    case: Case | None
    kind: Kind | None
    asked: str | None
    as_of: date
    lexicon: Lexicon


def _in_context(told: Told, at: _Context, *, goes_on: bool) -> Told:
    """What a message told in the light of what was known; `goes_on`: of the same person as the message before."""
    told = _denial(told, at.turn, at.case)
    if at.kind == "apply" or told.experience:
        told = _more_than_correction(told, at.turn, at.case) if at.asked is None else told
        told = _unasked_change(told, at.turn, at.case, at.asked, at.as_of, at.lexicon)
    told = _certified_since(told, at.turn, at.case, at.as_of) if at.kind not in ("apply", None) else told
    told = _older_certificate(told, at.turn, at.case, at.asked)
    if at.kind == "apply" and goes_on:
        told = _more_work(told, at.turn, at.as_of, at.lexicon, at.case, at.asked)
        told = of_what_was_asked(told, at.turn, at.as_of, at.lexicon) if at.asked == "experience" else told
    return told


def _of_it(told: Told, turn: str, as_of: date, lexicon: Lexicon) -> Told:
    """A message that dates nothing by itself, read as one of the certificate: "Het is afgegeven op 8 juni"."""
    nothing = not (told.experience or told.no_experience) and told.certificate in (None, Certificate(held=True))
    if not nothing or told.when or told.until or told.lasting or told.as_of or not (told.unread or not told.has_facts):
        return told
    again = parse(turn, as_of, lexicon, of_certificate=True)
    return again if again.certificate is not None or again.when or again.problems else told


def _longer_answer(told: Told, turn: str, as_of: date, lexicon: Lexicon, asked: str | None) -> Told:
    """A message in which the day that was asked for stands in a longer sentence."""
    nothing = not (told.has_facts or told.is_answer or told.problems or told.as_of)
    if asked is None or not _ASKS_A_DAY.search(asked) or not nothing or len(told.unread) > 1:
        return told
    again = parse(turn, as_of, lexicon, answers=True)
    return again if again.when is not None and not again.has_facts else told


def _denial(told: Told, turn: str, case: Case | None) -> Told:
    """No experience at all, told after some was and not as a correction, is something that wasn't understood."""
    known = case.experience if case is not None else None
    if not told.no_experience or told.corrects or all(item.planned for item in known or ()):
        return told
    return replace(told, no_experience=False, unread=(*told.unread, Unread(turn.strip(" .!")[:_LONGEST], "work")))


def _unasked_change(told: Told, turn: str, case: Case | None, asked: str | None, as_of: date, lexicon: Lexicon) -> Told:
    """A message that would put another time in place of the one known, neither as a correction nor asked for.

    It may tell of other work, or of the same work elsewhere: it is asked about, and what was known stays.
    """
    known = case.experience if case is not None else None
    expected = asked is not None and (asked == "unread" or _ASKS_TIMES.search(asked))
    if not known or told.corrects or told.hypothetical or told.yearless or expected:
        return told
    if _bare(told) and contradicts(known[-1], Experience(told.when, told.until, lasting=told.lasting), as_of):
        unread = Unread(turn.strip(" .!")[:_LONGEST], "work")
        return replace(told, when=None, until=None, lasting=None, unread=(*told.unread, unread))
    for item in told.experience:
        now = with_stretch(known, item, told, lexicon)
        if len(now) == len(known) and any(contradicts(old, new, as_of) for old, new in zip(known, now, strict=True)):
            if len(told.experience) == 1 and _AND_THEN.match(turn.casefold()) and known[-1].still is not True:
                same = item.role is None and _THE_SAME.search(Message.of(turn).low)
                further = replace(item, role=known[-1].role) if same else item
                return replace(told, adds=True, experience=(further,))
            return replace(told, experience=(), unread=(*told.unread, Unread(turn.strip(" .!")[:_LONGEST], "work")))
        known = now
    return told


def _more_than_correction(told: Told, turn: str, case: Case | None) -> Told:
    """Other work told after "sorry" or "wacht": more of it, where it says so; else it isn't clear, and is asked about."""
    known = case.experience[-1] if case is not None and case.experience else None
    low = Message.of(turn).low
    if known is None or len(told.experience) != 1 or not told.corrects or _PUTS_RIGHT.search(low):
        return told
    new = told.experience[0]
    if not (_is_timed(new) and _is_timed(known)) or new.role is None or new.role == known.role:
        return told
    if _ONLY.search(low) and not new.after_others:
        return told
    if told.adds or new.after_others or _FORGOTTEN.search(low):
        return replace(told, corrects=False, adds=True)
    unread = Unread(turn.strip(" .!")[:_LONGEST], "work")
    return replace(told, experience=(), unread=(*told.unread, unread))


def _is_timed(item: Experience) -> bool:
    return item.start is not None or item.end is not None or item.lasting is not None


def _bare(told: Told) -> bool:
    return not told.has_facts and not (told.when is None and told.until is None and told.lasting is None)


def _certified_since(told: Told, turn: str, case: Case | None, as_of: date) -> Told:
    """A bare "sinds 2015" of a certificate, which may have been renewed since; a bare day after none is asked about."""
    if told.when is None or told.has_facts:
        return told
    denied = case is not None and case.certificate is not None and case.certificate.held is False
    if denied and not told.corrects and told.yes_no is None:
        unread = Unread(turn.strip(" .!")[:_LONGEST], "certificate")
        return replace(told, when=None, unread=(*told.unread, unread))
    since = _SINCE.search(Message.of(turn).low) is not None
    return replace(told, when=When(told.when.earliest, as_of)) if since else told


def _older_certificate(told: Told, turn: str, case: Case | None, asked: str | None) -> Told:
    """An earlier certificate than the one known, told neither as a correction nor asked for.

    A first or former one stands beside it; of any other it isn't clear whether it takes its place.
    """
    held = case.certificate if case is not None else None
    new = told.certificate.issued if told.certificate is not None else ()
    expected = asked is not None and (asked == "unread" or asked.startswith("certificate"))
    if held is None or not held.issued or not new or told.corrects or told.hypothetical or told.yearless or expected:
        return told
    latest = held.issued[-1].earliest
    if latest is None or any(when.latest is None or when.latest >= latest for when in new):
        return told
    if _FORMER.search(Message.of(turn).low):
        return replace(told, certificate=replace(held, issued=(*new, *held.issued)))
    unread = Unread(turn.strip(" .!")[:_LONGEST], "certificate")
    return replace(told, certificate=None, unread=(*told.unread, unread))


def _more_work(told: Told, turn: str, as_of: date, lexicon: Lexicon, case: Case | None, asked: str | None) -> Told:
    """A message with times and nothing else, read as more of the work told before: "en sinds 2024 ben ik het weer"."""
    known = case.experience if case is not None else None
    if not known or told.has_facts or told.corrects or told.problems:
        return told
    again = AGAIN.search(turn.casefold()) or AFTER.search(turn.casefold())
    bare = told.when or told.until or told.lasting
    if not (again or (told.adds and asked is None)) or not (bare or told.unread):
        return told
    more = parse(turn, as_of, lexicon, of_work=True, in_field=True)
    if not more.experience or more.unread:
        return told
    last = known[-1]
    items = (
        item if item.role is not None else replace(item, role=last.role, career_advice=last.career_advice)
        for item in more.experience
    )
    return replace(more, adds=True, experience=tuple(items))


def first_missing(facts: Facts) -> str | None:
    """The first fact that isn't known, without the rules at hand: what is asked where no engine says so."""
    if facts.kind != "apply":
        if facts.certificate is None:
            return "certificate"
        told = facts.certificate
        dated = told.issued or told.valid_until or told.planned or told.expired or told.held is False
        return None if dated else "certificate.issued"
    if facts.experience is None:
        return "experience"
    for index, item in enumerate(facts.experience):
        if item.role is None and item.career_advice is None:
            return f"experience[{index}].role"
        if item.lasting is None and item.start is None:
            return f"experience[{index}].start"
        if item.start is not None and item.end is None and item.still is None:
            return f"experience[{index}].still"
        if item.start is not None and item.end is None and item.still is False:
            return f"experience[{index}].end"
    return None


def _facts(kind: Kind | None, told_on: date, day: date, case: Case, *, hypothetical: bool) -> Facts:
    kind = kind or ("apply" if case.certificate is None or case.experience else "use_title")
    return Facts(
        kind=kind,
        as_of=day,
        told_on=told_on if day != told_on else None,
        experience=case.experience,
        certificate=case.certificate,
        hypothetical=hypothetical,
        unread=tuple(
            one.said for one in case.unread if one.about in ("", "work" if kind == "apply" else "certificate")
        ),
    )


def _person(told: Told, before: str, spoken: Sequence[tuple[str, str]]) -> str:
    """Whose case a message is about: a pronoun or nobody named is whoever it was before.

    `spoken` are the messages before and whose case each was: a name may have been told beside "mijn collega".
    """
    if not told.subject or (told.subject == "other" and before != "self"):
        return before
    named = re.compile(rf"\b{re.escape(told.subject)}\b")
    return next((whose for turn, whose in reversed(spoken) if whose != "self" and named.search(turn)), told.subject)


def _unanswered(case: Case, told: Told, turn: str) -> Case:
    """Ask about a message that should have changed something, as a correction or an answer, and changed nothing."""
    if told.has_facts or told.as_of is not None or told.instruction or told.problems or asks_anything(turn):
        return case
    known = told.loose_role is not None and any(item.role == told.loose_role for item in case.experience or ())
    if known or _NO_CHANGE.search(Message.of(turn).low):
        return case
    issued = case.certificate.issued if case.certificate else ()
    if told.when is not None and told.when in (*issued, *(item.start for item in case.experience or ())):
        return case  # said again
    said = turn.strip(" .!")
    return replace(case, unread=(*case.unread, Unread(said if len(said) <= _LONGEST else said[:_LONGEST] + "…")))


def _in_known_year(case: Case, told: Told, kind: Kind | None) -> Told:
    """What was told without a year, in the year that is known: "sinds 2023", and then "in december"."""
    issued = case.certificate.issued if case.certificate else ()
    begun = case.experience[-1].start if case.experience else None
    known = begun if kind == "apply" else issued[-1] if issued else None
    if not told.yearless or known is None or told.renewed:
        return told
    certificate = told.certificate
    if certificate is not None:
        certificate = replace(certificate, issued=tuple(refined(known, when) for when in certificate.issued))
    experience = tuple(replace(item, start=item.start and refined(known, item.start)) for item in told.experience)
    return replace(told, when=told.when and refined(known, told.when), experience=experience, certificate=certificate)


def refined(known: When, told: When) -> When:
    """The day or month told, in the one year in which it falls within what was known; else as it is."""
    if known.earliest is None or known.latest is None or told.earliest is None or told.latest is None:
        return told
    fitting = []
    for year in range(known.earliest.year, known.latest.year + 1):
        by = relativedelta(years=year - told.earliest.year)
        moved = When(told.earliest + by, told.latest + by)
        if moved.earliest and moved.latest and known.earliest <= moved.latest and moved.earliest <= known.latest:
            fitting.append(moved)
    return fitting[0] if len(fitting) == 1 else told


def _told(case: Case, told: Told, asked: str | None, kind: Kind | None, lexicon: Lexicon) -> Case:
    """The case with one message more; what was asked about and not told otherwise stays unread."""
    now = _with_told(case, told, asked, kind, lexicon)
    unchanged = (now.experience, now.certificate) == (case.experience, case.certificate)
    kept = () if asked == "unread" and not unchanged else case.unread
    return replace(now, unread=(*kept, *told.unread))


def _with_told(case: Case, told: Told, asked: str | None, kind: Kind | None, lexicon: Lexicon) -> Case:
    """The facts of the case with those of one message more."""
    told = _in_known_year(case, told, kind)
    if asked and asked.endswith("career_advice") and told.experience and told.experience[0].after_others:
        told = replace(told, corrects=False)  # "nee, dat niet. Maar daarna …" answers
    case = answered_case(case, told, asked if asked != "unread" else None, kind, lexicon)
    if told.certificate is not None:
        merged = merged_certificate(case.certificate, told.certificate, adds=False, renewed=told.renewed)
        case = replace(case, certificate=merged)
    if told.no_experience:
        return replace(case, experience=())
    if told.has_details and not told.has_facts and case.experience:
        detail = Experience(circumstances=told.circumstances, interruption=told.interruption)
        case = replace(case, experience=(*case.experience[:-1], merged_stretch(case.experience[-1], detail)))
    if told.gap is not None and case.experience:
        case = replace(case, experience=tuple(without_gap(list(case.experience), *told.gap)))
    for item in told.experience:
        case = replace(case, experience=with_stretch(case.experience, item, told, lexicon))
    return case
