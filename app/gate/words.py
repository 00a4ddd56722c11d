"""The words of a text that carry its content, and whether another text has them too."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.folding import folded, without_marks
from app.lexical import Analyzer

FUNCTION_WORDS = frozenset(
    """
    de het een en of van voor op in aan met door bij naar uit om te ten ter tot over onder tegen tussen via als dan
    dat die dit deze daar hier er wat wie welke welk waar hoe waardoor waarbij waarin waarmee waarvan waarop
    waarvoor zodat omdat doordat hierbij daarbij hiervoor daarvoor daarmee hiermee daarvan hiervan daarna dus ook
    nog al wel maar want toch zo is zijn was waren wordt worden werd werden ben bent geweest geworden heeft hebben
    had hadden heb hebt gehad gaat gaan doet doen laat laten u uw je jij jouw jullie ik mijn hij zij ze hun hen haar
    hem zich men we wij ons onze kan kunnen kunt kun moet moeten mag mogen wil willen wilt zal zullen zou niet geen
    nooit zonder zelf eigen ander andere eveneens tevens namelijk bijvoorbeeld volgens verder hierdoor daardoor
    zowel alsook evenals namens tijdens sinds binnen buiten rond per na sommige alle elke elk iedere ieder alleen
    slechts ongeveer meer nu toen thans momenteel tegenwoordig vervolgens daarnaast bovendien echter nadat voordat
    terwijl hoewel indien mits gebeurt gebeuren krijgen krijgt kregen ging zit zitten houdt houden daarom daarin
    gezien bedoelt bedoelen betekent verstaat verstaan nodig moment destijds oudsher vindt plaats gebruikt gebruiken
    steeds echt eigenlijk waarna gaf geeft geven kwam komt komen ligt liggen staat staan blijkt zien ziet the a an
    and or for to on at by with from as are were be been being has have do does did it its this that these those
    there here they them their he she his her our you your i my who whom which what when where how so than then also
    not no never without can could may might must should shall will would own other such through into about under
    each every all any some only more most if because while although after before during within upon toward towards
    between both too just now currently
    """.split()
)
"""Words that say little by themselves; those that turn a meaning round are checked elsewhere."""

SHORTEST_STEM = 4  # letters that two words must share from the start to be forms of one another
_SENTENCE = re.compile(r"(?:(?<=\w{4}[.!?;])|(?<=\d[.!?;])|(?<=[)\]”\"%][.!?;]))\s+(?=[A-Z0-9“\"'(•])|\n+|\s*•\s*")
"""No sentence ends after a word of three letters: that is how abbreviations and initials look."""

_CLAUSE = re.compile(
    r"[,;:()]\s*|\s(?=(?:maar|but|waardoor|waarbij|zodat|omdat|terwijl|hoewel|while|whereas|because|although|so that|en"
    r" (?:dat|wordt|is|kan|moet|mag|heeft|zijn)|and (?:is|are|it|they|must|may|can|has|have|will|does)) )"
)


@dataclass(frozen=True)
class Wording:
    """A text with the stems of its content words."""

    text: str
    stems: tuple[str, ...]

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The stems, each once."""
        return frozenset(self.stems)

    def cover(self, other: Wording) -> float:
        """The share, 0 to 1, of this wording's stems that another one has too; 1 where this one has none."""
        if not self.distinct:
            return 1.0
        return len(self.shared(other)) / len(self.distinct)

    def shared(self, other: Wording) -> set[str]:
        """This wording's stems that the other has too, as such, in another form or in a compound."""
        return {stem for stem in self.distinct if stem in other.distinct or related(stem, other.distinct)}


@dataclass(frozen=True)
class Reader:
    """Cuts texts into sentences, clauses and content words."""

    analyzer: Analyzer

    def read(self, text: str) -> Wording:
        """The wording of a text."""
        words = [word for word in self.analyzer.words(text) if word not in FUNCTION_WORDS]
        return Wording(text, tuple(self.analyzer.stems(" ".join(words))) if words else ())

    def sentences(self, text: str) -> list[Wording]:
        """The sentences and list items of a text."""
        return [self.read(part) for part in _parts(_SENTENCE, text)]

    def clauses(self, text: str) -> list[Wording]:
        """The clauses of a text, roughly: what its punctuation and conjunctions divide."""
        return [self.read(clause) for part in _parts(_SENTENCE, text) for clause in _parts(_CLAUSE, part)]


def _parts(pattern: re.Pattern[str], text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in pattern.split(text)) if part]


def related(stem: str, others: Collection[str]) -> bool:
    """Whether one of the others is a form of this stem, or one of the two is a part of the other as a compound."""
    if len(stem) < SHORTEST_STEM:
        return False
    return any(_related(stem, other) for other in others)


def _related(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SHORTEST_STEM:
        return False
    if longer.startswith(shorter) or (len(shorter) > SHORTEST_STEM and longer.endswith(shorter)):
        return not (longer.startswith("on") and longer[2:] == shorter)
    bare_one, bare_other = (word[2:] if word.startswith("ge") and len(word) > 6 else word for word in (one, other))
    common = next((i for i, (a, b) in enumerate(zip(bare_one, bare_other, strict=False)) if a != b), None)
    length = min(len(bare_one), len(bare_other)) if common is None else common
    return length >= 5 and length >= 0.6 * min(len(bare_one), len(bare_other))


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, folded and without diacritics, in order."""
    return re.findall(r"\d+(?:[.,]\d+)*|[^\W_]+", without_marks(folded(text)))


def joined(texts: Iterable[str]) -> str:
    """Quotes as one text, a line each."""
    return "\n".join(texts)


def overlapping(sentence: Wording, others: Sequence[Wording], least: float = 0.4) -> list[Wording]:
    """The sentences that a statement's sentence is about: those that share most words with it; all, where none does.

    `least` is the share, of the words that the nearest one shares, from which another one counts too.
    """
    shared = [len(sentence.shared(other)) for other in others]
    most = max(shared, default=0)
    if most == 0:
        return list(others)
    return [other for other, count in zip(others, shared, strict=True) if count >= max(1.0, least * most)]
