"""The deterministic checks of a statement against its quotes. Each finds reasons to reject; none proves anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from app.folding import folded, without_marks
from app.gate.claims import Claim, Reason
from app.gate.lexicon import (
    EXEMPTION,
    FORBIDDEN_TO_ADD,
    FORBIDDEN_TO_DROP,
    KEPT,
    MODALITY,
    NECESSITY,
    NEGATION,
    PERMISSION,
    POSSIBILITY,
    SENSES,
    TURN_TO,
    modes,
    plain,
    senses,
)
from app.gate.names import Names
from app.gate.numbers import Amount, amounts
from app.gate.opposites import OPPOSITES
from app.gate.phrases import rearranged
from app.gate.roles import foreign_items, other_agents, swapped, turned_active
from app.gate.words import FUNCTION_WORDS, Reader, Wording, overlapping, related, tokens

MONTHS = {
    name: number
    for names in (
        "januari februari maart april mei juni juli augustus september oktober november december",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}

DAYS = {
    name: number
    for names in (
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split(), 1)
}

TOLD = 0.5
"""Share of a clause's content words that a statement must have to be telling that clause."""

NEARLY_VERBATIM = 0.7
"""Share of equal words, in order (difflib ratio), from which single changed words are looked at."""


CLAUSE_SHARE = 0.6
"""As in `overlapping`, of a clause: stricter than of a sentence, which may tell several of the quotes' sentences."""

_MONTH = re.compile(r"(?<!\w)(?:" + "|".join(MONTHS) + r")(?!\w)")
_MARKUP = re.compile(
    r"\S*://\S*|www\.\S+|\S+@\S+\.\w+|(?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|eu|net|be|io|info|example|test)(?!\w)"
    r"|[<>{}\[\]`|\\]|\*\*|__",
    re.I,
)
_COMPARED = re.compile(r"(?<!\w)(?:meer|minder|eerder|liever|more|less|rather|sooner) (\w+) (?:dan|than) (\w+)(?!\w)")


def check(claim: Claim, names: Names, reader: Reader) -> Iterator[Reason]:
    """Every reason to reject a claim that needs no model."""
    yield from foreign_marks(claim)
    yield from numbers(claim)
    yield from missing_names(claim, names)
    yield from translated(claim, names, reader)
    yield from negations(claim, reader)
    yield from modalities(claim, reader)
    yield from limits(claim, reader)
    yield from directions(claim)
    yield from swapped(claim, names)
    yield from turned_active(claim, reader)
    yield from foreign_items(claim, names)
    yield from other_agents(claim, reader)
    yield from changed_words(claim, reader)
    yield from rearranged(claim, reader)


def foreign_marks(claim: Claim) -> Iterator[Reason]:
    """Addresses, markup and marks that the quotes don't hold: a statement is plain words."""
    for match in _MARKUP.finditer(claim.said.text):
        if match.group() not in claim.quoted:
            yield Reason(f"{match.group()!r} is an address or markup, and not in the quote", contradicts=False)
            return


def has_markup(text: str) -> bool:
    """Whether a text holds an address, a mark or markup of any kind."""
    return _MARKUP.search(text) is not None


def numbers(claim: Claim) -> Iterator[Reason]:
    """Numbers, percentages, ordinals, years and months that the quotes don't hold, or hold of something else."""
    said, quoted = amounts(claim.said.text), amounts(claim.quoted)
    only = SENSES["only"].search(plain(claim.quoted)) is not None
    for amount in said:
        if amount.value == 1 and only and not amount.unit:
            continue  # "only one" is what "the only" says
        same = [other for other in quoted if other.value == amount.value and other.kind == amount.kind]
        if not same:
            there = ", ".join(dict.fromkeys(_shown(other) for other in quoted if other.kind == amount.kind))
            yield Reason(f"{amount.shown} is not in the quote" + (f" ({there})" if there else ""), bool(there))
        elif amount.unit and all(other.unit != amount.unit for other in same):
            yield Reason(f"{amount.shown} counts {amount.unit}s, and not in the quote")
    months = {MONTHS[word] for word in _months(claim.said.text)}
    quoted_months = {MONTHS[word] for word in _months(claim.quoted)}
    for month in sorted(months - quoted_months):
        yield Reason(f"month {month} is not in the quote", bool(quoted_months))
    days, quoted_days = _days(claim.said.text), _days(claim.quoted)
    for day in sorted(days - quoted_days):
        yield Reason(f"day {day} of the week is not in the quote", bool(quoted_days))


def _shown(amount: Amount) -> str:
    return f"{int(amount.value) if amount.value == int(amount.value) else amount.value}"


def _days(text: str) -> set[int]:
    return {DAYS[word.rstrip("s")] for word in tokens(text) if word.rstrip("s") in DAYS}


def _months(text: str) -> list[str]:
    """The months of a text; "may" and "march" only with a capital, beside a number."""
    found = []
    for match in _MONTH.finditer(plain(text)):
        word = match.group()
        if word in ("may", "march") and not re.search(rf"\b{word.title()} \d|\d (?:of )?{word.title()}", text):
            continue
        found.append(word)
    return found


def missing_names(claim: Claim, names: Names) -> Iterator[Reason]:
    """Names and scope terms that the quotes don't hold."""
    for name in names.missing(claim.said.text, claim.quoted):
        yield Reason(f"name or term {name!r} is not in the quote", contradicts=False)
    for name in names.repeated(claim.said.text, claim.quoted):
        yield Reason(f"{name!r} stands in more places than in the quote")


def translated(claim: Claim, names: Names, reader: Reader) -> Iterator[Reason]:
    """Words of an English statement that the glossary has in Dutch, and the quotes haven't; not names."""
    if claim.language != "en":
        return
    said = set(tokens(claim.said.text))
    quoted = reader.read(claim.quoted)
    known_names = names.entities | names.terms
    dutch = [word for word in reader.analyzer.words(claim.said.text) if word not in said | known_names]
    for word in dict.fromkeys(dutch):
        if reader.read(word).cover(quoted) < 1:
            yield Reason(f"{word!r} is not in the quote", contradicts=False)
            return


def negations(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """A negation that only one side has."""
    said, quoted = _negated(claim.said.text, reader), _negated(claim.quoted, reader)
    if claim.language == "en":  # words of the two languages can't be laid side by side: the count decides
        if len(said) > len(quoted):
            yield Reason("the statement denies, and the quote doesn't")
        elif quoted and not said and (len(reader.clauses(claim.said.text)) > 1 or _denied_is_told(claim, reader)):
            yield Reason("the quote denies, and the statement doesn't")
        return
    left = list(quoted)
    for clause in said:
        match = next((other for other in left if clause.shared(other) or not clause.stems or not other.stems), None)
        if match is None:
            yield Reason("the statement denies, and the quote doesn't")
            return
        left.remove(match)
    for clause in left:
        if clause.stems and clause.cover(claim.said) >= TOLD:
            yield Reason("the quote denies, and the statement doesn't")
            return


def _negated(text: str, reader: Reader) -> list[Wording]:
    """Every denied clause of a text, once for each negation in it."""
    found = []
    for clause in reader.clauses(text):
        found += [clause] * len(NEGATION.findall(plain(clause.text)))
    return found


def _denied_is_told(claim: Claim, reader: Reader) -> bool:
    """Whether an English statement tells the denied clause of its quotes: unless another has more of its terms."""
    told: list[tuple[int, bool]] = []
    for clause in reader.clauses(claim.quoted):
        shared = len(claim.said.shared(clause))
        denied = NEGATION.search(plain(clause.text)) is not None
        if denied and senses(plain(clause.text)) & senses(plain(claim.said.text)):
            return True
        told.append((shared, denied))
    most_denied = max((shared for shared, denied in told if denied), default=0)
    most_other = max((shared for shared, denied in told if not denied), default=-1)
    return most_denied >= most_other


def modalities(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """A must, may or can that only one side has."""
    said, quoted = modes(plain(claim.said.text)), modes(plain(claim.quoted))
    for part in _clauses(claim, reader):
        for mode in sorted((modes(TURN_TO.sub("", plain(part.said.text))) - _allowed(part)) & set(FORBIDDEN_TO_ADD)):
            yield Reason(f"the statement states a {mode}, and the quote doesn't", bool(quoted))
    kept = said | ({PERMISSION, POSSIBILITY} if said & {PERMISSION, POSSIBILITY} and claim.language == "en" else set())
    if EXEMPTION in said:
        kept.add(NECESSITY)
    for mode in sorted(set(FORBIDDEN_TO_DROP) & (quoted - kept)):
        if _is_told(claim, MODALITY[mode], reader):
            yield Reason(f"the quote states a {mode}, and the statement doesn't")


def _clauses(claim: Claim, reader: Reader) -> list[Claim]:
    """The clauses of a claim, each with the sentences that it is about; one without content belongs to all."""
    return [
        replace(claim, said=clause, about=tuple(overlapping(clause, claim.about, CLAUSE_SHARE)))
        for clause in reader.clauses(claim.said.text)
    ]


def _allowed(claim: Claim) -> set[str]:
    """The modalities that the quotes of a clause allow it to have."""
    quoted = plain(claim.quoted)
    allowed = modes(quoted)
    if SENSES["at least"].search(quoted):
        allowed |= {NECESSITY, POSSIBILITY}  # a minimum is what one must have
    if claim.language == "en" and allowed & {PERMISSION, POSSIBILITY}:
        allowed |= {PERMISSION, POSSIBILITY}  # "may" is both
    return allowed


def _is_told(claim: Claim, pattern: re.Pattern[str], reader: Reader) -> bool:
    """Whether the statement tells a clause of its quotes in which a pattern stands."""
    clauses = reader.clauses(claim.quoted)
    marked = [clause for clause in clauses if pattern.search(plain(clause.text))]
    if claim.language == "en":
        shared = [len(claim.said.shared(clause)) for clause in marked]
        others = [len(claim.said.shared(clause)) for clause in clauses if clause not in marked]
        return max(shared, default=0) >= max(others, default=0)
    return any(clause.stems and clause.cover(claim.said) >= TOLD for clause in marked)


def limits(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """Quantities and limits (at least, all, only, about ...) that only one side has."""
    said, quoted = senses(plain(claim.said.text)), senses(plain(claim.quoted))
    for sense in sorted(said - quoted):
        yield Reason(f"the statement says {sense!r}, and the quote doesn't", bool(quoted))
    for sense in KEPT:
        if sense in quoted - said and _is_told(claim, SENSES[sense], reader):
            yield Reason(f"the quote says {sense!r}, and the statement doesn't")


def directions(claim: Claim) -> Iterator[Reason]:
    """Words for the opposite of what the quotes say."""
    said, quoted = plain(claim.said.text), plain(claim.quoted)
    for pair in OPPOSITES:
        for one, other in (pair, pair[::-1]):
            there = one.search(quoted)
            instead = other.search(said)
            beside = len(one.findall(said)) >= len(one.findall(quoted))  # the quote's word stands there too
            if instead and there and not beside and not other.search(quoted):
                yield Reason(f"the statement says {instead.group()!r}, the quote {there.group()!r}")
    compared = {match.groups() for match in _COMPARED.finditer(quoted)}
    for match in _COMPARED.finditer(said):
        if match.groups()[::-1] in compared or match[1] == match[2]:
            yield Reason("the statement compares the other way round")


def changed_words(claim: Claim, reader: Reader) -> Iterator[Reason]:
    """A statement that repeats a sentence of its quotes, but for single content words, is that sentence altered."""
    said = tokens(claim.said.text)
    for sentence in claim.about:
        quoted = tokens(sentence.text)
        matcher = SequenceMatcher(None, said, quoted, autojunk=False)
        if matcher.ratio() < NEARLY_VERBATIM:
            continue
        changes = [(said[a:b], quoted[c:d]) for op, a, b, c, d in matcher.get_opcodes() if op != "equal"]
        yield from _changes(changes, set(quoted), reader)
        return


def _changes(
    changes: Sequence[tuple[Sequence[str], Sequence[str]]], quoted: set[str], reader: Reader
) -> Iterator[Reason]:
    for instead, there in changes:
        for word in instead:
            if word in FUNCTION_WORDS or word in quoted or word.isdigit() or _same_meaning(word, quoted, reader):
                continue
            shown = f" for {' '.join(there)!r}" if there else ""
            yield Reason(f"the statement puts {word!r}{shown} into the quote's words", bool(there))
    moved = [(set(instead), set(there)) for instead, there in changes if instead and there]
    for index, (come, gone) in enumerate(moved):
        for other_come, other_gone in moved[index + 1 :]:
            content = (come & other_gone) - FUNCTION_WORDS, (gone & other_come) - FUNCTION_WORDS
            if content[0] and content[1]:
                yield Reason(f"{', '.join(sorted(content[0] | content[1]))} have changed places")


def _same_meaning(word: str, quoted: set[str], reader: Reader) -> bool:
    """Whether a changed word is a form or a spelling of one of the quote's; numbers are checked elsewhere."""
    if amounts(word):
        return True
    stem = reader.read(word).stems
    others = reader.read(" ".join(quoted)).distinct
    return bool(stem) and all(one in others or related(one, others) for one in stem)


def is_verbatim(statement: str, quotes: Sequence[str], reader: Reader) -> bool:
    """Whether a statement is made of whole sentences of its quotes."""
    whole = {_bare(sentence.text) for quote in quotes for sentence in reader.sentences(quote)}
    whole |= {_bare(quote) for quote in quotes} | {_bare(" ".join(quotes))}
    said = [_bare(sentence.text) for sentence in reader.sentences(statement)]
    return _bare(statement) in whole or (bool(said) and all(one in whole for one in said))


def _bare(text: str) -> str:
    return without_marks(folded(text)).strip(" .•-")
