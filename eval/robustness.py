"""The same question put otherwise: misspelt, shouted, wrapped in politeness. The answer should be the same.

Every alteration is deterministic: its lots are drawn by the case's id, so a run can be made again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.chain import Assistant
from app.folding import without_marks
from app.routing import language_of
from app.schema import Answer
from eval.cases import Case
from eval.figures import Row, share_of
from eval.metrics import cited_spans, is_right

Alteration = Callable[[str, random.Random], str]

WORDS_A_TYPO = 6  # one typo in so many words, at least one: what hurried people type
SHORTEST_TO_MISTYPE = 5  # letters; in a shorter word a typo makes another word

_PADDING = {
    "nl": "Goedemiddag, ik hoop dat u mij kunt helpen. {} Alvast hartelijk dank voor de moeite!",
    "en": "Good afternoon, I hope you can help me. {} Many thanks in advance!",
}
_STORIES = {
    "nl": (
        "Gisteren regende het de hele dag en mijn fiets had een lekke band.",
        "Onze kat is vandaag jarig en de buren komen taart eten.",
        "Ik zit in de trein naar mijn zus, die net een huis heeft gekocht.",
    ),
    "en": (
        "It rained all day yesterday and my bicycle had a flat tyre.",
        "It is our cat's birthday and the neighbours are coming for cake.",
        "I am on the train to my sister, who has just bought a house.",
    ),
}


def typos(question: str, lot: random.Random) -> str:
    """A letter left out, doubled or swapped with the next, in every sixth word or so."""
    words = question.split(" ")
    long_ones = [i for i, word in enumerate(words) if len(word) >= SHORTEST_TO_MISTYPE and word.isalpha()]
    for i in lot.sample(long_ones, min(len(long_ones), max(1, len(words) // WORDS_A_TYPO))):
        word, at = words[i], lot.randrange(1, len(words[i]) - 1)
        kinds = (word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:])
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        words[i] = lot.choice((*kinds, swapped))
    return " ".join(words)


def no_diacritics(question: str, _: random.Random) -> str:
    """Without accents."""
    return without_marks(question)


def no_punctuation(question: str, _: random.Random) -> str:
    """Without punctuation, but for what stands within a word."""
    return " ".join(re.sub(r"(?<!\w)[^\w\s]+|[^\w\s]+(?!\w)", " ", question).split())


def upper_case(question: str, _: random.Random) -> str:
    """Shouted."""
    return question.upper()


def polite(question: str, _: random.Random) -> str:
    """With a greeting before and thanks behind."""
    return _PADDING[language_of(question)].format(question)


def with_a_story(question: str, lot: random.Random) -> str:
    """After a sentence that has nothing to do with it."""
    return f"{lot.choice(_STORIES[language_of(question)])} {question}"


ALTERATIONS: dict[str, Alteration] = {
    "typos": typos,
    "no diacritics": no_diacritics,
    "no punctuation": no_punctuation,
    "upper case": upper_case,
    "polite padding": polite,
    "an irrelevant story before": with_a_story,
}


def measure(
    assistant: Assistant, cases: Sequence[Case], progress: Callable[[], None] = lambda: None
) -> tuple[list[Row], list[str]]:
    """Per alteration how many answers keep their outcome and places, and how many stay right; and those that change.

    Only the last turn is altered; a question that an alteration leaves as it is doesn't count.
    """
    before = {case.id: ask(assistant, case) for case in cases}
    rows: list[Row] = []
    changed: list[str] = []
    for name, alteration in ALTERATIONS.items():
        same, right = [], []
        for case in cases:
            other = altered(case, name, alteration)
            progress()
            if other.question == case.question:
                continue
            answer = ask(assistant, other)
            same.append(is_same(before[case.id], answer))
            if is_right(case, before[case.id]):
                right.append(is_right(case, answer))
            if not same[-1]:
                changed.append(f"{name} | {case.id} | {other.question} | {before[case.id].outcome} -> {answer.outcome}")
        rows += [share_of(f"{name}: same answer", same), share_of(f"{name}: right ones that stay right", right)]
    return rows, changed


def altered(case: Case, name: str, alteration: Alteration) -> Case:
    """The case with its last turn altered."""
    question = alteration(case.question, random.Random(f"{name}:{case.id}"))  # noqa: S311 - lots, not secrets
    return replace(case, turns=(*case.turns[:-1], question))


def ask(assistant: Assistant, case: Case) -> Answer:
    """The assistant's answer to a case."""
    return assistant.answer(case.question, turns=case.turns[:-1], as_of=case.as_of)


def is_same(first: Answer, second: Answer) -> bool:
    """Whether two answers have the same outcome and cite the same places, in whatever order."""
    return first.outcome == second.outcome and set(cited_spans(first)) == set(cited_spans(second))
