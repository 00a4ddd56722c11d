"""The day a question is about, where it names one: "En over anderhalf jaar?", "Kom ik op 1 maart 2027 in aanmerking?"."""

from __future__ import annotations

import re
from datetime import date

from app.eligibility.parse_answers import left_over
from app.eligibility.parse_clauses import Clause
from app.eligibility.parse_reading import Reading
from app.eligibility.parse_reckoned import Time

_ASKS = re.compile(
    r"(?<!\bik )(?<!hij )(?<!zij )(?<!\bze )(?<!\bi )\b(?:kom|mag|kan|ben|voldoe|moet|zou|heb|haal|kwam|mocht|was|wordt|zal)(?:t)? (?:ik|hij|zij|ze|dat|het|mijn|"
    r"die)\b|\b(?:can|may|am|do|does|will|would|must|should|is|was|could|did) (?:i|she|he|it|my)\b|\bgeldt\b|\bhoe "
    r"(?:zit|is) het\b|\b(?:komt|telt)\b|\bwanneer\b"
)
_ELLIPTICAL = re.compile(
    r"^\W*(?:(?:ok|oke|okay|goed|mooi|top|fine|great|duidelijk|helder)\W+)?(?:en|and|maar|but|of|or|what about|how about|hoe zit het(?: dan)?|wat|what if|and what|en hoe zit het|"
    r"en wat|dan)?(?: (?:dan|about|als ik|als ik het|als (?:hij|zij|ze)|if (?:i|she|he)|nog|keep going for|go on for|wacht|wacht tot|het|is het|if i wait|until|mocht|kom ik|mag "
    r"ik|can i|may i|met|zit|vraag|nou|het nu|nu|aanvraag|aanvragen|i apply))*(?: (?:op|in|per|vanaf|on|by|tot|at|"
    r"over|from|about|dit|de|rond))? ?$"
)
_TAIL = re.compile(
    r"^ ?(?:(?:zo |er |hier |dit )?(?:door(?:ga|gaat|werk|werkt)|blijft?(?: doen| werken)?|werkt?)|nog steeds|nog altijd|still|dan|wel|al|pas|ook|wel dan|then|nog|mag het dan|kan het dan|mag dan|kan dan|lukt dan|kom ik dan|mag ik dan|in aanmerking|moet het dan|moet ik dan|is het dan zover|hoe zit het dan|wat dan|how about then|would it be|, )*\W*$"
)
_GOING_ON = re.compile(
    r",? (?:als|mits|if|assuming|provided) (?:ik|hij|zij|ze|i|he|she) (?:(?:gewoon|nog|dan|hier|er|zo|dit|in dit vak|maar|just|simply) )*"
    r"(?:blijft?(?: (?:werken|doen|zitten|doorgaan|doorwerken))?|door(?:ga|gaat|werk|werkt)|(?:werk|werkt|ga|gaat) door|"
    r"(?:(?:in de tussentijd|intussen|tussentijds|tussendoor|ondertussen|verder|daarvoor) )?(?:niets|niks) (?:verleng|verlengt|vernieuw|vernieuwt|doe|doet|verander|verandert)|(?:do|does) nothing|(?:haven't|hasn't|have not|has not) (?:done anything|renewed|recertified)(?: by then| it)?|(?:don't|doesn't|do not) (?:renew|recertify)(?: it)?|"
    r"(?:het |hem )?(?:niet|nooit) (?:verleng|verlengt|laat verlengen|vernieuw|hercertificeer)|keeps? (?:on )?(?:working|going|doing (?:this|it))|carry on|carries on|continues?(?: working)?|stays?(?: on)?)(?: (?:hier|zo|here|as i am|als nu))?(?=\W*$)|"
    r",? (?:zonder|without) (?:(?:dat (?:ik|hij|zij|ze) )?(?:(?:iets|het|hem|ervoor|wat|in de tussentijd|tussendoor|te) )*(?:verleng|vernieuw|doe|hercertific)\w*|(?:her\w+|verlenging|renewing|recertifying|doing)(?: \w+)?)(?=\W*$)|"
    r"[.?!,;]+ (?:ik ben|i am|i'm) (?:niet van plan|not planning|not going)\b[^.?!\d]{0,50}(?=\W*$)|"
    r"[.?!,;]+ (?:(?:ik|en|i|i'll|i'm|i am|hij|zij|ze|she|he|she's|he's|and|we|will|want to|wil|niks|verandert) )*(?:blijf|blijft|werk|werkt|ga|gaat|stay|staying|keep|keeping|keeps|stays|work|working|carry|carrying|not leaving|not going anywhere)\b[^.?!\d]{0,40}(?=\W*$)"
)
_OTHER_FUTURE = re.compile(r"\b(?:begin|start|haal|behaal|krijg|verloopt|loopt|geldig|expires|valid|stop)\b")
_TOLD = re.compile(
    r"\b(?:gehaald|behaald|verlengd|vernieuwd|hercertificeerd|renewed|recertified|gekregen|ontvangen|gecertificeerd|geslaagd|begonnen|gestart|gewerkt|obtained|received|got|passed|started|worked)\b"
    r"(?! worden)"
)
_NOW = re.compile(
    r"\b(?:mag|kan|kom|moet|voldoe|can|may|am|must) (?:ik|hij|zij|ze|i|she|he)(?: \w+){0,3} (?:nu|vandaag|now|today|already)\b"
)
_BOUND = re.compile(r"\b(?:sinds|vanaf|since|from|tot|until|van)(?: \w+)? $")
_OPENS = re.compile(r"^\W*(?:en|and|what about|how about|hoe zit het|maar|dan) ")
_SENTENCE_END = re.compile(r"[.?!;] ")
_ASKED_ON = re.compile(r"(?:\?|\b(?:dan|then))\W*$")  # "over een jaar dan"
_THEN = re.compile(r"\b(?:dan|then)\b")


def find_shift(read: Reading, as_of: date) -> Time | None:
    """The time that names the day the question is about; None where it is about the day of telling."""
    for clause in read.clauses:
        for time in read.times_in(clause):
            bound = _BOUND.search(read.low[clause.start : time.start])
            if time.form in ("date", "ahead") and not bound and _is_asked_about(read, clause, time, as_of):
                return time
    return None


def asks_about_then(low: str) -> bool:
    """Whether a question is about the time just named: "Kom ik dan in aanmerking?"."""
    return "?" in low and _THEN.search(low) is not None


def _is_asked_about(read: Reading, clause: Clause, time: Time, as_of: date) -> bool:
    when = time.coming or time.when
    ahead = (when.latest or as_of) > as_of or (when.earliest or as_of) > as_of
    if _is_alone(read, time) and (
        _OPENS.search(_SENTENCE_END.split(read.low[: time.start])[-1]) or _ASKED_ON.search(read.low)
    ):
        return ahead or time.when.exact is not None
    if not ahead:
        return False
    if asks_about_then(read.low) and any(other.length for other in read.times_in(clause)):
        return True
    if _OTHER_FUTURE.search(clause.text) or _TOLD.search(clause.text) or _NOW.search(read.low):
        return False
    sentence = _sentence(read, clause, time)
    return any(_ASKS.search(text) for text in sentence) and not any(_TOLD.search(text) for text in sentence)


def _sentence(read: Reading, clause: Clause, time: Time) -> list[str]:
    """The clause; where it is nothing but a day, all of its sentence."""
    if left_over(clause, [time]):
        return [clause.text]
    return [other.text for other in read.clauses if other.sentence == clause.sentence]


def _is_alone(read: Reading, time: Time) -> bool:
    """Whether the sentence, and what follows it, says nothing beside the day."""
    before = _SENTENCE_END.split(read.low[: time.start])[-1]
    return bool(_ELLIPTICAL.match(before) and _TAIL.match(_GOING_ON.sub("", read.low[time.end :])))


def day_of(shift: Time | None, as_of: date) -> date | None:
    """The day itself; of an interval the first that is still to come."""
    if shift is None:
        return None
    when = shift.coming if shift.coming is not None else shift.when
    day = when.earliest or when.latest
    if day is None:
        return None
    return day if day > as_of or when.exact or (when.latest or day) <= as_of else as_of
