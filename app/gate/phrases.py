"""A Dutch quote's own words put together otherwise: what hangs on which preposition, modal or name; what was left out.

Words are no proof of what is said with them: "met X voor Y" holds the words of "voor X met Y". Each check looks at
words that both sides have; other words for the same are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, takewhile

from app.gate.claims import Claim, Reason
from app.gate.lexicon import NEGATION, PERMISSION, POSSIBILITY, modes, plain, senses
from app.gate.numbers import amounts
from app.gate.words import FUNCTION_WORDS, Reader, Wording, tokens

PREPOSITIONS = frozenset(
    "aan als bij boven door in met naar namens na om onder op over per rond sinds tegen tijdens tot tussen uit van via"
    " voor volgens zonder".split()
)
RELATIVE = "die"
DETERMINERS = frozenset("de het een".split())
_WITHIN = frozenset(
    "de het een deze dit hun zijn haar uw onze ons mijn elke elk alle iedere ieder en of eigen ander andere ten".split()
)
"""May stand between a preposition and what hangs on it; any other function word ends the phrase."""

NO_AGENT = frozenset(("voor", "aan"))
"""What is done for or to somebody isn't done by them."""

SAYS_THE_SAME = frozenset(("van", "door"))
"""Hanging on these is what a doer or a thing done does in other words: "CMI toetst X", "de toetsing van X door CMI"."""

MOVED = 0.6
"""Share of a clause's words that a clause of the quote has, from which it tells that clause, and its modal is there."""

PIECES = 2  # of a sentence that may change places, besides a verb before its doer, where a phrase comes first

YEARS = range(1_000, 3_000)  # a number that may be a year counts nothing
NEAR = 3
"""Words after a number among which is what it counts: "twaalf potten honing"."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+|[,;:.()]")
_DENIED = re.compile(
    r"(?<!\w)(?:geen|zonder|niet(?: langer| meer)?)\s+(?:(?:de|het|een|enkele?|eigen|andere?)\s+)*([^\W_]+)"
)
_BRACKETED = re.compile(r"\s*\([^)]*\)")
_OWNED = re.compile(
    r"(?:([^\W\d_]+)\s+en\s+)?(?<!\w)(?:de|het|een)\s+(?:([^\W\d_]+)\s+)?([^\W\d_]+)"
    r"\s+van\s+(?:(?:de|het|een)\s+)?(?:[^\W\d_]+e\s+)?([^\W\d_]+)"
)
_JOINED = re.compile(r"(?<!\w)(?:en|,|;)(?!\w)")
_INFLECTED = re.compile(r"[^\W\d_]{3,}(?<!ti)e")
_DETERMINED = re.compile(r"(?<!\w)(?:de|het|een)\s+([^\W\d_]+)")
_COPULA = re.compile(r"(?<!\w)(?:is|zijn|was|waren|blijft|blijven|heet|worden|wordt|werd|werden|door)(?!\w)")
_CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,}(?:[ /][A-Z]{2,})*(?!\w)")

Phrase = tuple[str, str]
"""A stem and the preposition (or relative pronoun, or nothing) that it hangs on."""


def rearranged(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """Every reason why a statement's words are its quotes' words put together otherwise."""
    if claim.language != "nl":
        return
    yield from _exchanged(claim, reader)
    yield from _bound_otherwise(claim, reader)
    yield from _attached_otherwise(claim, reader)
    yield from _described_otherwise(claim, reader)
    yield from _turned_round(claim, reader)
    yield from _marked_otherwise(claim, reader)
    yield from _denied_otherwise(claim, reader)
    yield from _other_name(claim)
    yield from _counted_otherwise(claim, reader)
    yield from _cut_within(claim)
    yield from _shuffled(claim)


def phrases(text: str, reader: Reader) -> list[Phrase]:
    """Each content word of a text with what it hangs on, in order."""
    found: list[Phrase] = []
    hangs_on, before = "", ""
    for token in _TOKEN.findall(reader.analyzer.canonical(text)):
        if token in DETERMINERS and before not in (*FUNCTION_WORDS, ""):
            hangs_on = ""
        elif token in PREPOSITIONS or token == RELATIVE:
            hangs_on = token
        elif not token[0].isalnum() or (token in FUNCTION_WORDS and token not in _WITHIN):
            hangs_on = ""
        elif token not in FUNCTION_WORDS:
            found += [(stem, hangs_on) for stem in reader.analyzer.stems(token)]
        before = token
    return found


def _places(text: str, reader: Reader) -> dict[str, str]:
    """The words of a text that hang on one and the same thing wherever they stand, with that."""
    found: dict[str, set[str]] = {}
    for stem, hangs_on in phrases(text, reader):
        found.setdefault(stem, set()).add(hangs_on)
    return {stem: next(iter(places)) for stem, places in found.items() if len(places) == 1}


def _exchanged(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """Two words each of which hangs on what the other hung on."""
    said = _places(claim.said.text, reader)
    for sentence in claim.about:
        quoted = _places(sentence.text, reader)
        for one, other in combinations([stem for stem in said if stem in quoted], 2):
            places = said[one], said[other]
            if places[0] == places[1] or places != (quoted[other], quoted[one]):
                continue
            if not ("" in places and SAYS_THE_SAME & set(places)):
                yield Reason(f"{one!r} and {other!r} have changed places")
                return


def _bound_otherwise(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """Whoever does something, where the quotes have it done for or to them, or have them do something else."""
    quoted: dict[str, set[str]] = {}
    for stem, hangs_on in phrases(claim.quoted, reader):
        quoted.setdefault(stem, set()).add(hangs_on)
    for stem, hangs_on in phrases(claim.said.text, reader):
        there = quoted.get(stem, set())
        if hangs_on == "door" and there and there <= NO_AGENT:
            yield Reason(f"{stem!r} stands after 'door', in the quote after {min(there)!r}")
            return
    doers = _doers(claim.quoted, reader)
    for done, doer in _doers(claim.said.text, reader).items():
        if done in doers and doers[done] != doer and doer in doers.values():
            yield Reason(f"{done!r} stands beside {doers[done]!r} in the quote, not {doer!r}")
            return


def _doers(text: str, reader: Reader) -> dict[str, str]:
    """The word before each "door" with the word, numbers apart, that follows it: "afgenomen door een voorzitter"."""
    found: dict[str, str] = {}
    before, seeking = "", ""
    for word in _TOKEN.findall(reader.analyzer.canonical(text)):
        if word == "door":
            seeking, before = before, ""
        elif word in FUNCTION_WORDS or not word[0].isalpha() or amounts(word):
            before = ""
        else:
            stem = next(iter(reader.analyzer.stems(word)), "")
            if seeking:
                found[seeking], seeking = stem, ""
            before = stem
    return found


def _attached_otherwise(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """Whose or of what something is: "de taak van X" isn't "de kwaliteit van X"."""
    quoted = _owners(claim.quoted, reader)
    words = {stem for stem, _ in phrases(claim.quoted, reader)}
    for owner, owned in _owners(claim.said.text, reader).items():
        there = quoted.get(owner)
        if there and owned <= words and not owned & there:
            yield Reason(f"van {owner!r} belongs to {min(there)!r} in the quote, not to {min(owned)!r}")
            return


def _owners(text: str, reader: Reader) -> dict[str, set[str]]:
    """The word after each "van" with what stands before it after "de", "het" or "een"."""
    found: dict[str, set[str]] = {}
    for match in _OWNED.finditer(reader.analyzer.canonical(text)):
        owner, *owned = reader.analyzer.stems(" ".join(filter(None, (match[4], *match.group(1, 2, 3)))))
        found.setdefault(owner, set()).update(owned)
    return found


def _described_otherwise(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """An inflected adjective before a word of the quotes that it doesn't stand before there."""
    quoted = [_words_of(sentence.text, reader) for sentence in reader.sentences(claim.quoted)]
    everything = {word for words in quoted for word in words} - FUNCTION_WORDS
    for adjective, noun in pairwise(_words_of(claim.said.text, reader)):
        if not _INFLECTED.fullmatch(adjective) or adjective in FUNCTION_WORDS or noun not in everything:
            continue
        after = [
            list(takewhile(lambda word: word not in FUNCTION_WORDS, words[at + 1 : at + 1 + NEAR]))
            for words in quoted
            for at, word in enumerate(words)
            if word == adjective
        ]
        describes = all(after)  # else it is a noun, such as "scope"
        if after and describes and not any(noun in near for near in after):
            yield Reason(f"{adjective!r} doesn't stand before {noun!r} in the quote")
            return


def _words_of(text: str, reader: Reader) -> list[str]:
    return [token for token in _TOKEN.findall(reader.analyzer.canonical(text)) if token[0].isalnum()]


def _turned_round(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """Doer and thing done, each after "de" or "het", in the other order: the doer comes first if nothing else tells."""
    if _COPULA.search(plain(claim.said.text)):
        return
    said_on = _places(claim.said.text, reader)
    said = [stem for stem in _determined(claim.said.text, reader) if said_on.get(stem) == ""]
    for sentence in claim.about:
        there = _places(sentence.text, reader)
        for part in _JOINED.split(sentence.text):
            quoted = [stem for stem in _determined(part, reader) if there.get(stem) == ""]
            for one, other in combinations([stem for stem in said if stem in quoted], 2):
                if quoted.index(one) > quoted.index(other):
                    yield Reason(f"{one!r} and {other!r} have changed places")
                    return


def _determined(text: str, reader: Reader) -> list[str]:
    words = [match[1] for match in _DETERMINED.finditer(reader.analyzer.canonical(text))]
    return [stem for word in words if word not in FUNCTION_WORDS for stem in reader.analyzer.stems(word)]


def _marked_otherwise(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """A "mag", "wellicht" or "alle" in the words of one clause, while it stands in another clause of the quotes."""
    clauses = reader.clauses(_BRACKETED.sub("", claim.quoted))
    marks = [_marks(clause) for clause in clauses]
    for said in reader.clauses(_BRACKETED.sub("", claim.said.text)):
        for mark in sorted(_marks(said)):
            having = [clause for clause, there in zip(clauses, marks, strict=True) if mark in there]
            others = [clause for clause, there in zip(clauses, marks, strict=True) if mark not in there]
            if having and _most(said, others) > _most(said, having) and _most(said, others) >= MOVED:
                yield Reason(f"the quote says {mark!r} of something else")
                return


def _marks(clause: Wording) -> set[str]:
    text = plain(clause.text)
    return (modes(text) & {PERMISSION, POSSIBILITY}) | senses(text)


def _most(said: Wording, clauses: Sequence[Wording]) -> float:
    return max((said.cover(clause) for clause in clauses if said.stems), default=0.0)


def _denied_otherwise(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """What stands right after "geen" or "zonder", where the quotes have it in clauses only that deny nothing."""
    clauses = reader.clauses(claim.quoted)
    for match in _DENIED.finditer(plain(claim.said.text)):
        word = reader.read(match[1])
        having = [clause for clause in clauses if word.stems and word.cover(clause) == 1]
        if having and not any(NEGATION.search(plain(clause.text)) for clause in having):
            yield Reason(f"the quote doesn't deny {match[1]!r}")
            return


def _other_name(claim: Claim) -> Iterator[Reason]:
    """An abbreviation right after a word after which the quotes have another one first."""
    for name in _CAPITALS.finditer(claim.said.text):
        before = tokens(claim.said.text[: name.start()])[-1:]
        if not before or before[0] in FUNCTION_WORDS or not claim.said.text[: name.start()].endswith(f"{before[0]} "):
            continue
        for sentence in claim.about:
            at = re.search(rf"(?<!\w){re.escape(before[0])}(?!\w)", sentence.text)
            following = _CAPITALS.findall(sentence.text[at.end() :]) if at else []
            if following and name.group() in following[1:] and name.group() != following[0]:
                yield Reason(f"{before[0]!r} is {following[0]!r} in the quote, not {name.group()!r}")
                return


def _counted_otherwise(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """A number right before a word of the quotes that it doesn't count there: "3 certificaten" of "3 jaar"."""
    quoted = _counted(claim.quoted, reader, NEAR)
    stems = reader.read(claim.quoted).distinct
    for number, counted in _counted(claim.said.text, reader, 1).items():
        if number in quoted and not counted & quoted[number] and counted & stems:
            yield Reason(f"{number:g} counts {', '.join(sorted(quoted[number]))} in the quote, not {min(counted)!r}")
            return


def _counted(text: str, reader: Reader, near: int) -> dict[float, set[str]]:
    """Each number with the stems of so many words after it."""
    words = tokens(text)
    found: dict[float, set[str]] = {}
    for index, word in enumerate(words):
        for amount in amounts(word):
            if amount.value in YEARS:
                continue
            after = [next_ for next_ in words[index + 1 : index + 1 + near] if next_ not in FUNCTION_WORDS]
            found.setdefault(amount.value, set()).update(reader.analyzer.stems(" ".join(after)))
    return {number: counted for number, counted in found.items() if counted}


def _cut_within(claim: Claim) -> Iterator[Reason]:
    """A sentence of the quotes without words that the rest hangs on: a verb, or what a preposition follows."""
    said = tokens(claim.said.text)
    for sentence in claim.about:
        quoted = tokens(sentence.text)
        for left_out, following in _gaps(said, quoted):
            first = re.escape(left_out[0])
            if re.search(rf"[,;:(]\s*{first}(?!\w)", plain(sentence.text)):
                continue  # a clause of its own
            if left_out[0].isalpha() and re.search(rf"(?<=\s){first.capitalize()}(?!\w)", sentence.text):
                continue  # a name that only says more exactly which one
            ends_loose = left_out[-1] in PREPOSITIONS and following != "" and following not in PREPOSITIONS
            starts_within = left_out[0] not in FUNCTION_WORDS and (
                not following or following in FUNCTION_WORDS or any(word in FUNCTION_WORDS for word in left_out)
            )
            if ends_loose or starts_within:
                yield Reason(f"the quote's {' '.join(left_out)!r} is left out")
                return


def _shuffled(claim: Claim) -> Iterator[Reason]:
    """Nothing but one sentence's words, and more than two pieces of it in another order."""
    said = [word for word in tokens(claim.said.text) if word not in FUNCTION_WORDS]
    for sentence in claim.about:
        quoted = [word for word in tokens(sentence.text) if word not in FUNCTION_WORDS]
        if not set(said) <= set(quoted):
            continue
        runs = _runs(said, quoted)
        inverted = any(before[-1] - 1 in run for before, run in pairwise(runs))
        if len(runs) - inverted > PIECES:
            yield Reason(f"the quote's words in another order ({len(runs)} pieces)", contradicts=False)
            return


def _runs(said: Sequence[str], quoted: Sequence[str]) -> list[list[int]]:
    """Where words stand in a sentence that has them all, as runs in which they stand in its order."""
    runs: list[list[int]] = []
    for word in said:
        near = runs[-1][-1] + 1 if runs else 0
        there = ((abs(at - near), at) for at, other in enumerate(quoted) if other == word)
        place = min(there)[1]
        if runs and place >= runs[-1][-1]:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _gaps(said: Sequence[str], quoted: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """What was left out of a sentence, each with the word after it ("" at the end); nothing where more was changed."""
    gaps: list[tuple[Sequence[str], str]] = []
    at = 0
    for word in said:
        if word not in quoted[at:]:
            return
        found = quoted.index(word, at)
        if found > at:
            gaps.append((quoted[at:found], word))
        at = found + 1
    if at < len(quoted):
        gaps.append((quoted[at:], ""))
    yield from gaps
