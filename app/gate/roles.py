"""Who does what to whom, where prepositions and the order of words tell: what has changed places is seen here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.gate.claims import Claim, Reason
from app.gate.lexicon import plain
from app.gate.names import Names
from app.gate.words import Reader

AGENT_CHARACTERS = 50  # after "door": some five words, in which the agent stands
_ROLE = re.compile(
    r"(?:^|(?<=\s))(door|van|aan|by|from|of|to|namens)\s+(?:(?:de|het|een|the|a|an)\s+(?:[^\W\d]+(?:e|ed|ing)\s+)?)?$"
)
_SAME_ROLE = {"door": "agent", "by": "agent", "from": "van", "of": "van", "to": "aan"}
_SUBORDINATE = re.compile(r",|(?<!\w)(?:die|dat|waar\w+|which|that|who|whom)(?!\w)")
_PASSIVE = re.compile(r"(?<!\w)(?:door|by)(?!\w)")
_BECOMES = re.compile(r"(?<!\w)(?:word(?:t|en)|werd(?:en)?)(?!\w)")
_PARTICIPLE = re.compile(r"(?<!\w)ge(\w{4,}?)[dt](?!\w)")
_UNDERGOES = re.compile(r"(?<!\w)(?:word\w*|werd\w*|laten|laat|krijg\w*|ondergaa\w*|zijn|is|door|dienen|te)(?!\w)")
_COPULA = re.compile(r"(?<!\w)(?:is|are|zijn|be)(?!\w)")


def swapped(claim: Claim, names: Names) -> Iterator[Reason]:
    """Two names that have changed places, where prepositions and the order of words allow a check."""
    said = _roles(claim.said.text, names)
    for sentence in claim.about:
        quoted = _roles(sentence.text, names)
        shared = sorted(said.keys() & quoted.keys())
        for index, one in enumerate(shared):
            for other in shared[index + 1 :]:
                roles = said[one], said[other]
                if "" in roles or roles[0] == roles[1] or roles != (quoted[other], quoted[one]):
                    continue
                if set(roles) == {"agent", "patient"} and _COPULA.search(plain(claim.said.text)):
                    continue  # "X is Y" says no more than "Y is X"
                yield Reason(f"{one!r} and {other!r} have changed places")
                return


def turned_active(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """Whoever has something done to them in a Dutch quote ("X worden getoetst") doesn't do it in a statement."""
    if claim.language != "nl" or _UNDERGOES.search(plain(claim.said.text)):
        return
    for clause in reader.clauses(claim.quoted):
        quoted = plain(clause.text)
        passive = _BECOMES.search(quoted)
        done = _PARTICIPLE.findall(quoted)
        if not passive or not done:
            continue
        undergoing = reader.read(quoted[: passive.start()]).distinct
        for verb in done:
            does = re.search(rf"(?<!\w){verb}(?:en|t)?(?!\w)", plain(claim.said.text))
            doing = reader.read(plain(claim.said.text)[: does.start()]).distinct if does else frozenset()
            if does and doing and doing <= undergoing:
                yield Reason(f"who does and who undergoes {does.group()!r} have changed places")
                return


def foreign_items(claim: Claim, names: Names) -> Iterator[Reason]:
    """A list of terms that has one more than a list of the quotes has, or another instead."""
    quoted = names.lists_in(claim.quoted)
    for said in names.lists_in(claim.said.text):
        like = [listed for listed in quoted if len(said & listed) > 1]
        if like and not any(said <= listed for listed in like):
            item = min(said - like[0])
            yield Reason(f"{item!r} isn't listed with {min(said & like[0])!r} in the quote")
            return


def other_agents(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """What stands after "door" or "by" stands there in the quotes too: "X replaced by Y" isn't "Y replaced by X"."""
    said = _after_by(claim.said.text, reader)
    quoted = _after_by(claim.quoted, reader)
    if not quoted:
        return
    there = {stem for phrase in quoted for stem in phrase}
    elsewhere = reader.read(claim.quoted).distinct - there
    for phrase in said:
        if phrase[0] in elsewhere:
            yield Reason(f"{phrase[0]!r} doesn't stand after 'door' in the quote")
            return


def _after_by(text: str, reader: Reader) -> list[tuple[str, ...]]:
    """The stems of the content words that follow each "door" or "by"."""
    canonical = reader.analyzer.canonical(text)
    phrases = (
        reader.read(canonical[match.end() : match.end() + AGENT_CHARACTERS]) for match in _PASSIVE.finditer(canonical)
    )
    return [phrase.stems for phrase in phrases if phrase.stems]


def _roles(text: str, names: Names) -> dict[str, str]:
    """Names of a sentence with the part that each plays: agent, patient, or the preposition before it."""
    canonical = names.analyzer.canonical(text)
    passive = _PASSIVE.search(canonical) is not None
    first, second = ("patient", "") if passive else ("agent", "patient")
    found: dict[str, str] = {}
    end = -2
    for name in _in_order(text, names):
        start = canonical.find(name)
        goes_on = start <= end + 1  # a further word of the name before
        end = max(end, start + len(name))
        if goes_on:
            continue
        before = _ROLE.search(canonical[:start])
        if before:
            found[name] = _SAME_ROLE.get(before[1], before[1])
        elif passive and _SUBORDINATE.search(canonical[:start]):
            found[name] = ""  # a clause of its own may be active: the order of names tells nothing there
        else:
            found[name] = next((role for role in (first, second) if role not in found.values()), "")
    return found


def _in_order(text: str, names: Names) -> list[str]:
    canonical = names.analyzer.canonical(text)
    found = [*names.actors_in(text), *(name for name in names.names_in(text) if name in canonical)]
    return sorted(dict.fromkeys(found), key=canonical.find)
