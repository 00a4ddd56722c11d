"""The gate for statements, measured: paraphrases that it should let through, and falsified ones that it must not.

A paraphrase is a statement in other words with the first words of the sentences it rests on
(tests/gate/paraphrases.yaml). A mutant of it has one word changed, by the rules of `eval.mutants` and their English
counterparts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from app.corpus import Corpus
from app.errors import InputError
from app.folding import folded
from app.gate.names import TRANSLATED
from app.gate.statements import StatementGate
from app.gate.words import tokens
from app.schema import Language
from eval.figures import Row, share_of
from eval.mutants import Mutant, Rule, mutants, pairs, rules_of

ENGLISH_PAIRS = {
    "modal": "must/may may/must can/must want/must",
    "direction": (
        "least/most more/less before/after earlier/later largest/smallest growing/shrinking increasing/decreasing"
        " longer/shorter good/bad every/some All/Some older/younger great/little"
    ),
    "negation": "not/indeed never/always without/with no/some",
}
_VERBS = re.compile(r"\b(?:is|are|was|were|must|may|can|has|have)\b", re.I)
ENGLISH_NUMBERS = "two three four five six seven eight nine ten".split()


class Group(BaseModel):
    """Paraphrases of some sentences, in both languages."""

    model_config = ConfigDict(extra="forbid")
    of: list[str]
    nl: list[str] = []
    en: list[str] = []


_GROUPS: TypeAdapter[list[Group]] = TypeAdapter(list[Group])


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A statement and the whole sentences that it rests on; `family` is the same for paraphrases of the same ones."""

    text: str
    language: Language
    quotes: tuple[str, ...]
    family: str


def read_paraphrases(path: Path, corpus: Corpus) -> list[Paraphrase]:
    """The paraphrases of a file, with their sentences.

    Raises:
        InputError: a sentence isn't in the corpus.
    """
    units = [corpus.documents[unit.document].text[unit.start : unit.end] for unit in corpus.units]
    found = []
    for group in _GROUPS.validate_python(yaml.safe_load(path.read_text(encoding="utf-8"))):
        quotes = tuple(_beginning(words, units) for words in group.of)
        for language, texts in (("nl", group.nl), ("en", group.en)):
            found += [
                Paraphrase(text, "en" if language == "en" else "nl", quotes, " + ".join(group.of)) for text in texts
            ]
    return found


def _beginning(words: str, units: Sequence[str]) -> str:
    wanted = folded(words)
    for unit in units:
        if wanted in folded(unit):  # a list item may hold several sentences
            return unit
    raise InputError(f"No sentence of the corpus begins with {words!r}. Mend the file of paraphrases.")


def passed(gate: StatementGate, paraphrases: Sequence[Paraphrase]) -> list[bool]:
    """For each paraphrase whether the gate lets it through."""
    return [gate.judge(one.text, one.quotes, one.language).verdict == "supported" for one in paraphrases]


def falsified(
    gate: StatementGate, corpus: Corpus, paraphrases: Sequence[Paraphrase]
) -> Iterator[tuple[Paraphrase, Mutant, bool]]:
    """Every mutant of the paraphrases that pass, with whether the gate rejects it."""
    through = passed(gate, paraphrases)
    # a mutant of what is rejected anyway shows nothing
    yield from _mutants_of(gate, corpus, [one for one, let in zip(paraphrases, through, strict=True) if let])


def _mutants_of(
    gate: StatementGate, corpus: Corpus, paraphrases: Sequence[Paraphrase]
) -> Iterator[tuple[Paraphrase, Mutant, bool]]:
    dutch = rules_of(corpus)
    english = english_rules(dutch)
    for one in paraphrases:
        for mutant in mutants(one.text, english if one.language == "en" else dutch):
            if mutant.kind in ("name", "scope") and _means_the_same(one.text, mutant.text):
                continue
            verdict = gate.judge(mutant.text, one.quotes, one.language).verdict
            yield one, mutant, verdict != "supported"


def _means_the_same(text: str, mutant: str) -> bool:
    """Whether the changed name is another form of the same one: a plural, or the country's name and its adjective."""
    before, after = set(tokens(text)), set(tokens(mutant))
    gone, come = before - after, after - before
    countries = [set(group) for group in TRANSLATED]
    if any(gone <= group and come <= group for group in countries) and gone | come:
        return True
    return len(gone) == len(come) == 1 and gone.pop()[:8] == come.pop()[:8]


def english_rules(dutch: Sequence[Rule]) -> list[Rule]:
    """The rules by which an English statement is falsified: numbers and names as in Dutch, words of its own."""
    following = dict(zip(ENGLISH_NUMBERS, [*ENGLISH_NUMBERS[1:], "twelve"], strict=True))
    shared = [rule for rule in dutch if rule[0] in ("date", "number", "name", "scope")]
    words = re.compile(r"\b(?:" + "|".join(ENGLISH_NUMBERS) + r")\b", re.I)
    return [
        *shared,
        ("number", words, lambda m: following[m.group().lower()]),
        *(pairs(kind, listed) for kind, listed in ENGLISH_PAIRS.items()),
        ("negation", _VERBS, lambda m: f"{m.group()} not"),
    ]


def measure(gate: StatementGate, corpus: Corpus, paraphrases: Sequence[Paraphrase]) -> tuple[list[Row], list[str]]:
    """How many paraphrases pass, by language, and how many mutants are rejected, by kind; and each that isn't."""
    judged = list(zip(paraphrases, passed(gate, paraphrases), strict=True))
    rows = [share_of("paraphrases let through", [let for _, let in judged])]
    for language in ("nl", "en"):
        of_language = [let for one, let in judged if one.language == language]
        rows.append(share_of(f"paraphrases let through, {language}", of_language))
    rejected: dict[str, list[bool]] = {}
    through = []
    for one, mutant, is_rejected in _mutants_of(gate, corpus, [one for one, let in judged if let]):
        rejected.setdefault(mutant.kind, []).append(is_rejected)
        through += [] if is_rejected else [f"{mutant.kind}: {mutant.text} <- {one.quotes[0][:60]}"]
    return rows + [
        share_of(f"paraphrase, {kind} changed: rejected", found) for kind, found in sorted(rejected.items())
    ], through
