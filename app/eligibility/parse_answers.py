"""What a short message answers, corrects or adds: "ja", "vier jaar", "sinds maart 2020", "nee, drie", "na elkaar"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.eligibility.facts import MONTHS_IN_A_YEAR, Amount, Duration, Experience, When
from app.eligibility.parse_clauses import Clause, is_about_something_else
from app.eligibility.parse_names import Names
from app.eligibility.parse_reading import Reading
from app.eligibility.parse_reckoned import Time
from app.eligibility.parse_roles import loose_role
from app.eligibility.parse_told import Problem, Told, YesNo
from app.eligibility.parse_unread import TODAY
from app.eligibility.parse_words import NUMBER, blank, value_of

_DENIES = re.compile(r"\b(?:nooit|niet|geen|never|not|no)\b")
_NO_DAY = re.compile(
    r"\b(?:nooit|niet|geen|never|not|no|als|if|tot|t/m|until|till|gestopt|stopte|stopped|ophou\w*|einde?|eindigde|ended|voor|before|na|after|misschien|maybe)\b"
    r"(?! (?:kerst|christmas|de zomer|the summer))"
)  # what may make a day told beside it another than the one asked for
_BARE_WORDS = 8  # a longer "soms" or "half" is no answer
_CORRECTS = re.compile(
    r"^\W*(?:(?:ow|oh|o|ah|och|hee|he|eh|euh)\W+)?(?:correction|typo|(?:typ|type|tik|schrijf)fout(?:je)?|mis|nee|neen|no|sorry|oeps|oops|pardon|correctie|wacht|ik bedoel|i mean|actually|eigenlijk|foutje|preciezer|nauwkeuriger|exacter|om (?:precies|exact) te zijn|more precisely|to be (?:more )?(?:precise|exact)|ik "
    r"vergis|vergissing|o nee|oh nee|och|excuus|excuses|neem m(?:e|ij) niet kwalijk|mijn fout|my bad|apologies|my mistake|i meant|herstel|ik bedoelde)\b|\b(?:bij nader inzien|on (?:closer|second) (?:inspection|look|thought)|(?:een )?ander (?:jaartal|jaar)|andere datum)\b|\b(?:i misread(?: it| that| my(?: own)? \w+| the (?:date|certificate|year))?(?=\W*$|[.,;:!])|verkeerd (?:gelezen|gezegd|getypt|geteld|overgeschreven)|ik tel(?:de)? verkeerd|i miscounted)\b|"
    r"\b(?:ik bedoel(?:de)?|ik vergiste me|i mean(?:t)?|klopt niet|ik zei (?:het )?verkeerd|"
    r"ik had me vergist|(?:typ|type|tik|schrijf)fout(?:je)?|in plaats van|is niet juist|rather than)\b"
)
_SHOULD_BE = re.compile(r"\bmoe(?:s)?t zijn\b|\b(?:het|dat) moe(?:s)?t [^.?!]{3,25} zijn\b|\bshould (?:be|say|read)\b")
"""Of a day it puts right what was told; "het moet vijf jaar zijn" speaks of the rule."""
_ADDS = re.compile(
    r"\b(?:ook|daarnaast|bovendien|verder|also|in addition|besides|plus|tevens|nog(?! (?:steeds|altijd|maar|geen|niet)))\b"
)
_OF_PART = re.compile(
    r"\W*(?:(?:ja|jawel|nee|o|oh|en|maar|wel|trouwens|overigens|yes|no|and|but|though|by the way)\W+)*"
    rf"(?:waarvan|daarvan|hiervan|of which|of (?:that|those)|{NUMBER} (?:(?:jaar|maanden|years|months) )?(?:daarvan|hiervan|of (?:that|those|which)))\b"
)
_YES = re.compile(
    r"^\W*(?:(?:ja|jawel|jazeker|jep|yep|yes|yeah|zeker|klopt|inderdaad|uiteraard|natuurlijk|correct|right|"
    r"absoluut|precies|dat klopt|joh ja|jaa|jawohl|indeed|sure|that's right|(?:i do|i have|i am|wel)(?=\W*$))\b)"
)
_NO = re.compile(
    r"^\W*(?:nee|neen|no|nope|nah)\b(?! (?:idea|clue))|"
    r"^\W*(?:(?:helaas|helemaal|absoluut|zeker|eigenlijk|eerlijk gezegd|ik|i|unfortunately|maar|but)\W+)*"
    r"(?:(?:nog )?(?:niet|nooit)|not(?: yet| at all)?|never|geen(?: een)?|don't|haven't|am not|'m not|i'm not|none)"
    r"(?: (?:helaas|hoor|meer|echt|zelf|yet|ever|sorry|gehad|gehaald|behaald|gedaan|geweest|had|got|done|been))*\W*$"
)
_NOT_KNOWN = re.compile(
    r"\b(?:geen (?:flauw )?idee|no idea|no clue|not sure|(?:don't|do not|can't|cannot|couldn't) (?:\w+ )?(?:know|remember|recall|say|tell|find)|"
    r"(?:weet|wist|herinner|vind|zie) (?:ik |me |het |dat |er )*(?:\w+ )?niet(?: zo| meer| precies| zeker| echt)*|(?:niet|not) (?:zeker|certain)|vergeten|forgot(?:ten)?|kwijt|lost|uit mijn hoofd niet|"
    r"zou (?:ik |het )*(?:moeten|even) (?:op|na)\w+|have to look)\b"
)
_PARTLY = re.compile(
    r"\b(?:deels|gedeeltelijk|grotendeels|soms|ten dele|partly|partially|sometimes|mostly|half|voor een deel|"
    r"voornamelijk|af en toe)\b"
)
_ADVICE = r"«field»(?: ?(?:advies|advisering|begeleiding|coaching|advice|guidance|counselling|counseling))?"
_WAS_ADVICE = (
    rf"\b(?:wat (?:ik|hij|zij) (?:doe|doet)|what (?:i|he|she) do(?:es)?) is(?: (?:gewoon|eigenlijk|echt|really|just))* {_ADVICE}|"
    rf"\b(?:dat|dit|het|mijn werk|it|that|(?:the|that|my) (?:work|job|role)|(?:de|die|mijn) (?:baan|functie|rol)|werk) (?:\w+ )?(?:is|was|wel|betrof|ging over|ging om|waren)(?: "
    rf"(?:\w+))?(?: (?:wel|gewoon|ook|eigenlijk|volledig|echt|helemaal|really|all|purely|entirely|allemaal|career|over|om|degelijk|puur))* "
    rf"{_ADVICE}|"
    rf"\b(?:haar|zijn|mijn|het|her|his|my|the) (?:werk|baan|functie|work|job) (?:bestaat|bestond|consists|consisted)(?: (?:sindsdien|steeds|altijd|volledig|geheel|helemaal|alleen|entirely|wholly|only|always))* (?:uit|of) {_ADVICE}"
)
_AND_MORE = (
    r"\W*(?:en|and|&|\+|/|plus|naast|beside|besides|as well as|alongside|samen met|gecombineerd met|maar|but|met|with|of|or|deels|partly|af en toe|soms)?\W*"
    r"(?:(?:ook|also|wat|een beetje|veel|vooral|some|a bit of|het|de|the)\W+)*(?P<more>[^\W\d][\w-]*)"
)
"""What is said to have been the work besides: "loopbaanbegeleiding en werving"."""
_NO_MORE = (
    r"(?:«field»|ik|ikzelf|dat|dit|die|het|er|i|it|that|this|she|he|zij|ze|hij|dus|so|nu|now|al|already|sinds|since|vanaf|from|van|of|in|bij|at|for|voor|door|by|als|as|hoor|ja|yes|toch|"
    r"helemaal|volledig|alleen|only|uitsluitend|all|entirely|steeds|altijd|always|wat|wel|indeed|inderdaad|binnen|within|aan|to|niets|nothing|niks|geen|no|not|verder|"
    r"advies|advisering|begeleiding|coaching|advice|guidance|counselling|counseling|mag|kan|kom|may|can|am|do|is|was)\b"
)
_WAS_NO_ADVICE = (
    rf"\b(?:is|was|betrof|had)(?: \w+)? (?:geen|niet|not|no)(?: (?:echt|echte|really|te maken met))* {_ADVICE}"
)
_APART = re.compile(
    r"(?<!niet )(?<!not )(?<!geen )\b(?:na elkaar|na het andere?|na de andere?|na mekaar|one after another|back to back|achter elkaar|aaneensluitend|achtereenvolgens|opeenvolgend|one after the other|consecutive\w*|"
    r"niet tegelijk|aansluitend|na mekaar|not at the same time|after each other)\b"
)
_WHOLLY = re.compile(
    r"\b(?:allemaal|helemaal|volledig|geheel|compleet|precies|all|entirely|completely|fully|whole|d(?:ie|e)zelfde \w+ (?:jaar|jaren|maanden)|viel(?:en)? binnen|"
    r"gewoon tegelijk|the same \w+ (?:years|months))\b"
)
_TOGETHER = re.compile(
    r"\b(?:tegelijk\w*|(?:in )?d(?:ie|e)zelfde (?:tijd|periode|\w+ (?:jaar|jaren|maanden))|in the same (?:time|period|\w+ (?:years|months))|gelijktijdig|overlap\w*|naast elkaar|at the same time|"
    r"simultaneous\w*|deels tegelijk)\b(?! gestopt)"
)
_AT_ONCE = re.compile(
    r"\b(?:tegelijk|tegelijkertijd|gelijktijdig|in dezelfde (?:tijd|periode)|at the same time|simultaneously)\b(?! gestopt| begonnen)"
)
_IN_PART = re.compile(
    r"\b(?:deels|gedeeltelijk|grotendeels|soms|ten dele|partly|partially|sometimes|mostly|voornamelijk|af en toe|"
    r"bijna|vrijwel|almost|nearly|part|(?:niet|not) (?:helemaal|volledig|geheel|alles|allemaal|precies|steeds|altijd|entirely|fully|all|exactly|always)|"
    r"(?:niet|not)(?: \w+)? (?:tegelijk\w*|naast|in|gelijktijdig|overlap\w*|at|simultaneous\w*))\b"
)
_MEASURED = re.compile(
    r"\b(?:half|halve|deel|overlap\w*|eerst|daarna|maanden?|months?|jaar|years?|weken|weeks|paar|few|tot|vanaf|until|from)\b|\d"
)
SHORT_FILL = re.compile(
    r"\b(?:dat (?:ben|doe) ik|neem|mij|kwalijk|moest|net|even|opgezocht|kerst|rond|gecheckt|nagekeken|gevonden|checked|found|preciezer|nauwkeuriger|exacter|om|te|precisely|more|to|be|precise|exact|wacht|wait|correctie|correction|on|at|my|the|got|obtained|received|gehaald|behaald|gekregen|begonnen|gestart|gestopt|started|stopped|"
    r"full-?time|part-?time|ja|nee|neen|jawel|klopt|alweer|zo'n|al|nu|ongeveer|dat|is|was|zijn|er|sinds|vanaf|van|tot|en|met|"
    r"t/m|in|op|per|pas|up|including|through|until|till|"
    r"maar|inmiddels|precies|denk|ik|bedoel|eigenlijk|sorry|toch|wel|het|de|een|begin|gewoon|geleden|yes|no|i|mean|"
    r"since|from|to|until|it|it's|for|about|now|"
    r"actually|totaal|totale|alles|bij|elkaar|samen|ruim|bijna|nog|steeds|heden|present|laatste|keer|ofzo|of|zo|om|te|hij|zij|ze|she|he|heb|heeft|have|has|weet|niet|geen|idee|exact|ergens|remember|don't|know|not|sure|somewhere|sometime|think|dacht|meer|zelf|ikzelf|meant|bedoelde|myself|only|just|already|juist|natuurlijk|of course|"
    r"allebei|beiden|beide|both|each|me|goed|helemaal|uit|mijn|hoofd|ja,|oke|ok|dus|toen|toe|nog|kan|in|zeg|moet|zijn|bedoelde|dag|datum|sommige|"
    r"geloof|volgens|mij|weer|opnieuw|terug|again|nou|oh|ow|o|euh|eh|uh|hmm|(?:typ|type|tik|schrijf)?fout(?:je)?|typo|waarschijnlijk|jij|hoor)\b"
)


def with_remarks(told: Told, read: Reading, names: Names) -> Told:
    """What is told of what was told: that it corrects, adds, goes together, was career advice."""
    low = read.low
    denied = names.search(_WAS_NO_ADVICE, low)
    said = denied or _wholly_advice(low, names)
    advice = None if said is None else denied is None
    experience = told.experience
    first = min((*(time.start for time in read.times), *(role.start for role in read.roles)), default=0)
    if said is not None and len(experience) == 1 and said.start() >= first:
        experience = (replace(experience[0], career_advice=advice),)
    elif said is not None and len(experience) > 1:
        experience = _of_the_last(experience, read, said.start(), advice=advice)
    return replace(
        told,
        experience=experience,
        corrects=_CORRECTS.search(low) is not None or (_SHOULD_BE.search(low) is not None and not _lengths(read)),
        adds=_ADDS.search(low) is not None,
        of_part=_OF_PART.match(low) is not None,
        wholly=_TOGETHER.search(low) is not None and _WHOLLY.search(low) is not None and not _IN_PART.search(low),
        at_once=_AT_ONCE.search(low) is not None and not _IN_PART.search(low) and not _MEASURED.search(low),
        overlapping=False if _APART.search(low) else True if _TOGETHER.search(low) else None,
        career_advice=advice,
    )


def _wholly_advice(low: str, names: Names) -> re.Match[str] | None:
    """Where the work is said to have been career advice and nothing beside it."""
    said = names.search(_WAS_ADVICE, low)
    if said is None:
        return None
    rest = low[said.end() :]
    more = re.match(_AND_MORE, rest)
    return said if more is None or names.search(rf"\A{_NO_MORE}", rest[more.start("more") :]) else None


def _lengths(read: Reading) -> bool:
    return any(time.length is not None for time in read.times)


def _of_the_last(items: Sequence[Experience], read: Reading, at: int, *, advice: bool | None) -> tuple[Experience, ...]:
    """The stretches, where what is said at `at` of the work is of the role named last before it, told once."""
    named = [role.named for role in read.roles if role.end <= at]
    if not named or sum(item.role == named[-1] for item in items) != 1:
        return tuple(items)
    return tuple(replace(item, career_advice=advice) if item.role == named[-1] else item for item in items)


_FOLLOWS = re.compile(
    r"\b(?:daarna|vervolgens|nadien|daarvoor|ervoor|eerder|aansluitend|tevens|eveneens|ook|verder|daarnaast|ben|deed|doe|werk|werkte|gewerkt|also|then|before that|after that|"
    r"earlier|plus|was|did|bij ons|with us|hier|daar|here|there|(?:in|te|at|bij) \w+)\b"
)


def left_over(clause: Clause, times: Sequence[Time], *, follows: bool = False) -> str:
    """What a clause says beside its times, and, where it `follows` on another, beside the words for that."""
    rest = _FOLLOWS.sub(lambda match: " " * len(match.group()), clause.text) if follows else clause.text
    for time in times:
        rest = blank(rest, time.start - clause.start, min(time.end, clause.end) - clause.start)
    return re.sub(r"[\W\d]+", "", SHORT_FILL.sub(" ", rest))


def with_answers(told: Told, read: Reading, *, loosely: bool = False) -> Told:
    """The bare answers that a short message may be; `loosely` where more may stand beside the one day asked for."""
    low = read.low
    yes_no = _yes_or_no(low, read.message.low, timed=bool(read.times))
    whole = Clause(0, len(low), low, 0, "")
    told = replace(told, yes_no=yes_no, loose_role=loose_role(read.message, low))
    if told.loose_role is not None and told.circumstances:  # "in career coaching, self-employed"
        told = replace(told, loose_role=told.loose_role.partition(",")[0])
    told = replace(
        told,
        none_of_it=not told.has_facts and _NONE_OF_IT.search(low) is not None,
        not_begun=not told.has_facts and _NOT_BEGUN.match(low) is not None,
    )
    count = _count_of_years(low) if not read.times else None
    if count is not None:
        return replace(told, lasting=count, counted=True, loose_role=None)
    lasting, when, until = _bare_times(read)
    if told.has_facts or told.as_of is not None:
        return told
    if len(read.roles) == 1 and (read.roles[0].known or told.loose_role is None) and not _DENIES.search(low):
        told = replace(told, loose_role=read.roles[0].named)
    dated = [time for time in read.times if low[time.start : time.end] not in TODAY]
    only = dated[0] if len(dated) == 1 else None
    told_loosely = loosely and only is not None and _begins_with(low, only) and not _NO_DAY.search(low)
    if is_about_something_else(low) and read.times:
        return told  # what somebody says, or the rule
    if left_over(whole, read.times) and not (told.corrects and only is not None) and not told_loosely:
        return told
    problems = told.problems
    for time in read.times:
        said = read.message.said(time.start, time.end)
        if time.form == "impossible" and not any(problem.said == said for problem in problems):
            problems = (*problems, Problem("impossible_date", said))
        if time.length is not None and time.length.negative:
            problems = (*problems, Problem("negative", said))
    return replace(told, lasting=lasting, when=when, until=until, problems=problems)


def _yes_or_no(low: str, whole: str, *, timed: bool) -> YesNo | None:
    """The yes or no that a message begins with; who says that he doesn't know says neither.

    `whole` is the message with what was taken out of `low`.
    """
    if _PARTLY.search(low) and len(low.split()) <= _BARE_WORDS and not timed:
        return "partly"
    if _NOT_KNOWN.search(low):
        return None
    if _NO.search(low):
        return "no"
    said = _YES.search(low)
    return None if said is None or _WITH_RESERVE.search(whole, said.end()) else "yes"


_WITH_RESERVE = re.compile(
    r"\?|\b(?:misschien|wellicht|maybe|perhaps|deel|part|percent|procent|zou|zouden|kun|kunnen|kunt|could|would|might|zeg|say|bedoel\w*|mean|soort|sort|kind|beetje|bit|min of meer|more or less|"
    r"tot|until|till|pas|only|laatste|last|vorig|sommige|some|enigszins|somewhat|denk|think|geloof|guess|hangt|depends|ongeveer|about|tegenwoordig|nowadays|later|eerst|first|bijna|almost|niet|not|geen|no)\b|%"
)
"""What makes a yes less than one: "ja, voor een klein deel", "ja, dat zou je kunnen zeggen"."""


def _begins_with(low: str, day: Time) -> bool:
    """Whether a message is a day with something said about it: "In december, vlak voor Kerst."."""
    opening = Clause(0, day.end, low[: day.end], 0, "")
    return day.form in ("date", "ago") and not left_over(opening, [day]) and _ASIDE.match(low, day.end) is not None


_ASIDE = re.compile(
    r" ?[,.;(!]| to be (?:precise|exact)\b| om (?:precies|exact) te zijn\b| staat er ?op\b| (?:toen|when|ergens|zo|omdat|because)\b"
)
_NONE_OF_IT = re.compile(
    r"\b(?:heb|heeft) (?:(?:ik|hij|zij|ze) )?er (?:nog |zelf |ook |toch |dus |helemaal )*geen\b(?= ?(?:[.,;!?]|$))|\b(?:don't|doesn't|do not) have (?:one|any)\b(?= ?(?:[.,;!?]|$))|"
    r"\b(?:haven't|hasn't) got (?:one|any)\b"
)
_NOT_BEGUN = re.compile(
    r"^\W*(?:(?:nee|no|nog|eigenlijk|helaas|ik ben|i have|i've|ik moet)\b\W*)*(?:geen(?: enkele?)?(?: jaar)?|nul|none(?: yet| at all)?|zero|niet begonnen|nog beginnen|not started(?: yet)?|niets|nothing yet)\W*$"
)
_COUNT = re.compile(
    rf"^\W*(?:(?:ik vergis (?:me|mij)|ik tel verkeerd|al|nu|pas|ja|about|nee|no|oh|o|ow|oeps|oops|wacht|wait|sorry|correctie|correction|stel|dat|en|maar|het|er|zijn|is|was|waren|moeten|moet|slechts|eigenlijk|toch|dus|"
    rf"actually|it's|it is|it was|make that|only|just|i mean|ik bedoel|and|suppose|what if)\b\W*)*(?P<number>{NUMBER})(?: (?:zijn|hoor|sorry|dus|only|actually|instead|waren))*\W*$"
)
_MOST_YEARS = 30  # a larger number by itself may be an age


def _count_of_years(low: str) -> Duration | None:
    """A message that is nothing but a number, as years: "4"."""
    match = _COUNT.match(low)
    if match is None or not 0 < value_of(match["number"]) <= _MOST_YEARS:
        return None
    months = value_of(match["number"]) * MONTHS_IN_A_YEAR
    return Duration(Amount(int(months)), Amount(int(months))) if months.denominator == 1 else None


def answered(told: Told, read: Reading) -> set[int]:
    """Where the times begin that the bare answers are made of."""
    dated = [time for time in read.times if time.form in ("date", "ago")] if told.when or told.until else []
    lengths = [time for time in read.times if time.length is not None]
    if told.overlapping is None:  # "in dezelfde twee jaar"
        lengths = lengths[:1] if told.lasting else []
    wrong = [time for time in read.times if time.form == "impossible"] if told.problems else []
    return {time.start for time in (*dated[:2], *lengths, *wrong)}


def _bare_times(read: Reading) -> tuple[Duration | None, When | None, When | None]:
    lasting = next(
        (time.length.duration for time in read.times if time.length is not None and not time.length.negative), None
    )
    dated = [time for time in read.times if time.form in ("date", "ago")]
    dated = [time for time in dated if read.low[time.start : time.end] not in TODAY] or dated
    if not dated:
        return lasting, None, None
    if len(dated) > 1:
        return lasting, dated[0].when, dated[1].when
    ends = re.search(
        r"(?<!\w)(?:tot(?: en met)?|t/m|until|till|gestopt(?: in| op| per)?) $", read.low[: dated[0].start]
    )
    return (lasting, None, dated[0].when) if ends else (lasting, dated[0].when, None)
