"""Words by which a statement takes on another meaning: negation, modality, quantity, direction; Dutch and English.

Each sense is a pattern over folded text without diacritics. General language only: what the texts are about is read
from the texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.folding import folded, without_marks


def any_of(*alternatives: str) -> re.Pattern[str]:
    """A pattern for whole words."""
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")


NEGATION = any_of(
    r"geen",
    r"niet",
    r"nooit",
    r"zonder",
    r"tenzij",
    r"noch",
    r"niemand",
    r"niets",
    r"nergens",
    r"evenmin",
    r"nauwelijks",
    r"geenszins",
    r"not",
    r"no",
    r"never",
    r"without",
    r"unless",
    r"nobody",
    r"nothing",
    r"none",
    r"neither",
    r"nor",
    r"cannot",
    r"hardly",
    r"\w+n't",
    r"nee",
    r"weiger\w*",
    r"refus\w+",
    r"ontbre\w+",
    r"lacks?",
    r"non-?\w+",
    r"refrains?",
    r"fail(?:s|ed|ing)?",
    r"los(?:e|es|t|ing)",
    r"verlie\w+",
    r"verloren",
    r"gezakt",
    r"mislukt\w*",
    r"oppos\w+",
    r"verb(?:ied|iedt|ieden|oden)",
    r"forbid\w*",
    r"prohibit\w*",
)
"""What denies a clause. "on-" before a word is a word of its own and is told by the words themselves."""

NECESSITY, PERMISSION, POSSIBILITY, VOLITION, WILL = "necessity", "permission", "possibility", "volition", "will"
EXEMPTION = "exemption"

MODALITY: Mapping[str, re.Pattern[str]] = {
    NECESSITY: any_of(
        r"moet(?:en)?",
        r"dien(?:t|en)(?= (?:\w+ ){0,12}te)",
        r"verplich\w+",
        r"vereis\w*",
        r"noodzakelijk\w*",
        r"must",
        r"ha(?:s|ve|d) to",
        r"required?",
        r"requires",
        r"requirement",
        r"mandatory",
        r"obligat\w+",
        r"obliged?",
        r"compulsory",
        r"necessary",
        r"essential",
        r"needs? to",
        r"should",
        r"behoren te",
        r"behoort te",
        r"indispensable",
        r"essentieel",
        r"onmisbaar",
        r"verplicht",
    ),
    PERMISSION: any_of(
        r"mag",
        r"mogen",
        r"toegestaan",
        r"toestemming",
        r"het recht",
        r"gerechtigd",
        r"bevoegd",
        r"may",
        r"allowed",
        r"permitted",
        r"entitle[sd]?",
        r"the right",
        r"free to",
    ),
    POSSIBILITY: any_of(
        r"kan",
        r"kunnen",
        r"kun",
        r"kunt",
        r"kon(?:den)?",
        r"mogelijk\w*",
        r"in staat",
        r"staat (?:\w+ ){0,2}vrij",
        r"can",
        r"could",
        r"able",
        r"possibl[ey]",
        r"possibility",
        r"might",
        r"enables?",
        r"stelt .{0,30} in staat",
        r"soms",
    ),
    VOLITION: any_of(
        r"wil",
        r"willen",
        r"wilde",
        r"wilt",
        r"wenst",
        r"wensen",
        r"(?:als|tot) doel",
        r"uitgangspunt",
        r"strev\w+",
        r"streeft",
        r"want to",
        r"wants",
        r"wanted",
        r"wish(?:es)?",
        r"willing",
    ),
    EXEMPTION: any_of(
        r"hoef\w*",
        r"hoeven",
        r"need(?:s)? not",
        r"needn't",
        r"(?:do|does)(?: not|n't) (?:have|need) to",
        r"(?:not|isn't|aren't) (?:required|necessary|mandatory|obliged)",
        r"niet (?:verplicht|nodig|vereist|noodzakelijk)",
        r"vrijgesteld",
        r"exempt\w*",
    ),
    WILL: any_of(r"zal", r"zullen", r"zult", r"zou(?:den)?", r"will", r"would", r"shall"),
}

FORBIDDEN_TO_ADD = (NECESSITY, PERMISSION, POSSIBILITY, VOLITION, EXEMPTION)
"""A statement takes none of these from nowhere; "zal" and "will" are also how a rule is told."""

FORBIDDEN_TO_DROP = (NECESSITY, PERMISSION, POSSIBILITY)
""" "kan opdrachtgever zijn" isn't "is opdrachtgever"; who "wil aantonen" may be said to show."""

_MONTHS = "|".join(
    f"{name}[a-z]*" for name in "jan feb maart march apr mei may jun jul aug sep okt oct nov dec".split()
)

SENSES: Mapping[str, re.Pattern[str]] = {
    "at least": any_of(
        r"minimaal",
        r"minimum",
        r"minstens",
        r"(?:ten ?|op zijn )minste?",
        r"vanaf(?= \d{1,3}(?!\d))",
        r"at least",
        r"no(?:t)? less than",
    ),
    "at most": any_of(
        r"maxima(?:al|le)",
        r"maximum",
        r"hoogstens",
        r"hooguit",
        r"ten hoogste",
        r"at most",
        r"up to(?= (?:\d|one|two|three|four|five|six|ten))",
        r"no(?:t)? more than",
        r"niet (?:meer|langer) dan",
    ),
    "more than": any_of(
        r"(?:meer|langer) dan",
        r"ruim(?= \d)",
        r"boven de(?= \d)",
        r"(?:more|longer) than",
        r"over(?= \d)",
    ),
    "less than": any_of(
        r"(?:minder|korter) dan",
        r"nog geen(?= \d)",
        r"bijna(?= \d)",
        r"(?:less|fewer|shorter) than",
        r"under(?= \d)",
        r"almost(?= \d)",
        r"nearly(?= \d)",
    ),
    "about": any_of(
        r"ongeveer",
        r"circa",
        r"rond de(?= \d)",
        r"om en nabij",
        r"zo'n(?= (?:\d|\w+duizend))",
        r"naar schatting",
        r"about(?= (?:\d|\w+ thousand|\w+ hundred))",
        r"around(?= (?:\d|\w+ thousand))",
        r"approximately",
        r"roughly",
        r"some(?= \d)",
        r"an estimated",
    ),
    "all": any_of(
        r"alle",
        r"allen",
        r"alles",
        r"allemaal",
        r"iedereen",
        r"iedere?",
        r"elke?",
        r"(?<!nog )altijd",
        r"all",
        r"every",
        r"jaarlijkse?",
        r"het geheel",
        r"everyone",
        r"everybody",
        r"everything",
        r"each",
        r"(?<!still )always",
        r"anyone",
        r"anybody",
    ),
    "some": any_of(
        r"sommigen?",
        r"enkele",
        r"een paar",
        r"(?<!de )(?<!het )(?<!als )enige",
        r"soms",
        r"some(?! \d)",
        r"a few",
        r"several",
        r"sometimes",
        r"zelden",
        r"rarely",
    ),
    "shorter": any_of(r"korter(?! dan)", r"shorter(?! than)"),
    "little": any_of(r"weinig", r"little(?! by)", r"(?<!a )few"),
    "most": any_of(
        r"de meeste",
        r"meeste",
        r"meestal",
        r"meerderheid",
        r"doorgaans",
        r"most(?:ly)?",
        r"usually",
        r"generally",
        r"majority",
        r"gewoonlijk",
        r"vaak(?!er)",
        r"(?<!more )often",
        r"overwegend",
        r"typically",
    ),
    "only": any_of(
        r"alleen",
        r"uitsluitend",
        r"slechts",
        r"enkel",
        r"(?:de|het|als) enige",
        r"only",
        r"sole(?:ly)?",
        r"exclusively",
        r"louter",
        r"merely",
        r"maar(?= \d)",
        r"just(?= \d)",
    ),
    "greatest": any_of(r"hoogste", r"grootste", r"highest", r"largest", r"biggest", r"greatest"),
    "smallest": any_of(r"laagste", r"kleinste", r"lowest", r"smallest"),
    "before": any_of(
        r"eerder(?! \w+ dan)",
        r"vroeger",
        r"vooraf",
        r"voordat",
        r"voorafgaand\w*",
        r"before",
        r"earlier",
        r"prior",
        r"sooner",
        r"voor(?= (?:afloop|het einde|\d{4}))",
        r"early",
    ),
    "after": any_of(r"na", r"nadat", r"achteraf", r"daarna", r"after(?:wards)?", r"subsequently"),
    "perhaps": any_of(
        r"wellicht",
        r"misschien",
        r"perhaps",
        r"may not",
        r"maybe",
        r"might",
        r"possibly",
        r"vermoedelijk",
        r"waarschijnlijk",
        r"probably",
    ),
    "one of": any_of(r"een van (?:de|het|deze|onze)", r"one of"),
    "until": any_of(rf"(?:tot|voor|until|till|before)(?: en met)?(?= (?:\d{{1,2}} )?(?:{_MONTHS}|\d{{4}}))"),
    "worldwide": any_of(r"wereldwijde?", r"wereld", r"world(?:wide)?", r"global(?:ly)?"),
    "asked": any_of(r"verzoek\w*", r"verzocht\w*", r"gevraagd", r"request\w*", r"asked"),
    "free": any_of(r"gratis", r"kosteloos", r"free of charge", r"for free"),
}
"""Limits and quantities: a statement states none that its quotes don't."""

KEPT = ("more than", "less than", "at most", "about", "most", "some", "perhaps", "before", "asked")
"""A statement that drops one of these says more than its quote, where it tells the clause they stand in."""


def plain(text: str) -> str:
    """A text as these patterns read it: folded, without diacritics."""
    return without_marks(folded(text))


TURN_TO = any_of(r"(?:kan|kunnen|kunt|kun) (?:\w+ ){0,8}terecht", r"terecht (?:kan|kunnen|kunt)")
"""Whoever "kan terecht" somewhere is told where to turn to, not what is possible."""


def modes(text: str) -> set[str]:
    """The modalities that a plain text holds. "niet langer/meer mogelijk" and "soms" are no permission."""
    return {name for name, pattern in MODALITY.items() if pattern.search(text)}


def senses(text: str) -> set[str]:
    """The limits and quantities that a plain text holds."""
    return {name for name, pattern in SENSES.items() if pattern.search(text)}
