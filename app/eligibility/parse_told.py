"""What the reader of language takes and gives: the words it knows, and what one message told.

Lexicon   role and circumstance words of corpus/rules.yaml
Told      what one message says: facts, a correction, an answer, another day, what can't be so
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.eligibility.facts import Certificate, Duration, Experience, When
from app.eligibility.parse_names import NO_NAMES, Names
from app.eligibility.parse_words import Message
from app.eligibility.rules import RuleSet, compact
from app.schema import Language

ProblemCode = Literal[
    "impossible_date", "negative", "future_start", "end_before_start", "future_certificate", "past_plan", "too_long",
    "contradiction", "other_certificate",
]  # fmt: skip
YesNo = Literal["yes", "no", "partly"]
About = Literal["work", "certificate", ""]

_SENTENCES: Mapping[ProblemCode, tuple[str, str]] = {
    "impossible_date": ("“{said}” is geen bestaande datum.", "“{said}” is no existing date."),
    "negative": (
        "“{said}” is negatief; een duur is nul of meer.",
        "“{said}” is negative; a length of time is zero or more.",
    ),
    "future_start": (
        "“{said}” ligt in de toekomst; wat nog moet komen is geen ervaring.",
        "“{said}” lies in the future; what is still to come is no experience.",
    ),
    "end_before_start": ("Het einde ligt vóór het begin: “{said}”.", "The end lies before the beginning: “{said}”."),
    "future_certificate": (
        "“{said}” ligt in de toekomst; dan is het certificaat er nog niet.",
        "“{said}” lies in the future; there is no certificate yet.",
    ),
    "past_plan": ("“{said}” is al voorbij; dat is geen plan meer.", "“{said}” is over; that is no plan any more."),
    "too_long": ("“{said}” is langer dan een werkend leven.", "“{said}” is longer than a working life."),
    "contradiction": ("“{said}” past niet bij wat u verder opgeeft.", "“{said}” does not fit what else you state."),
    "other_certificate": (
        "“{said}” is niet het certificaat waar deze teksten over gaan.",
        "“{said}” is not the certificate that these texts are about.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """A role at low[start:end]; `named` as the asker wrote it, a typing error in a known one mended.

    `held` where the words before say that the person has it ("werkt als", "ik ben") and not only mention it.
    """

    start: int
    end: int
    named: str
    known: bool
    held: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that rules.yaml knows.

    roles           compact form -> the word as it is written, of every role that counts
    by_length       those compact forms by their number of letters
    circumstances   word -> id of the circumstance
    qualifiers      words before a role that change nothing about it
    counting        ids of the circumstances that change nothing about whether work counts
    general         compact forms of the roles that are the whole field
    asked_role      the role that the question about experience names; an answer to it speaks of that role
    longest_years   more than this is no working life
    names           of the certificate, its title and its field, for the patterns
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    by_length: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    circumstances: Mapping[str, str] = field(default_factory=dict)
    qualifiers: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    general: frozenset[str] = frozenset()
    asked_role: str | None = None
    longest_years: int = 60
    names: Names = NO_NAMES

    @classmethod
    def of(cls, rules: RuleSet) -> Lexicon:
        """The words of a rule set."""
        counted = {word: role for word, role in rules.roles.items() if role.standing == "counted"}
        return cls(
            roles={word: word for word in counted},
            by_length={size: tuple(w for w in counted if len(w) == size) for size in {len(w) for w in counted}},
            circumstances={
                word: name for name, entry in rules.circumstances.items() for word in (*entry.words.nl, *entry.words.en)
            },
            qualifiers=rules.qualifiers,
            counting=frozenset(name for name, entry in rules.circumstances.items() if entry.treatment == "counts"),
            general=frozenset(word for word, role in counted.items() if role.general),
            asked_role=next((role.id for role in counted.values() if role.general), None),
            longest_years=rules.longest_working_life_years,
            names=Names(**{slot: tuple(Message.of(name).low for name in names) for slot, names in rules.names.items()}),
        )

    def knows(self, role: str) -> bool:
        """Whether it is a role that counts, as written."""
        return compact(role) in self.roles


@dataclass(frozen=True, slots=True)
class Problem:
    """Something told that can't be so: what, in whose words."""

    code: ProblemCode
    said: str

    def text(self, language: Language) -> str:
        """A sentence for the asker."""
        dutch, english = _SENTENCES[self.code]
        return (english if language == "en" else dutch).format(said=self.said)


@dataclass(frozen=True, slots=True)
class Unread:
    """A time that was told and that no reader took; `about` what its clause speaks of, "" where that isn't clear."""

    said: str
    about: About = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one message told.

    experience      the stretches of work, in the order told; () where none was told
    no_experience   said to have none
    certificate     what was told of it; `renewed` where it says so of a further one
    subject         whose case: "self", the word for another person ("mijn collega"), or "" where it isn't said
    as_of           the day the question is about, where it names one ("En over anderhalf jaar?")
    corrects        it takes back something said earlier ("nee, vier jaar")
    adds            it tells of further work ("ook", "daarnaast")
    of_part         it tells of a part of the work told before ("waarvan twee jaar …")
    overlapping     whether several stretches were at the same time, where it says so; `wholly` where all of it was;
                    `at_once` where it says just that
    hypothetical    "stel dat ik drie jaar werk"
    instruction     part of it was an instruction, no fact ("doe alsof …"), and was not read
    career_advice   the asker's word whether the work was career advice
    circumstances   ids, and
    gap             the first and last day of a break, and
    interruption    a break without them, told by themselves of work told before ("dat was trouwens als vrijwilliger")
    yearless        its dates named no year: they are of the year that is known already, where there is one
    unread          times that no reader took
    none_of_it      "ik heb er geen": of what the conversation is about
    not_begun       "geen", "nog niet begonnen": there is nothing yet of what was asked for
    counted         `lasting` was a bare number: years, where years are what was asked for
    yes_no, lasting, when, until, loose_role   bare answers, to be understood from what was asked
    """

    experience: tuple[Experience, ...] = ()
    no_experience: bool = False
    certificate: Certificate | None = None
    renewed: bool = False
    subject: str = ""
    as_of: date | None = None
    corrects: bool = False
    adds: bool = False
    of_part: bool = False
    overlapping: bool | None = None
    wholly: bool = False
    at_once: bool = False
    hypothetical: bool = False
    instruction: bool = False
    career_advice: bool | None = None
    circumstances: tuple[str, ...] = ()
    interruption: Duration | None = None
    gap: tuple[When, When] | None = None
    none_of_it: bool = False
    not_begun: bool = False
    counted: bool = False
    yes_no: YesNo | None = None
    lasting: Duration | None = None
    when: When | None = None
    until: When | None = None
    loose_role: str | None = None
    problems: tuple[Problem, ...] = ()
    yearless: bool = False
    unread: tuple[Unread, ...] = ()

    @property
    def has_facts(self) -> bool:
        """Whether it told anything of a person that stands on its own."""
        return bool(self.experience or self.no_experience or self.certificate is not None)

    @property
    def has_details(self) -> bool:
        """Whether it told something more of work told before."""
        return (
            bool(self.circumstances)
            or self.interruption is not None
            or self.gap is not None
            or self.career_advice is not None
        )

    @property
    def is_answer(self) -> bool:
        """Whether it can only be understood from what was asked."""
        bare = (
            self.yes_no,
            self.lasting,
            self.when,
            self.until,
            self.overlapping,
            self.none_of_it or None,
            self.not_begun or None,
        )
        return not self.has_facts and any(value is not None for value in bare)
