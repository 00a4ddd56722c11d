"""corpus/rules.yaml -> RuleSet: the rules as data, every quote found in the texts, every number held to its quote."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from pydantic import ValidationError

from app.eligibility.rules_file import (
    CircumstanceEntry,
    CriterionEntry,
    CriterionId,
    ParameterEntry,
    QuestionId,
    QuoteEntry,
    ReservationId,
    RolesEntry,
    RulesFile,
    Words,
)
from app.errors import CorpusError
from app.folding import find_quote, folded, without_marks
from app.schema import Document

FILE = "rules.yaml"

Standing = Literal["counted", "source_silent", "ask"]

PARAMETERS: Mapping[CriterionId, str] = {
    "experience": "experience_years",
    "validity": "validity_years",
    "renewal": "renewal_years",
}
"""The criteria that turn on a number, and what rules.yaml calls it."""

_ONES = {
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien twintig",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
}
NUMBER_WORDS: Mapping[str, int] = {
    **{word: value for words in _ONES.values() for value, word in enumerate(words.split())},
    "één": 1,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
"""Number words of both languages: knowledge of language, not of the texts."""

_YEARS = re.compile(r"(?<![\w,.])(\d+|" + "|".join(NUMBER_WORDS) + r")[\s-]+(?:jaar|jaren|years?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion whose quote was found: `documents[document].text[start:end] == quote`."""

    id: CriterionId
    document: str
    file: str
    title: str
    start: int
    end: int
    quote: str
    explanation: Words
    outcomes: Mapping[str, Words]

    def citation(self, number: int) -> dict[str, Any]:
        """The quote as an answer's `citations` has it. `_place` cut it from the text, so it needs no other proof."""
        return {
            "n": number,
            "document": self.document,
            "file": self.file,
            "title": self.title,
            "section": "",
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Role:
    """What the rules make of a role somebody named."""

    standing: Standing
    id: str = ""
    general: bool = False
    reservation: ReservationId | None = None


@dataclass(frozen=True, slots=True)
class Superseding:
    """From this day on others decide; the operator's own words for it."""

    document: str
    since: date
    notice: Words


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the rules, bound to the corpus they were checked against."""

    version: str
    valid_from: date
    valid_to: date | None
    sha256: str
    corpus_sha256: str
    criteria: Mapping[CriterionId, Criterion]
    parameters: Mapping[str, int]
    superseded: tuple[Superseding, ...]
    longest_working_life_years: int
    roles: Mapping[str, Role]
    qualifiers: frozenset[str]
    names: Mapping[str, tuple[str, ...]]
    circumstances: Mapping[str, CircumstanceEntry]
    reservations: Mapping[ReservationId, Words]
    questions: Mapping[QuestionId, Words]

    def role(self, named: str) -> Role:
        """What the rules make of a role as named; several together count only where each does."""
        parts = [part for part in re.split(r"\s*(?:[,/&+]|\ben\b|\band\b)\s*", named.casefold()) if part]
        found = [self._one_role(part) for part in parts] or [Role("ask")]
        for standing in ("ask", "source_silent"):
            worst = next((role for role in found if role.standing == standing), None)
            if worst is not None:
                return worst
        return next((role for role in found if role.general), found[0])

    def _one_role(self, named: str) -> Role:
        words = named.split()
        while True:
            role = self.roles.get(compact(" ".join(words)))
            if role is not None or len(words) < 2 or words[0] not in self.qualifiers:
                return role or Role("ask")
            words = words[1:]


def compact(role: str) -> str:
    """A role without what makes no difference: capitals, accents, spaces, hyphens, a full stop."""
    return re.sub(r"[\s\-.]+", "", without_marks(folded(role)))


def load_rules(path: Path, documents: Mapping[str, Document]) -> RuleSet:
    """Read rules.yaml and hold it to the texts.

    Raises:
        CorpusError: the file is missing or malformed, a quote is not (or not unambiguously) in its document, a number
            differs from its quote, a role isn't named by the quotes, or an entry the checker needs isn't there.
    """
    raw = _read(path)
    content = _parse(path, raw)
    _check_complete(path, content)
    criteria = {entry.id: _criterion(path, entry, documents) for entry in content.criteria}
    return RuleSet(
        version=content.version,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
        sha256=hashlib.sha256(raw).hexdigest(),
        corpus_sha256=corpus_sha256(documents),
        criteria=criteria,
        parameters={entry.parameter.name: entry.parameter.years for entry in content.criteria if entry.parameter},
        superseded=tuple(_superseded(criteria.values(), documents)),
        longest_working_life_years=content.policy.longest_working_life_years,
        roles=_roles(path, content.policy.roles, criteria),
        qualifiers=frozenset(content.policy.roles.qualifiers),
        names=content.policy.names.model_dump(),
        circumstances={entry.id: entry for entry in content.policy.circumstances},
        reservations={entry.id: entry for entry in content.policy.reservations},
        questions=content.policy.questions,
    )


def corpus_sha256(documents: Mapping[str, Document]) -> str:
    """One hash over all texts, whatever their order."""
    lines = sorted(f"{document.file} {document.sha256}" for document in documents.values())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def years_in(text: str) -> set[int]:
    """The numbers of years that a text states, in digits or in words ("3 jaar", "drie jaar")."""
    stated = [match.group(1).casefold() for match in _YEARS.finditer(text)]
    return {int(number) if number.isdigit() else NUMBER_WORDS[number] for number in stated}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{path} can't be read ({type(error).__name__}), and without it nobody's case can be checked. Put it there."
        ) from None


def _parse(path: Path, raw: bytes) -> RulesFile:
    try:
        return RulesFile.model_validate(yaml.safe_load(raw.decode("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CorpusError(f"{path}: {where or 'the file'}: {first['msg']}. Mend that entry.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise CorpusError(f"{path} is no valid YAML{where}. Mend that line.") from None
    except (UnicodeDecodeError, ValueError) as error:
        raise CorpusError(f"{path} can't be read: {error}. Save it as UTF-8 with dates that exist.") from None


def _check_complete(path: Path, content: RulesFile) -> None:
    policy = content.policy
    _exactly(path, "criteria", (entry.id for entry in content.criteria), get_args(CriterionId))
    _exactly(path, "policy.reservations", (entry.id for entry in policy.reservations), get_args(ReservationId))
    _exactly(path, "policy.questions", policy.questions, get_args(QuestionId))
    circumstances = [entry.id for entry in policy.circumstances]
    _exactly(path, "policy.circumstances", circumstances, tuple(dict.fromkeys(circumstances)))
    for entry in content.criteria:
        named = entry.parameter.name if entry.parameter else None
        if named != PARAMETERS.get(entry.id):
            wanted = PARAMETERS.get(entry.id, "none")
            raise CorpusError(
                f"{path}: criterion {entry.id} has the parameter {named or 'none'}, not {wanted}. Mend it."
            )
    if content.valid_to is not None and content.valid_to < content.valid_from:
        raise CorpusError(f"{path}: valid_to lies before valid_from. Mend one of them.")


def _exactly(path: Path, where: str, there: Iterable[str], wanted: Iterable[str]) -> None:
    found, expected = list(there), list(wanted)
    for name in expected:
        if found.count(name) != 1:
            times = "is missing" if name not in found else "stands there twice"
            raise CorpusError(f"{path}: {where}: {name} {times}. It must stand there once.")


def _criterion(path: Path, entry: CriterionEntry, documents: Mapping[str, Document]) -> Criterion:
    for quote in (*entry.also, entry):  # its own comes last: that place is kept
        start, end = _place(path, entry.id, quote, documents)
        if entry.parameter is not None:
            _check_number(path, entry.id, entry.parameter, documents[quote.document].text[start:end])
    document = documents[entry.document]
    return Criterion(
        id=entry.id,
        document=document.id,
        file=document.file,
        title=document.title,
        start=start,
        end=end,
        quote=document.text[start:end],
        explanation=entry.explanation,
        outcomes={"met": entry.met, "not_met": entry.not_met, "unknown": entry.unknown},
    )


def _place(path: Path, name: str, entry: QuoteEntry, documents: Mapping[str, Document]) -> tuple[int, int]:
    if entry.document not in documents:
        raise CorpusError(f"{path}: the criterion {name} quotes the document {entry.document!r}, which isn't there.")
    places = find_quote(documents[entry.document].text, entry.quote)
    if len(places) != 1:
        trouble = f"stands in {len(places)} places of" if places else "is not in"
        raise CorpusError(
            f"{path}: the quote of criterion {name}, {entry.quote[:80]!r}, {trouble} {documents[entry.document].file}. "
            "Quote the text word for word, with enough of it to find one place only."
        )
    return places[0]


def _check_number(path: Path, name: str, parameter: ParameterEntry, quote: str) -> None:
    stated = years_in(quote)
    if stated != {parameter.years}:
        says = " and ".join(f"{years} years" for years in sorted(stated)) or "no number of years"
        raise CorpusError(
            f"{path}: the criterion {name} has {parameter.name} = {parameter.years}, but its quote {quote[:80]!r} says "
            f"{says}. Make the parameter and the quote agree."
        )


def _superseded(criteria: Iterable[Criterion], documents: Mapping[str, Document]) -> Iterator[Superseding]:
    for name in dict.fromkeys(criterion.document for criterion in criteria):
        document = documents[name]
        if document.status == "superseded" and document.since and document.notice is not None:
            notice = Words(nl=document.notice.nl, en=document.notice.en)
            yield Superseding(name, date.fromisoformat(document.since), notice)


def _roles(path: Path, entry: RolesEntry, criteria: Mapping[CriterionId, Criterion]) -> dict[str, Role]:
    quotes = folded(" ".join(criteria[name].quote for name in ("experience", "field")))
    known: dict[str, Role] = {}
    meant: list[tuple[tuple[str, ...], Role]] = []
    for counted in entry.counted:
        if folded(counted.stands_as) not in quotes:
            raise CorpusError(
                f"{path}: the role {counted.id} stands as {counted.stands_as!r}, which the quotes of experience and "
                "field don't name. Name it as they do or remove it."
            )
        meant.append((counted.words, Role("counted", counted.id, counted.general)))
    for silent in entry.source_silent:
        meant.append((silent.words, Role("source_silent", silent.id, reservation=silent.reservation)))
    endings = (*entry.endings.nl, *entry.endings.en)
    for words, role in meant:
        for word in words:
            for spelling in [word.replace("{work}", ending) for ending in endings] if "{work}" in word else [word]:
                if known.setdefault(compact(spelling), role) != role:
                    raise CorpusError(f"{path}: the role word {spelling!r} stands in two lists. Keep it in one.")
    return known
