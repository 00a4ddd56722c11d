"""Names of places abroad: the countries of CLDR (Babel) and the cities that it names time zones after, in both languages.

Which country is home is the one thing that stands here: its places are not abroad. Cities that people often name and that
no time zone is called after are added.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.eligibility.parse_words import Message

_HOME = "NL"
_NO_COUNTRIES = frozenset(
    {_HOME, "BQ", "EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}
)  # unions that home is in, and no places
_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Europe/", "Indian/", "Pacific/")
_OTHER_WORDS = frozenset({"wake", "center", "east", "west", "general", "act"})
_LANGUAGES = ("nl", "en")
_MORE = """
    antwerpen, antwerp, gent, ghent, leuven, brugge, bruges, luik, hasselt, mechelen, vlaanderen, flanders, wallonie,
    hamburg, munchen, munich, keulen, cologne, dusseldorf, frankfurt, stuttgart, leipzig, bremen, aken,
    lyon, marseille, bordeaux, lille, toulouse, barcelona, valencia, sevilla, milaan, milan, napels, naples, turijn, florence,
    geneve, geneva, basel, bern, salzburg, krakau, krakow, porto, goteborg,
    engeland, england, schotland, scotland, wales, manchester, birmingham, liverpool, edinburgh, glasgow, oxford, cambridge, bristol, leeds,
    amerika, america, de vs, de verenigde staten, the us, the usa, the states, the uk, het vk, groot-brittannie, great britain, britain,
    boston, san francisco, seattle, washington, houston, atlanta, philadelphia, california, californie, texas,
    sydney, melbourne, perth, brisbane, adelaide, mumbai, delhi, bangalore, pune, kaapstad, cape town, durban, abu dhabi, tel aviv, osaka, beijing, peking, rio de janeiro
"""
_IN = re.compile(r"(?<!\w)(?:in|te|vanuit|based in) (?=\w)")
_DAAR = re.compile(r"\b(?:daar|aldaar|there)\b")
_OF = re.compile(r"(?<!\w)(?:van|uit|naar|in|te|from|to|of) $")
_WORD = re.compile(r"[\w'-]+")
_LONGEST = 5  # words of a name: "de verenigde arabische emiraten"
_RESIDES = re.compile(
    r"\b(?:woon|woont|woonde|gewoond|live|lives|lived|living|geboren|born|grew up|opgegroeid|vakantie|holiday|gestudeerd|studied|studeerde)\b[^.;,?!]*$"
)


def places_abroad(low: str) -> list[int]:
    """Where a comparable text says that something was in a place abroad, other than living there."""
    found = []
    for match in _IN.finditer(low):
        words = [word.end() for _, word in zip(range(_LONGEST), _WORD.finditer(low, match.end()), strict=False)]
        named = any(low[match.end() : end] in _abroad() for end in words)
        if named and not _RESIDES.search(low[: match.start()]):
            found.append(match.start())
    return [*found, *_there(low)]


def _there(low: str) -> list[int]:
    """Where "daar" stands for a place abroad named before: "ik ben van Gent en heb daar zes jaar gewerkt"."""
    found = []
    for match in _DAAR.finditer(low):
        before = re.split(r"[.?!] ", low[: match.start()])[-1]
        named = [
            word.start()
            for word in _WORD.finditer(before)
            for end in [
                other.end() for _, other in zip(range(_LONGEST), _WORD.finditer(before, word.start()), strict=False)
            ]
            if before[word.start() : end] in _abroad() and _OF.search(before[: word.start()])
        ]
        if named:
            found.append(match.start())
    return found


@lru_cache(maxsize=1)
def _abroad() -> frozenset[str]:
    from babel import Locale
    from babel.core import get_global

    zones = {name for name, territory in get_global("zone_territories").items() if territory != _HOME}
    regional = [name.split("/") for name in zones if name.startswith(_REGIONS)]
    cities = {parts[1].replace("_", " ") for parts in regional if len(parts) == 2}
    countries: set[str] = set()
    for language in _LANGUAGES:
        locale = Locale(language)
        countries |= {name for code, name in locale.territories.items() if code.isalpha() and code not in _NO_COUNTRIES}
        cities |= {str(zone["city"]) for name, zone in locale.time_zones.items() if name in zones and "city" in zone}
    names = {Message.of(re.sub(r" ?\(.*\)", "", name)).low for name in (*countries, *cities)}
    names |= {name.strip() for name in _MORE.split(",")}
    articles = {f"{article} {name}" for name in names for article in ("de", "het", "the")}
    return frozenset(name for name in names | articles if len(name) > 2 and name not in _OTHER_WORDS)
