"""A message made comparable (capitals, accents, quotes, dashes), and the numbers in it, in Dutch and in English.

Number words are spelled out here rather than taken from a library: they are two small closed lists, with the halves
("anderhalf", "drieënhalf", "2½") that the libraries for numbers leave out in Dutch.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from app.folding import fold

HALF = Fraction(1, 2)

_UNITS_NL = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TENS_NL = {
    20: "twintig",
    30: "dertig",
    40: "veertig",
    50: "vijftig",
    60: "zestig",
    70: "zeventig",
    80: "tachtig",
    90: "negentig",
}
_TEENS_NL = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split()
_UNITS_EN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS_EN = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_TEENS_EN = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_ORDINALS = (
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
    "first second third fourth fifth sixth seventh eighth ninth tenth",
)


def _number_words() -> dict[str, int]:
    words = {"nul": 0, "zero": 0, "a": 1, "an": 1, "honderd": 100, "hundred": 100}
    for units, teens, tens in ((_UNITS_NL, _TEENS_NL, _TENS_NL), (_UNITS_EN, _TEENS_EN, _TENS_EN)):
        words |= {word: value for value, word in enumerate(units, start=1)}
        words |= {word: value for value, word in enumerate(teens, start=10)}
        words |= {word: value for value, word in tens.items()}
    for ten, word in _TENS_NL.items():
        words |= {f"{unit}en{word}": ten + value for value, unit in enumerate(_UNITS_NL, start=1)}
    for ten, word in _TENS_EN.items():
        for value, unit in enumerate(_UNITS_EN, start=1):
            words |= {f"{word}-{unit}": ten + value, f"{word} {unit}": ten + value}
    return words


WORDS = _number_words()
ORDINALS = {word: value for words in _ORDINALS for value, word in enumerate(words.split(), start=1)}


def _days_of_the_month() -> dict[str, int]:
    """Read "de eenentwintigste", "vijf" and "twenty-first" as days of a month."""
    days = {word: value for word, value in WORDS.items() if 1 <= value <= 31 and word not in ("a", "an")} | ORDINALS
    for teens, ending in ((_TEENS_NL, "de"), (_TEENS_EN, "th")):
        days |= {word + ending: value for value, word in enumerate(teens, start=10)}
    days |= {
        "achtste": 8,
        "achttiende": 18,
        "twelfth": 12,
        "twintigste": 20,
        "dertigste": 30,
        "twentieth": 20,
        "thirtieth": 30,
    }
    for value, word in enumerate(_UNITS_NL, start=1):
        days |= {f"{word}en{ten}ste": tens + value for tens, ten in ((20, "twintig"), (30, "dertig"))}
    for value, word in enumerate(_ORDINALS[1].split()[:9], start=1):
        days |= {
            f"{ten}{joint}{word}": tens + value for tens, ten in ((20, "twenty"), (30, "thirty")) for joint in " -"
        }
    return {word: value for word, value in days.items() if value <= 31}


DAYS = _days_of_the_month()
_HALVES = {
    "anderhalf": Fraction(3, 2),
    "anderhalve": Fraction(3, 2),
    "half": HALF,
    "halve": HALF,
    "driekwart": HALF * 3 / 2,
}
_HALVES |= {f"{word}en{one}half": value + HALF for value, word in enumerate(_UNITS_NL, start=1) for one in ("", "een")}
_PARTS = {"½": HALF, "¼": HALF / 2, "¾": HALF * 3 / 2}

_WORD = "|".join(sorted(map(re.escape, (*_HALVES, *WORDS)), key=len, reverse=True))
_AND_A_HALF = r"(?:[ -]en[ -](?:een[ -])?(?:half|halve)|[ -]and[ -]a[ -]half)"
NUMBER = rf"(?:\d{{1,3}} ?[½¼¾]|[½¼¾]|\d{{1,4}}(?:[.,]\d{{1,2}})?{_AND_A_HALF}?|(?:{_WORD})(?!\w){_AND_A_HALF}?)"
"""A number; what stands around it must be checked by whoever uses it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as typed and as compared: `low[i]` came from `text[offsets[i]]`."""

    text: str
    low: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Message:
        """The message with its comparable form."""
        folded, origins = fold(text)
        kept: list[str] = []
        offsets: list[int] = []
        for character, offset in zip(folded, origins, strict=True):
            base = character if character in _PARTS else unicodedata.normalize("NFKD", character)[:1]
            if base and not unicodedata.combining(base):
                kept.append(base)
                offsets.append(offset)
        low, places = _spelled_out("".join(kept), offsets)
        return cls(text, _without_courtesies(low), tuple(places))

    def said(self, start: int, end: int) -> str:
        """The words as typed of low[start:end]."""
        return self.text[self.offsets[start] : self.offsets[end - 1] + 1] if start < end else ""


_SPELLED_OUT = (
    (re.compile(r"(?<![\w'])(?<!\d )'?k(?= )"), "ik"),
    (re.compile(r"(?<![\w'])jr(?!\w)"), "jaar"),
    (re.compile(r"(?<!\w)sin(?:s|d)(?!\w)"), "sinds"),
    (re.compile(r"(?<!\w)vn(?!\w)"), "van"),
    (re.compile(r"(?<!\w)wnr(?!\w)"), "wanneer"),
    (re.compile(r"(?<!\w)ff(?!\w)"), "even"),
    (re.compile(r"sertifi[ck]"), "certific"),
    (re.compile(r"(?<!\w)vo?lgn?d?e?n?de?(?= (?:jaar|maand|week)\b)"), "volgende"),
    (re.compile(r"(?<!\w)(have|do|did|has|is|was|does|had|were)nt(?!\w)"), r"\1n't"),
    (re.compile(r"(?<![\w'])i(m|ve)(?= (?:a|an|been|not|starting|working|going|certified|worked|had)\b)"), r"i'\1"),
    (
        re.compile(
            r"(?:(?<!\w)'n|(?<=\bover )n|(?<=\bnog )n|(?<=\bbij )n|(?<=\bvoor )n|(?<=\bals )n|(?<=\bnooit )n|(?<=\bheb )n)(?= )"
        ),
        "een",
    ),
    (re.compile(r"(?<![\w'/])'?t(?=[ ,?!])"), "het"),
    (re.compile(r"(?<=\bheb )'?m(?= )|(?<=\bheeft )'?m(?= )"), "hem"),
    (re.compile(r"(?<!\w)z'?n(?!\w)"), "zijn"),
    (re.compile(r"(?<!\w)as(?= (?:ik|'k|je|ie)\b)"), "als"),
    (re.compile(r"(?<!\w)d'?r(?= (?:certifi|ervaring|titel|registratie))"), "haar"),
    (
        re.compile(
            r"(?<!\w)me(?= (?:moeder|vader|zus|broer|man|vrouw|collega|vriend|vriendin|baas|buurman|buurvrouw|dochter|zoon|certificaat)\b)"
        ),
        "mijn",
    ),
)
"""Short and misspelt forms that change what stands around them, by the form that the patterns know."""
_OFTEN = (
    "certificaat",
    "certificering",
    "hercertificering",
    "hercertificeren",
    "ervaring",
    "werkervaring",
    "experience",
    "certificate",
    "aanmerking",
    "aanmelden",
    "colleague",
)
"""Words by which a case is known: one letter wrong in them is put right."""
_LETTERS = re.compile(r"(?<![\w-])[a-z]{7,17}(?![\w-])")
_GREETING = re.compile(
    r"^\W*(?:(?:hoi+|hallo|hello|hi|hey+|dag|goede(?:morgen|middag|navond)|good (?:morning|afternoon|evening)|beste|geachte|dear)\b"
    r"(?: [\w'-]+(?=[,!]))?[,!. ]+)?(?:(?:nog |even |ik heb )*(?:een )?(?:kort |klein )?(?:vraagje|vraag)[:,.] *)?"
)
_SIGNED = re.compile(
    r"\b(?:(?:met )?(?:vriendelijke|hartelijke) groet(?:en|jes)?|groet(?:en|jes)?|mvg|(?:kind |best )?regards|cheers|(?:alvast )?(?:hartelijk )?(?:dank|bedankt)|"
    r"dank (?:u|je)(?: wel)?|(?:ik )?hoor(?: het| graag)+|(?:many )?thanks|thank you)\b(?:[ ,.!]+(?!(?:mag|kan|kom|moet|ben|heb|wanneer|can|may|am|do|does|when|is)\b)[^\W\d][\w'-]*){0,3}[ .,!]*$"
)


def _spelled_out(low: str, offsets: list[int]) -> tuple[str, list[int]]:
    """The text with short forms written out; a letter more came from where the short form begins."""
    for pattern, full in _SPELLED_OUT:
        while (match := pattern.search(low)) is not None and match.end() > match.start():
            start, end = match.span()
            written = match.expand(full)
            if written == match.group():
                break
            places = [offsets[min(start + i, end - 1)] for i in range(len(written))]
            low, offsets = low[:start] + written + low[end:], [*offsets[:start], *places, *offsets[end:]]
    for match in list(_LETTERS.finditer(low))[::-1]:
        meant = next((word for word in _OFTEN if near(match.group(), word)), match.group())
        if meant != match.group():
            start, end = match.span()
            places = [offsets[min(start + i, end - 1)] for i in range(len(meant))]
            low, offsets = low[:start] + meant + low[end:], [*offsets[:start], *places, *offsets[end:]]
    return low, offsets


def _without_courtesies(low: str) -> str:
    """The text without greeting and signature, where anything else is said."""
    bare = low
    for match in (_GREETING.search(low), _SIGNED.search(low)):
        if match is not None and re.search(r"\w", match.group()):
            bare = blank(bare, match.start(), match.end())
    return bare if re.search(r"\d|\w\W+\w", bare) else low


def value_of(number: str) -> Fraction:
    """The value of something that NUMBER matched."""
    words = number.strip()
    half = re.search(_AND_A_HALF + "$", words)
    if half:
        return value_of(words[: half.start()]) + HALF
    if words[-1] in _PARTS:
        return _PARTS[words[-1]] + (Fraction(words[:-1].strip()) if words[:-1].strip() else 0)
    if words[0].isdigit():
        return Fraction(words.replace(",", "."))
    return _HALVES.get(words) or Fraction(WORDS[words])


_ENGLISH = re.compile(
    r"\b(?:i|i'm|i've|my|am|have|has|had|the|and|with|for|years?|months?|since|may|can|do|does|been|worked|working|"
    r"work|when|"
    r"must|she|he|her|his|certificate|certified|career|as|until|from|to|ago|yes|no|what|if|again|apply|qualify|"
    r"eligible)\b"
)
_DUTCH = re.compile(
    r"\b(?:ik|mijn|ben|heb|heeft|had|de|het|een|en|met|voor|jaar|jaren|maanden|sinds|mag|kan|kom|werk|werkte|gewerkt|"
    r"wanneer|moet|zij|ze|hij|certificaat|gecertificeerd|als|tot|van|geleden|ja|nee|wat|weer|nog|al|dan|je|stel|"
    r"dat)\b"
)


def is_english(low: str) -> bool:
    """Whether a comparable form has more English function words than Dutch ones; Dutch where it is even."""
    return len(_ENGLISH.findall(low)) > len(_DUTCH.findall(low))


def blank(low: str, start: int, end: int) -> str:
    """The text with a part made spaces, so that every offset keeps its place."""
    return low[:start] + " " * (end - start) + low[end:]


def near(word: str, wanted: str) -> bool:
    """Whether two words differ by at most one letter: added, left out, changed, or two that swapped places."""
    if word == wanted:
        return True
    if abs(len(word) - len(wanted)) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(word, wanted, strict=False)) if a != b), min(len(word), len(wanted)))
    rest, other = word[first:], wanted[first:]
    if rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]:
        return True
    return len(rest) > 1 and rest[:2] == other[1::-1] and rest[2:] == other[2:]
