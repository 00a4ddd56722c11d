"""Which names and terms does a text use? Known from the corpus: its names, short headings and list items, and glossary.

Nothing here is a list of names: another folder of texts brings its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.corpus import Corpus
from app.folding import folded, without_marks
from app.gate.words import FUNCTION_WORDS
from app.lexical import Analyzer

TERM_WORDS = 3  # a longer heading or list item is a sentence, no term
SHORTEST_PLAIN_NAME = 3  # letters of a name with one capital: "A", "In" are none

_TOKEN = re.compile(r"[^\W\d_]+(?:['’./&][^\W\d_]+)*\.?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:•\n|]\s*|^\W+)$")
_ABBREVIATED = re.compile(r"(?:^|\W)[^\W\d]{1,3}\.\s*$")
"""The end of an abbreviation ("dhr. P. "): no sentence begins after it. Function words are no names in any case."""

_WORD = re.compile(r"[^\W_]+")
_BESIDE = re.compile(r"\W*(?:(?:en|of|and|or|als|alsmede|plus)\W+){0,2}(?:(?:de|het|the)\W+)?")

TRANSLATED = (
    ("nederland", "netherlands", "dutch", "nederlandse", "nederlands", "holland"),
    ("amerika", "america", "american", "amerikaanse", "amerikaans", "us", "usa"),
    ("europa", "europe", "european", "europese"),
    ("engeland", "england", "english", "engelse", "engels", "brits", "britse", "british"),
    ("belgie", "belgium", "belgian", "belgische"),
    ("duitsland", "germany", "german", "duitse", "duits"),
    ("frankrijk", "france", "french", "franse", "frans"),
)
"""Countries and what belongs to them, which an English statement names otherwise than a Dutch quote."""

ONE_IN_ENGLISH = (("werknemer", "medewerker"),)
"""Dutch words for which English has one ("employee")."""

_OF_COUNTRY = {word: group[0] for group in TRANSLATED for word in group}
_ACTOR = re.compile(r"(?:er|eur|or|ent|ant|professional|persoon|commissie)s?$|(?:eurs|oren|enten|anten|personen)$")
"""The ending of a word for who does something ("werkgever", "adviseur"); only such terms of a glossary are held to."""

_NO_NAMES = frozenset(
    "i january february march april may june july august september october november december januari februari maart"
    " juni juli augustus oktober monday tuesday wednesday thursday friday saturday sunday u uw ja nee yes no".split()
)
"""Written with a capital, and either told otherwise (months are dates) or no name at all."""


def _key(word: str) -> str:
    return without_marks(folded(word))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Names:
    """What one corpus names, and how to find it in a text."""

    analyzer: Analyzer
    proper: frozenset[str]
    acronyms: frozenset[str]
    terms: frozenset[str]
    entities: frozenset[str]
    ordinary: frozenset[str]

    @classmethod
    def of(cls, corpus: Corpus, analyzer: Analyzer) -> Names:
        """Read the names and terms of a corpus."""
        texts = [document.text for document in corpus.documents.values()]
        ordinary = {_key(word) for text in texts for word in _WORD.findall(text) if word.islower()}
        proper = {name for text in texts for name in _capitals(text) if _key(name) not in ordinary}
        short = {
            analyzer.canonical(corpus.documents[unit.document].text[unit.start : unit.end].strip(" •-*\t"))
            for unit in corpus.units
            if unit.kind in ("heading", "bullet")
            and len(corpus.documents[unit.document].text[unit.start : unit.end].split()) <= TERM_WORDS + 1
        }
        terms = {term for term in short if 0 < len(term.split()) <= TERM_WORDS}
        entities = {analyzer.canonical(term) for term in corpus.glossary.values()}
        return cls(
            analyzer,
            frozenset(map(_key, proper)),
            frozenset(_key(name) for name in proper if name.isupper()),
            frozenset(terms),
            frozenset(entity for entity in entities if _ACTOR.search(entity)),
            frozenset(ordinary),
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        known = sorted({*self.terms, *self.entities}, key=len, reverse=True)
        if not known:
            return None
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)")

    @cached_property
    def _each(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(term, re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")) for term in sorted(self.terms)]

    @cached_property
    def _longest_first(self) -> list[tuple[str, str]]:
        return sorted(self.analyzer.spellings, key=lambda pair: -len(pair[0]))

    def terms_in(self, text: str) -> list[str]:
        """The corpus's own terms that a text uses, in canonical spelling and in order."""
        return self._pattern.findall(self.analyzer.canonical(text)) if self._pattern else []

    def repeated(self, statement: str, quotes: str) -> list[str]:
        """The acronyms and scope terms that a statement says twice or more, and more often than its quotes."""

        def counts(text: str) -> Counter[str]:
            canonical = self.analyzer.canonical(text)
            acronyms = Counter(word for word in _WORD.findall(canonical) if word in self.acronyms - FUNCTION_WORDS)
            terms = {term: len(pattern.findall(canonical)) for term, pattern in self._each if term in canonical}
            return acronyms + Counter(terms)

        there = counts(quotes)
        return [name for name, count in counts(statement).items() if count > max(1, there[name])]

    def lists_in(self, text: str) -> list[set[str]]:
        """The corpus's own terms that a text lists side by side ("a, b and c"), a set for each list."""
        canonical = self.analyzer.canonical(text)
        lists: list[set[str]] = []
        end = -1
        for match in self._pattern.finditer(canonical) if self._pattern else ():
            if lists and _BESIDE.fullmatch(canonical[end : match.start()]):
                lists[-1].add(match.group())
            else:
                lists.append({match.group()})
            end = match.end()
        return [listed for listed in lists if len(listed) > 1]

    def actors_in(self, text: str) -> list[str]:
        """Those of them that do something or to whom it is done."""
        return [term for term in self.terms_in(text) if term in self.entities]

    def names_in(self, text: str) -> set[str]:
        """The names that a text uses, as keys to compare: with a capital; acronyms of the corpus in any letters."""
        text = _composed(text)
        found = {_key(name) for name in _capitals(text)}
        for word in _WORD.findall(text):
            key = _key(word)
            if (word[0].isupper() and key in self.proper) or key in self.acronyms:
                found |= {key} if word.isupper() or key not in FUNCTION_WORDS else set()
        return {_OF_COUNTRY.get(name, name) for name in found if name not in _NO_NAMES}

    def missing(self, statement: str, quotes: str) -> list[str]:
        """The names and scope terms of a statement that its quotes don't hold, spelling and glossary apart."""
        said = {_OF_COUNTRY.get(_key(word), _key(word)) for word in _WORD.findall(_composed(quotes))}
        canonical = self.analyzer.canonical(quotes)
        said |= set(_WORD.findall(canonical))
        quoted_terms = set(self.terms_in(quotes))
        rest = self._without_spellings(statement, canonical)
        missing = [name for name in sorted(self.names_in(rest)) if not _is_said(name, said)]
        for term in dict.fromkeys(self.terms_in(statement)):
            held = term in quoted_terms or _is_held(term, canonical) or _is_held_in_english(term, statement, canonical)
            if not held and term not in missing:
                missing.append(term)
        return [*missing, *self._misjoined(rest, quotes, canonical)]

    def _misjoined(self, statement: str, quotes: str, canonical: str) -> list[str]:
        """Names whose words don't stand together so in the quotes; and parts of names that pass for the whole."""
        together = {pair for run in self._runs(quotes) for pair in pairwise(map(_key, run))}
        words = _WORD.findall(canonical)
        together |= set(pairwise(words))
        alone = {_key(run[0]) for run in self._runs(quotes) if len(run) == 1} | set(words)
        alone -= {_key(word) for run in self._runs(quotes) if len(run) > 1 for word in run if not word.isupper()}
        found = []
        for run in self._runs(statement):
            keys = [_key(word) for word in run]
            if len(run) > 1 and any(not _stand_together(pair, together) for pair in pairwise(keys)):
                found.append(" ".join(run))
            part = len(run) == 1 and not run[0].isupper() and keys[0] not in _OF_COUNTRY
            if part and keys[0] not in alone and keys[0] in set(_WORD.findall(_key(quotes))):
                found.append(run[0])
        return found

    def _runs(self, text: str) -> list[list[str]]:
        """Names of a text as runs of words with a capital that stand together ("Raad" is one, "DNV GL" too)."""
        runs: list[list[str]] = []
        end = -2
        for match in _WORD.finditer(_composed(text)):
            word = match.group()
            if not word[0].isupper() or (len(word) < 2) or _is_no_name(word):
                continue
            starts = _begins(text, match.start())
            if text[end : match.start()] in (" ", "/", "-") and runs:
                runs[-1].append(word)
            elif not starts or word.isupper() or _key(word) in self.proper:
                runs.append([word])
            else:
                runs.append([])
            end = match.end()
        return [run for run in runs if run]

    def _without_spellings(self, statement: str, quoted: str) -> str:
        """A statement without other spellings, and the English, of terms that the canonical quotes hold."""
        rest = _composed(statement)
        said = rest.casefold()
        for variant, term in self._longest_first:
            if variant in said and re.search(rf"(?<!\w){re.escape(term)}", quoted):
                rest = re.sub(rf"(?<!\w){re.escape(variant)}(?!\w)", lambda m: "_" * len(m.group()), rest, flags=re.I)
                said = rest.casefold()
        return rest


def _is_said(name: str, said: set[str]) -> bool:
    """Whether a name is one of these words; a plural or an inflected form of it counts, a part of another doesn't."""
    if name in said or name.rstrip("s'’") in said:
        return True
    return all(part in said for part in re.split(r"[./&'’-]", name) if part)


def _is_held(term: str, canonical: str) -> bool:
    """Whether each word of a term stands in the quotes, as such or as the beginning or end of a compound."""
    words = _WORD.findall(canonical)
    return all(any(_alike(part, word) for word in words) for part in _WORD.findall(term) if part not in FUNCTION_WORDS)


def _is_held_in_english(term: str, statement: str, canonical: str) -> bool:
    """Whether a term that the statement has in English may be another Dutch word, which the quotes have."""
    if term in _key(statement):
        return False
    return any(term in group and any(_is_held(other, canonical) for other in group) for group in ONE_IN_ENGLISH)


def _alike(part: str, word: str) -> bool:
    """The same word, or one with another ending of at most three letters ("werknemer", "werknemers")."""
    if part == word:
        return True
    shorter, longer = sorted((part, word), key=len)
    return len(shorter) >= 5 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3


def _stand_together(pair: tuple[str, str], together: set[tuple[str, str]]) -> bool:
    one, other = pair
    return pair in together or any(one == a and _alike(other, b) for a, b in together) or one in _OF_COUNTRY


def _is_no_name(word: str) -> bool:
    key = _key(word)
    return key in _NO_NAMES or (key in FUNCTION_WORDS and not word.isupper())


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there, where a capital makes no name."""
    before = text[max(0, at - 6) : at]
    return _SENTENCE_START.search(before) is not None and not _ABBREVIATED.search(before)


def _capitals(text: str) -> Iterable[str]:
    """Words that are names by their capitals: two or more capitals anywhere, or one within a sentence."""
    for match in _TOKEN.finditer(text):
        word = match.group().rstrip(".")
        for part in word.split("/"):
            named = part[:1].isupper() and len(part) >= SHORTEST_PLAIN_NAME and not _is_no_name(part)
            if sum(letter.isupper() for letter in part) >= 2 or (named and not _begins(text, match.start())):
                yield part
