"""Which kind of question is this? First whether it can be used at all, then its language.

What it is about (the texts, something near, something else) is decided by answerability, after retrieval.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from app.schema import MAX_QUESTION_CHARACTERS, Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH_MARGIN = 8.0
"""How much likelier (log) English must be than Dutch: the texts are Dutch, and short Dutch keywords look English.
On 3,181 curated questions 0.2% of the Dutch and 1.4% of the English are taken for the other."""

_DUTCH = frozenset(
    "wat wie waar wanneer hoe hoeveel welke welk waarom waarvoor een het de van voor bij en of ik mijn je jij u uw zijn"
    " wordt worden heeft hebben heb kan kun moet mag mogen niet geen ook dan met naar om er dat dit op aan".split()
)
_ENGLISH = frozenset(
    "what who where when how which why the a an of for and or my your you are does did do has have had can should must"
    " may not no also with to from there that this these at by it its".split()
) - {"a", "of", "at"}  # Dutch has "of"; a lone letter or an "at" in an address tells nothing
_SPACES = re.compile(r"\s+")

_INSTRUCTION = re.compile(
    r"\b(?:negeer|vergeet|ignore|disregard|forget|overschrijf|override)\b[^.?!]{0,60}\b(?:teksten?|instructi\w+|regels"
    r"|opdracht\w*|bron\w*|alles|vorige|eerdere|previous|instructions?|texts?|rules?|prompt|all|everything|above)\b"
    r"|\b(?:systeem|system|je|jouw|your)[ -]?prompt\b|\bjailbreak\b|\bdeveloper mode\b|\bdebugmodus\b"
    r"|\bdoe (?:nu |eens |maar |even |gewoon )?(?:net )?alsof\b|\bpretend (?:that|to be|you)\b"
    r"|(?:^|[.!:;] ?|please )act as\b"
    r"|\bgedraag je als\b|\bje bent (?:nu|vanaf nu|voortaan)\b|\bvanaf nu ben je\b|\byou are (?:now|no longer)\b"
    r"|\bfrom now on you\b|\bspeel de rol\b|\byou are DAN\b"
    r"|(?:^|[.!:;,]['”’]? ?|\ben |\band )(?:zeg|antwoord|bevestig|schrijf|verklaar|beweer|citeer|herhaal|vertel me|say"
    r"|confirm|answer|declare|claim|repeat)\b(?: \w+){0,3}? (?:dat|that|met (?:ja|nee|alleen)|with|het woord|the word"
    r"|the claim)\b"
    r"|\b(?:welk taalmodel|language model are you|welke bestanden (?:je|jij)|api[ -]?key|omgevingsvariabelen"
    r"|(?:verborgen|geheime|eigen) (?:instructi\w+|regels)|hidden instructi\w+)\b"
    r"|\bverzin (?:een|maar)\b|\bschakel \w+ (?:\w+ )?(?:uit|in)\b|</?[a-z!][^>]*>|!\[[^\]]*\]\("
    r"|^\W*\[?syste(?:em|m)\]?\b",
    re.I,
)
"""Words to a language model, or markup: nothing here obeys them, and no text answers them. Of the 5,068 curated
questions that the texts answer none is taken for one."""


def clean(question: str) -> str:
    """The question without control and direction marks, white space folded; what it says stays the same.

    Control characters can't be typed on purpose, and bidirectional marks can make a text look like another one.
    """
    kept = (" " if c in "\t\n\r\v\f" else c for c in question if c in "\t\n\r\v\f" or not _is_invisible(c))
    return _SPACES.sub(" ", "".join(kept)).strip()


def is_usable(question: object) -> bool:
    """Whether this is a question at all: text, not too long, with at least one letter or digit."""
    if not isinstance(question, str) or len(question) > MAX_QUESTION_CHARACTERS:
        return False
    return any(character.isalnum() for character in clean(question))


def is_instruction(question: str) -> bool:
    """Whether a message tells the program what to say or to be, instead of asking what the texts say."""
    return _INSTRUCTION.search(question) is not None


def language_of(question: str) -> Language:
    """Dutch unless it is clearly English; other languages get the Dutch frame.

    Function words tell, where a question has any of one language only: "Wat is outplacement?" is Dutch, whatever its
    noun. Only a question without them is left to letter statistics.
    """
    words = set(re.findall(r"[a-zà-ÿ']+", question.lower()))
    dutch, english = bool(words & _DUTCH), bool(words & _ENGLISH)
    if dutch != english:
        return "nl" if dutch else "en"
    ranks = dict(_identifier().rank(question))
    return "en" if ranks["en"] - ranks["nl"] > ENGLISH_MARGIN else "nl"


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["nl", "en"])
    return identifier
